// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld

/// Sums of what observations of one workload in one cluster add at the start of a run.
struct StartSums {
  private static let kinds: [Observation.Kind] = [.waitingChanged, .boundChanged, .costChanged, .servingChanged]
  private var sums = SIMD4<Int64>()
  private var first: Observation?

  /// Adds an observation; false where it is of another kind, or of another workload, cluster or moment than the sums.
  mutating func add(_ observation: Observation) -> Bool {
    let place: Int
    switch observation.kind {
    case .waitingChanged: place = 0
    case .boundChanged: place = 1
    case .costChanged: place = 2
    case .servingChanged: place = 3
    default: return false
    }
    if let first {
      guard first.workload == observation.workload, first.cluster == observation.cluster, first.time == observation.time
      else { return false }
    } else {
      first = observation
    }
    sums[place] &+= observation.value
    return true
  }

  /// Hands the sums out and begins anew.
  mutating func flush(_ take: (Observation) -> Void) {
    guard var observation = first else { return }
    for (place, kind) in Self.kinds.enumerated() where sums[place] != 0 {
      observation.kind = kind
      observation.value = sums[place]
      take(observation)
    }
    sums = SIMD4()
    first = nil
  }
}
