// SPDX-License-Identifier: GPL-3.0-or-later

/// How much an input may hold. What goes beyond is refused with an error of its own.
public struct DocumentLimits: Hashable, Sendable {
  /// Bytes of one file.
  public var fileBytes: Int
  /// Values of one file, aliases counted with all they stand for.
  public var nodes: Int
  /// Levels of nesting.
  public var depth: Int
  /// Values of one file that come from aliases and merge keys.
  public var aliasNodes: Int

  /// Limits; the defaults take a `kubectl get nodes -o json` of some thousand nodes.
  public init(fileBytes: Int = 64 << 20, nodes: Int = 1_000_000, depth: Int = 128, aliasNodes: Int = 100_000) {
    self.fileBytes = fileBytes
    self.nodes = nodes
    self.depth = depth
    self.aliasNodes = aliasNodes
  }
}
