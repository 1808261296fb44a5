// SPDX-License-Identifier: GPL-3.0-or-later

/// One of `count` equal parts of a plan: line k belongs to shard k mod `count`, so shards have near equal work and
/// their union is the plan.
public struct Shard: Hashable, Sendable {
  /// Which, from 0.
  public let index: Int
  /// Of how many.
  public let count: Int

  /// The whole plan.
  public static let whole = Shard(index: 0, count: 1)

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// Reads `i/n` with 0 <= i <= n, n at least 1; nil for anything else. `n/n` is `0/n`: whether shards are counted from 0
  /// or from 1, each part is made once.
  public init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], index >= 0, count > 0, index <= count
    else { return nil }
    self.init(index: index % count, count: count)
  }

  /// Whether it has the plan's line `line`.
  public func holds(line: Int) -> Bool { line % count == index }
}
