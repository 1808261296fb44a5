// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct BinomialLawTests {
  @Test func `of 4 fair coins at most 1 head has probability 5 of 16`() {
    let law = BinomialLaw(trials: 4, probability: 0.5)
    for (count, sixteenths) in zip(-1...5, [0.0, 1, 5, 11, 15, 16, 16]) {
      #expect((16 * law.cumulative(count)).agrees(with: sixteenths, within: 1e-13))
    }
    #expect(law.quantile(0.05) == 0)
    #expect(law.quantile(0.5) == 2)
    #expect(law.quantile(0.95) == 4)
    // 5 of 16 itself is reached by 1, whatever rounding did to the cumulative probability.
    #expect(law.quantile(0.3125) == 1)
    #expect(law.quantile(0.3126) == 2)
  }

  @Test func `the quantile is the least count that reaches the probability`() {
    for trials in [1, 7, 30, 300] {
      for probability in [0.0, 0.01, 0.3, 0.5, 0.99, 1.0] {
        let law = BinomialLaw(trials: trials, probability: probability)
        for p in [0.001, 0.025, 0.5, 0.9, 0.999] {
          let count = law.quantile(p)
          #expect(law.cumulative(count) >= p * (1 - 1e-12))
          #expect(law.cumulative(count - 1) < p)
        }
      }
    }
  }
}
