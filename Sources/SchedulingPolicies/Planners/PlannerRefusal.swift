// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a planner gives no answer where the original would not give one either, or not in any useful time.
public enum PlannerRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The weights are so large that a round's products wrap and the rounds never end (KubeFed and KubeAdmiral `Plan`).
  case roundsDoNotEnd(clusters: Int)
  /// Karmada's dispenser gives seats one by one, and no short cut covers these numbers (negative weights or seats).
  case tooManySeats(seats: Int32)
  /// The depth-first search over group combinations is exponential and passed the bound.
  case tooManyGroupCombinations(groups: Int, visited: Int)
  /// A number that makes the original crash.
  case crashesUpstream(reason: String)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .roundsDoNotEnd(let clusters):
      "the weighted rounds over \(clusters) clusters do not end: the weights overflow 64-bit products "
        + "(the original never returns for this input)"
    case .tooManySeats(let seats):
      "\(seats) replicas with negative weights or counts are too many to dispense one by one"
    case .tooManyGroupCombinations(let groups, let visited):
      "the search over combinations of \(groups) groups was given up after \(visited) steps"
    case .crashesUpstream(let reason):
      "the original crashes on this input: \(reason)"
    }
  }
}
