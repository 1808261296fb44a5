// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Karmada's dispenser by itself: replicas by weight on top of what clusters have.
///
/// Source: Karmada `pkg/util/helper/binding.go`, `Dispenser.AllocateByWeight`.
public enum KarmadaDispenser {
  /// Adds `replicas` to the initial targets; the result has every name once, in the order of the names, zeros included.
  ///
  /// Nothing is added when the weights add up to 0, or when there is nothing to add to initial targets.
  /// - Throws: ``PlannerRefusal/tooManySeats(seats:)``.
  /// O(n log n) and what `WebsterSeats` costs.
  public static func dispense(
    replicas: Int32, weights: [(name: String, weight: Int64)], initial: [KarmadaTarget], uid: String
  ) throws(PlannerRefusal) -> [KarmadaTarget] {
    if replicas == 0, !initial.isEmpty { return initial }
    if weights.reduce(0, { $0 &+ $1.weight }) == 0 { return initial }
    let initialNames = NameIndex(names: initial.map(\.name))
    var names = initial.map(\.name)
    var votes = [Int64](repeating: 0, count: initial.count)
    var seats = initial.map(\.replicas)
    for entry in weights {
      if let position = initialNames.position(of: entry.name) {
        votes[position] = entry.weight
      } else {
        names.append(entry.name)
        votes.append(entry.weight)
        seats.append(0)
      }
    }
    let index = NameIndex(names: names)
    let result = WebsterSeats.divide(
      seats: replicas, votes: votes, initialSeats: seats, nameRanks: index.ranks,
      prefersHighestName: KarmadaAssignment.prefersHighestName(uid: uid))
    guard let result else { throw .tooManySeats(seats: replicas) }
    return index.sorted.map { KarmadaTarget(name: names[Int($0)], replicas: result[Int($0)]) }
  }
}
