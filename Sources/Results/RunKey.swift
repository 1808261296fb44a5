// SPDX-License-Identifier: GPL-3.0-or-later

/// Which run of an experiment a record is: no two whole records of one experiment share it.
public struct RunKey: Hashable, Sendable, CustomStringConvertible {
  /// The contender's name.
  public let contender: String
  /// The seed.
  public let seed: Int
  /// The sweep point; empty without a sweep.
  public let sweep: [String: String]

  /// A key.
  public init(contender: String, seed: Int, sweep: [String: String] = [:]) {
    self.contender = contender
    self.seed = seed
    self.sweep = sweep
  }

  /// As `kubefed, seed 3, at load=0.8`.
  public var description: String {
    let point = RunKey.label(of: sweep)
    return "\(contender), seed \(seed)" + (point.isEmpty ? "" : ", at \(point)")
  }

  /// A sweep point for people: `load=0.8, horizon=6h`, by path; empty without a sweep.
  public static func label(of sweep: [String: String]) -> String {
    sweep.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }
}

extension RunRecord {
  /// Which run this is.
  public var key: RunKey { RunKey(contender: contender, seed: seed, sweep: sweep) }
}
