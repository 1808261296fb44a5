// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

/// What the gate gets wrong and what it finds, over 200 synthetic experiments with fixed draws.
@Suite struct GateErrorRateTests {
  /// Differences without a regression, by their law. Those of two contenders that are alike have a symmetric law,
  /// whatever the runs are like; the others only share its mean, 0.
  enum NoDifference: String, CaseIterable {
    case normal
    case lognormalRuns = "two lognormal runs"
    case wildLognormalRuns = "two wild lognormal runs (sigma 2)"
    case rightSkewed = "lognormal about its mean"
    case leftSkewed = "lognormal about its mean, turned about"
    case wholeNumbers = "rounded to whole numbers"
    case mostlyZero = "zero in four of five seeds"
    case rareSigns = "-1, 0, 1 with 0 in four of five"
    case never = "zero in every seed"

    func difference(_ draws: inout SyntheticDraws) -> Double {
      switch self {
      case .normal: draws.normal()
      case .lognormalRuns: draws.lognormal() - draws.lognormal()
      case .wildLognormalRuns: draws.lognormal(sigma: 2) - draws.lognormal(sigma: 2)
      case .rightSkewed: draws.lognormal() - 1.6487212707001282
      case .leftSkewed: 1.6487212707001282 - draws.lognormal()
      case .wholeNumbers: draws.normal().rounded()
      case .mostlyZero: draws.uniform() < 0.2 ? draws.normal() : 0
      case .rareSigns: draws.uniform() < 0.2 ? (draws.uniform() < 0.5 ? -1 : 1) : 0
      case .never: 0
      }
    }
  }

  static func outcomes(
    pairs: Int, smallestEffect: Double = 0, from start: UInt64 = 0, _ difference: (inout SyntheticDraws) -> Double
  ) throws -> (regressions: Int, passes: Int) {
    var regressions = 0
    var passes = 0
    for experiment in 0..<200 {
      var draws = SyntheticDraws(experiment: start + UInt64(experiment))
      let differences = (0..<pairs).map { _ in difference(&draws) }
      let gate = try #require(
        RegressionGate(differences: differences, better: .lower, smallestEffect: smallestEffect))
      switch gate.outcome {
      case .regression: regressions += 1
      case .pass: passes += 1
      case .inconclusive: break
      }
    }
    return (regressions, passes)
  }

  @Test(arguments: NoDifference.allCases, [6, 10, 20, 40])
  func `without a difference at most 19 of 200 experiments are called a regression`(
    law: NoDifference, pairs: Int
  ) throws {
    let rate = try Self.outcomes(pairs: pairs) { law.difference(&$0) }
    print("gate, no difference, \(law.rawValue), \(pairs) seeds: \(rate.regressions) of 200 false alarms")
    #expect(rate.regressions <= 19)
    if law == .never { #expect(rate.passes == 200) }
  }

  @Test(arguments: [0.0, 0.1])
  func `a loss of 0.7 standard deviations at 20 seeds is found in at least 150 of 200`(smallestEffect: Double) throws {
    let rate = try Self.outcomes(pairs: 20, smallestEffect: smallestEffect, from: 10_000) { 0.7 + $0.normal() }
    print(
      "gate, planted loss of 0.7 sd, 20 seeds, smallest effect \(smallestEffect) sd: "
        + "\(rate.regressions) of 200 found, \(rate.passes) passed")
    #expect(rate.regressions >= 150)
    #expect(rate.passes == 0)
  }

  @Test func `a loss of the smallest effect itself passes in at most 19 of 200`() throws {
    for law in NoDifference.allCases where law != .never && law != .rightSkewed {
      let rate = try Self.outcomes(pairs: 20, smallestEffect: 0.7, from: 20_000) { 0.7 + law.difference(&$0) }
      print("gate, loss of the smallest effect, \(law.rawValue), 20 seeds: \(rate.passes) of 200 passed")
      #expect(rate.passes <= 19, "\(law.rawValue)")
    }
  }

  @Test func `a few large losses in many small gains pass half as often as the plain interval would let them`() throws {
    var passes = 0
    var plainPasses = 0
    for experiment in 0..<1000 {
      var draws = SyntheticDraws(experiment: 40_000 + UInt64(experiment))
      let differences = (0..<20).map { _ in 0.7 + NoDifference.rightSkewed.difference(&draws) }
      let gate = try #require(RegressionGate(differences: differences, better: .lower, smallestEffect: 0.7))
      if gate.outcome == .pass { passes += 1 }
      if try #require(gate.regression.interval).high < 0.7 { plainPasses += 1 }
    }
    print("gate, loss of the smallest effect, skewed, 20 seeds: \(passes) of 1000 passed, \(plainPasses) by plain t")
    #expect(passes <= 95)
    #expect(plainPasses > passes + passes / 2)
  }

  @Test func `no loss passes in at least 150 of 200 when 0.7 standard deviations are the least that matters`() throws {
    let rate = try Self.outcomes(pairs: 20, smallestEffect: 0.7, from: 30_000) { $0.normal() }
    print("gate, no loss, smallest effect 0.7 sd, 20 seeds: \(rate.passes) of 200 passed")
    #expect(rate.passes >= 150)
    #expect(rate.regressions <= 5)
  }

  @Test func `five goals without a difference raise no more false alarms than one`() throws {
    var alarms = 0
    for experiment in 0..<200 {
      var draws = SyntheticDraws(experiment: 60_000 + UInt64(experiment))
      let gates = try (0..<5).map { _ in
        let differences = (0..<20).map { _ in draws.normal() }
        return try #require(RegressionGate(differences: differences, better: .lower, smallestEffect: 0))
      }
      if RegressionGate.together(gates).contains(where: { $0.outcome == .regression }) { alarms += 1 }
    }
    print("gate, five goals without a difference, 20 seeds: \(alarms) of 200 false alarms")
    #expect(alarms <= 19)
  }
}
