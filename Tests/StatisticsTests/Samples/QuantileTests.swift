// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Statistics
import Testing

@Suite struct QuantileTests {
  @Test func `powers of two have GSL's p50, p95 and p99`() throws {
    let oracle = try MethodOracle.read().gsl.quantileType7
    #expect((quantile(sorted: oracle.data, probability: 0.5) - oracle.p50).magnitude < 1e-12)
    #expect((quantile(sorted: oracle.data, probability: 0.95) - oracle.p95).magnitude < 1e-12)
    #expect((quantile(sorted: oracle.data, probability: 0.99) - oracle.p99).magnitude < 1e-12)
  }

  @Test func `any probability over any count agrees with GSL`() {
    for count in 1...25 {
      let values = (0..<count).map { Double($0 * $0) }
      for step in 0...100 {
        let probability = Double(step) / 100
        let expected = gsl_stats_quantile_from_sorted_data(values, 1, count, probability)
        #expect((quantile(sorted: values, probability: probability) - expected).magnitude < 1e-10)
      }
    }
  }

  @Test func `an infinite neighbour takes no part at a whole rank`() {
    #expect(quantile(sorted: [1, 2, .infinity], probability: 0.5) == 2)
    #expect(quantile(sorted: [1, 2, .infinity], probability: 1) == .infinity)
  }
}
