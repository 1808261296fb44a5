// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Statistics
import Testing

@Suite struct LawQuantilesTests {
  @Test func `Student quantiles agree with mpmath to 12 digits`() throws {
    let lines = try MethodOracle.read().tQuantiles
    #expect(lines.count >= 39)
    for line in lines {
      let quantile = studentQuantile(line.p, degreesOfFreedom: line.df)
      #expect((quantile - line.tMp).magnitude <= 1e-12 * line.tMp, "df \(line.df), p \(line.p)")
    }
  }

  @Test func `normal quantiles agree with scipy to 14 digits, down to one in a million`() throws {
    let lines = try MethodOracle.read().normalQuantiles.sorted { $0.key < $1.key }
    #expect(lines.count == 7)
    for (key, expected) in lines {
      let p = try #require(Double(key))
      #expect(normalQuantile(p).agrees(with: expected, within: 1e-14 * expected.magnitude), "p \(p)")
    }
  }

  @Test func `chi-square quantiles agree with scipy to 13 digits`() throws {
    let lines = try MethodOracle.read().chi2Quantiles.sorted { $0.key < $1.key }
    #expect(lines.count == 5)
    for (key, expected) in lines {
      let parts = key.split(separator: ",").compactMap { Double($0.split(separator: "=")[1]) }
      let quantile = chiSquareQuantile(parts[0], degreesOfFreedom: parts[1])
      #expect(quantile.agrees(with: expected, within: 1e-13 * expected), "\(key)")
    }
  }

  @Test func `a beta quantile turned back is the probability, for one up to 2000 trials`() {
    for trials in [1, 2, 5, 20, 200, 2000] {
      for share in [0.0, 0.01, 0.1, 0.5, 0.9, 0.99, 1.0] {
        let seen = Double(Int(share * Double(trials - 1)))
        for p in [0.005, 0.025, 0.5, 0.975, 0.995] {
          let quantile = betaQuantile(p, seen + 1, Double(trials) - seen)
          let back = gsl_cdf_beta_P(quantile, seen + 1, Double(trials) - seen)
          #expect(back.agrees(with: p, within: 1e-9 * p), "B(\(seen + 1), \(Double(trials) - seen)) at \(p)")
        }
      }
    }
  }
}
