// SPDX-License-Identifier: GPL-3.0-or-later

import Results

extension ExperimentManifest {
  /// Why manifests do not belong together.
  public struct Mismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// In what they differ.
    public let description: String
  }

  /// The experiment that several folders are parts of: shards, or runs of the same scenario with other seeds or
  /// contenders. Names and seeds keep the order in which they come.
  /// - Throws: `Mismatch` when they are of different scenarios, states of one, sweeps or versions.
  public static func union(of manifests: [ExperimentManifest]) throws(Mismatch) -> ExperimentManifest {
    precondition(!manifests.isEmpty, "no manifest")
    var union = manifests[0]
    for other in manifests.dropFirst() {
      if other.scenario != union.scenario {
        throw Mismatch(description: "the folders hold different scenarios: \(union.scenario) and \(other.scenario)")
      }
      if other.version != union.version {
        throw Mismatch(description: "the folders are of different versions: \(union.version) and \(other.version)")
      }
      if other.sweepPoints != union.sweepPoints {
        throw Mismatch(description: "the folders hold different sweeps of \(union.scenario)")
      }
      if other.scenarioDigests != union.scenarioDigests {
        throw Mismatch(description: "the folders hold different states of the scenario \(union.scenario)")
      }
      union.contenders += other.contenders.filter { !union.contenders.contains($0) }
      union.seeds = merged(union.seeds, other.seeds)
      union.translations += other.translations.filter { !union.translations.contains($0) }
    }
    return union
  }

  private static func merged(_ first: [Int], _ second: [Int]) -> [Int] {
    let known = Set(first)
    return first + second.filter { !known.contains($0) }
  }
}
