// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import TestSupport
import Testing

@testable import RunMetrics

struct WeightSharesTests {
  private func shares(_ intent: Intent, clusters: [String] = ["a", "b", "c"]) -> WeightShares {
    WeightShares(intent, in: Federations.fleet(named: clusters))
  }

  private func weights(_ numbers: [Int]) -> Intent {
    Intent(
      division: .weights,
      clusters: zip(["a", "b", "c"], numbers).map { Intent.ClusterShare(cluster: $0, weight: $1) })
  }

  @Test func `weights are those named, the rest by *, others none; an even division has equal ones`() {
    #expect(shares(weights([1, 2, 5])).weights == [1, 2, 5])
    let rest = Intent(
      division: .weights,
      clusters: [Intent.ClusterShare(cluster: "b", weight: 7), Intent.ClusterShare(cluster: "*", weight: 2)])
    #expect(shares(rest).weights == [2, 7, 2])
    let one = Intent(division: .weights, clusters: [Intent.ClusterShare(cluster: "b", weight: 7)])
    #expect(shares(one).weights == [0, 7, 0])
    #expect(shares(Intent(eligible: .init(names: ["a", "c"]), division: .even)).weights == [1, 0, 1])
    for division in [Intent.Division.capacity, .pack, .duplicate] {
      #expect(!shares(Intent(division: division)).hasWeights)
    }
  }

  @Test func `the least deviation is that of the best of all divisions`() {
    for numbers in [[1, 1, 1], [1, 2, 5], [3, 3, 1], [17, 11, 6]] {
      let shares = shares(weights(numbers))
      for demand in 0...12 as ClosedRange<Int64> {
        var best = Int64.max
        for first in 0...demand {
          for second in 0...demand - first {
            let division = [first, second, demand - first - second]
            best = min(
              best, zip(division, shares.weights).reduce(0) { $0 + abs($1.0 * shares.total - demand * $1.1) })
          }
        }
        #expect(shares.leastDeviation(of: demand) == best, "\(demand) over \(numbers)")
      }
    }
  }
}
