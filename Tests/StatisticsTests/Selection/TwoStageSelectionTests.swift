// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct TwoStageSelectionTests {
  @Test func `Rinott's h agrees with the oracle to its six decimals`() throws {
    let lines = try MethodOracle.read().rinottH
    #expect(lines.count == 42)
    for line in lines {
      let h = TwoStageSelection.rinottConstant(contenders: line.k, firstStage: line.n0, probability: line.probability)
      #expect(h.agrees(with: line.h, within: 6e-7), "k \(line.k), n0 \(line.n0), P \(line.probability): \(h)")
    }
  }

  @Test func `Dudewicz and Dalal's h agrees with the oracle to its six decimals`() throws {
    let lines = try MethodOracle.read().dudewiczDalalH1
    #expect(lines.count == 10)
    for line in lines {
      let h = TwoStageSelection.dudewiczDalalConstant(
        contenders: line.k, firstStage: line.n0, probability: line.probability)
      #expect(h.agrees(with: line.h, within: 6e-7), "k \(line.k), n0 \(line.n0), P \(line.probability): \(h)")
    }
  }

  @Test func `with h the best of k is chosen with the probability asked for, by drawing`() throws {
    for line in try MethodOracle.read().rinottMcCheck {
      let h = TwoStageSelection.rinottConstant(contenders: line.k, firstStage: line.n0, probability: line.target)
      var chosen = 0
      let experiments = 4000
      for experiment in 0..<experiments {
        var draws = SyntheticDraws(experiment: UInt64(line.k) << 32 + UInt64(experiment))
        let degrees = line.n0 - 1
        let spreads = (0..<line.k).map { _ in draws.chiSquare(degrees) / Double(degrees) }
        // The least favourable case: every other contender lies the indifference amount behind.
        let isChosen = (1..<line.k).allSatisfy { other in
          draws.normal() < h / (1 / spreads[0] + 1 / spreads[other]).squareRoot()
        }
        if isChosen { chosen += 1 }
      }
      let share = Double(chosen) / Double(experiments)
      #expect(line.simulated.agrees(with: line.target, within: 0.001))
      // Three standard errors of 0.0034.
      #expect(share.agrees(with: line.target, within: 0.0104), "k \(line.k), n0 \(line.n0): \(share)")
    }
  }

  @Test func `two contenders after two runs, P = 3/4: both constants are 2`() {
    // With one degree of freedom T1 - T2 is Cauchy with scale 2, so h = 2 tan(pi (P - 1/2)). For two contenders Rinott's
    // h solves the same equation.
    let weighted = TwoStageSelection.dudewiczDalalConstant(contenders: 2, firstStage: 2, probability: 0.75)
    let plain = TwoStageSelection.rinottConstant(contenders: 2, firstStage: 2, probability: 0.75)
    #expect(weighted.agrees(with: 2, within: 1e-6), "\(weighted)")
    #expect(plain.agrees(with: 2, within: 1e-6), "\(plain)")
  }

  @Test func `weighted means never need more than plain ones`() {
    for contenders in [2, 3, 8] {
      let weighted = TwoStageSelection.dudewiczDalalConstant(
        contenders: contenders, firstStage: 12, probability: 0.95)
      let plain = TwoStageSelection.rinottConstant(contenders: contenders, firstStage: 12, probability: 0.95)
      #expect(weighted <= plain + 1e-9)
    }
  }

  @Test func `h 2.6, deviation 3 and a lead of 1 take 61 runs, at least those of the first stage`() {
    let many = TwoStageSelection.runs(rinottConstant: 2.6, firstStage: 10, standardDeviation: 3, indifference: 1)
    #expect(many == 61)
    let few = TwoStageSelection.runs(rinottConstant: 2.6, firstStage: 10, standardDeviation: 0.1, indifference: 1)
    #expect(few == 10)
  }
}
