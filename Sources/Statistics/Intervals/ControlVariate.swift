// SPDX-License-Identifier: GPL-3.0-or-later

/// The mean of an output, freed of the luck that a control shows whose mean is known: the up-time that clusters drew, the
/// arrivals.
///
/// Estimate Y - beta (C - mu) with beta = cov(Y, C) / var(C); its variance is that of Y times 1 - rho^2. The interval is the
/// regression's at C = mu, with n - 2 degrees of freedom. Sensible from 20 runs on, since beta is estimated from them too.
/// Source: Lavenberg and Welch, Management Science 27 (1981).
public struct ControlVariate: Hashable, Sendable {
  /// The mean of the output at the control's known mean.
  public let estimate: Double
  /// Its interval.
  public let interval: ConfidenceInterval
  /// How much the output changes with the control.
  public let slope: Double
  /// rho, of output and control.
  public let correlation: Double
  /// 1 - rho^2: what is left of the variance.
  public var varianceFactor: Double { 1 - correlation * correlation }

  /// Of one output and one control per run; nil below three runs, when the counts differ, a number is not finite, or the
  /// output or the control does not vary.
  public init?(outputs: [Double], controls: [Double], controlMean: Double, level: Double = 0.95) {
    guard outputs.count == controls.count, outputs.count >= 3, controlMean.isFinite else { return nil }
    guard outputs.allSatisfy(\.isFinite), controls.allSatisfy(\.isFinite) else { return nil }
    let n = Double(outputs.count)
    let outputMean = outputs.reduce(0, +) / n
    let mean = controls.reduce(0, +) / n
    var outputSquares = 0.0
    var squares = 0.0
    var products = 0.0
    for (output, control) in zip(outputs, controls) {
      outputSquares += (output - outputMean) * (output - outputMean)
      squares += (control - mean) * (control - mean)
      products += (output - outputMean) * (control - mean)
    }
    guard outputSquares > 0, squares > 0 else { return nil }
    slope = products / squares
    correlation = products / (outputSquares * squares).squareRoot()
    estimate = outputMean - slope * (mean - controlMean)
    let residual = max(0, outputSquares - slope * products) / (n - 2)
    let error = (residual * (1 / n + (mean - controlMean) * (mean - controlMean) / squares)).squareRoot()
    expectLevel(level)
    let halfWidth = studentQuantile(0.5 + level / 2, degreesOfFreedom: n - 2) * error
    interval = ConfidenceInterval(low: estimate - halfWidth, high: estimate + halfWidth, level: level)
  }
}
