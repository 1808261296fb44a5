// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in an input, for messages.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it, or the option, as `--set horizon`.
  public var file: String
  /// The line, from 1; 0: the input as a whole.
  public var line: Int
  /// The column in characters, from 1.
  public var column: Int

  /// The place in `file`; without a line the file as a whole.
  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, for the file as a whole `file:1:1`, so that editors can jump to it.
  public var description: String { "\(file):\(max(line, 1)):\(max(column, 1))" }
}
