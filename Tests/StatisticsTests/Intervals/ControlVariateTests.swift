// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct ControlVariateTests {
  @Test func `eight runs have the oracle's slope, estimate and variance factor`() throws {
    let oracle = try MethodOracle.read().controlVariate
    let control = try #require(
      ControlVariate(outputs: oracle.outputs, controls: oracle.controls, controlMean: oracle.controlMean))
    #expect(control.slope.agrees(with: oracle.beta, within: 1e-13))
    #expect(control.estimate.agrees(with: oracle.estimate, within: 1e-13))
    #expect(control.correlation.agrees(with: oracle.rho, within: 1e-14))
    #expect(control.varianceFactor.agrees(with: oracle.varianceFactor, within: 1e-14))
    #expect(Summary(oracle.outputs).mean.agrees(with: oracle.rawMean, within: 1e-13))
    // scipy.stats.linregress on C - mu: the standard error of the intercept times t(0.975, 6).
    #expect(control.interval.middle.agrees(with: control.estimate, within: 1e-13))
    #expect(control.interval.halfWidth.agrees(with: 0.08929255501488141, within: 1e-12))
  }

  @Test func `an output that is the control is known exactly`() throws {
    let values = [3.0, 1, 4, 1, 5]
    let control = try #require(ControlVariate(outputs: values.map { 2 * $0 }, controls: values, controlMean: 3))
    #expect(control.estimate.agrees(with: 6, within: 1e-14) && control.interval.halfWidth < 1e-7)
    #expect(control.varianceFactor.agrees(with: 0, within: 1e-15))
  }

  @Test func `nothing to learn from: two runs, no variation, unequal counts`() {
    #expect(ControlVariate(outputs: [1, 2], controls: [1, 2], controlMean: 1) == nil)
    #expect(ControlVariate(outputs: [1, 2, 3], controls: [1, 1, 1], controlMean: 1) == nil)
    #expect(ControlVariate(outputs: [1, 1, 1], controls: [1, 2, 3], controlMean: 1) == nil)
    #expect(ControlVariate(outputs: [1, 2, 3], controls: [1, 2], controlMean: 1) == nil)
    #expect(ControlVariate(outputs: [1, 2, .nan], controls: [1, 2, 3], controlMean: 1) == nil)
  }
}
