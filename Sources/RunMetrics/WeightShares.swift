// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// What the intent of a workload says of single clusters: its share by weight, and the fewest and most replicas.
struct WeightShares: Sendable {
  /// Weights by cluster; empty: the intent names none.
  let weights: [Int64]
  /// Their sum.
  let total: Int64
  /// Least and most by cluster; empty: no bounds.
  let minimums: [Int64]
  let maximums: [Int64]

  /// Nothing is said.
  static let none = WeightShares(weights: [], total: 0, minimums: [], maximums: [])

  private init(weights: [Int64], total: Int64, minimums: [Int64], maximums: [Int64]) {
    self.weights = weights
    self.total = total
    self.minimums = minimums
    self.maximums = maximums
  }

  /// What `intent` says of the clusters of `fleet`: `weights` as given, `even` as equal ones; other divisions have none.
  init(_ intent: Intent, in fleet: Fleet) {
    var shares: [String: Intent.ClusterShare] = [:]
    for share in intent.clusters { shares[share.cluster] = share }
    let found = fleet.clusters.map { cluster in
      intent.eligible.admits(cluster) ? shares[cluster.name] ?? shares["*"] : nil
    }
    let isBounded = intent.clusters.contains { $0.minimum > 0 || $0.maximum != nil }
    minimums = isBounded ? found.map { Int64($0?.minimum ?? 0) } : []
    maximums = isBounded ? found.map { $0?.maximum.map { Int64($0) } ?? .max } : []
    switch intent.division {
    case .weights:
      weights = fleet.clusters.indices.map { place in
        guard intent.eligible.admits(fleet.clusters[place]) else { return 0 }
        // Clusters that a list of weights leaves out get none.
        return Int64(found[place].map { $0.weight ?? 1 } ?? 0)
      }
    case .even:
      weights = fleet.clusters.map { intent.eligible.admits($0) ? 1 : 0 }
    case .capacity, .pack, .duplicate:
      weights = []
    }
    total = weights.reduce(0, +)
  }

  /// Whether there are weights to hold a placement against.
  var hasWeights: Bool { total > 0 }
  /// Whether there are bounds.
  var hasBounds: Bool { !minimums.isEmpty }

  /// The least sum over clusters of |whole replicas - share| that a division of `replicas` can have, times `total`.
  ///
  /// The largest remainders rounded up have it (Hamilton's method). Source: M. Balinski, H. P. Young, "Fair
  /// representation", 1982. O(clusters log clusters).
  func leastDeviation(of replicas: Int64) -> Int64 {
    guard hasWeights, replicas > 0 else { return 0 }
    let remainders = weights.map { replicas * $0 % total }.sorted(by: >)
    let missing = Int(remainders.reduce(0, +) / total)
    return remainders.reduce(0, +) + remainders.prefix(missing).reduce(0) { $0 + total - 2 * $1 }
  }
}
