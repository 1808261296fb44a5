// SPDX-License-Identifier: GPL-3.0-or-later

/// The interval of a long-run mean from one long run, by its batches.
///
/// Values that follow each other are alike, and an interval that takes them for independent is far too narrow. The means
/// of 20 to 30 long batches are nearly independent; whether they are is tested twice, by their correlation with the
/// next one and by von Neumann's ratio, each one-sidedly at 5 %. Source: Law, Simulation Modeling and Analysis (2015),
/// 9.5.3; von Neumann, Annals of Mathematical Statistics 12 (1941).
public struct BatchMeans: Hashable, Sendable {
  /// The batches' means. The oldest values that fill no batch are left out.
  public let means: [Double]
  /// How many values each holds.
  public let batchSize: Int
  /// Their count, mean and spread.
  public let summary: Summary
  /// The t interval of the long-run mean.
  public let interval: ConfidenceInterval
  /// The correlation of a batch with the next: sum (x_i - m)(x_(i+1) - m) / sum (x_i - m)^2; nil when all are equal.
  public let lagOneCorrelation: Double?
  /// sum (x_(i+1) - x_i)^2 / sum (x_i - m)^2: about 2 when they are independent, less when neighbours are alike; nil when
  /// all are equal.
  public let vonNeumannRatio: Double?

  /// Of one run after its warm-up; nil when there are fewer values than two per batch or one is not finite. Traps below
  /// three batches.
  public init?(_ values: [Double], batches: Int = 20, level: Double = 0.95) {
    precondition(batches >= 3, "\(batches) batches")
    guard values.count >= 2 * batches, values.allSatisfy(\.isFinite) else { return nil }
    let size = values.count / batches
    let skipped = values.count - size * batches
    let means = (0..<batches).map { batch in
      values[(skipped + batch * size)..<(skipped + (batch + 1) * size)].reduce(0, +) / Double(size)
    }
    let summary = Summary(means)
    guard let interval = ConfidenceInterval(meanOf: summary, level: level) else { return nil }
    self.means = means
    self.summary = summary
    self.interval = interval
    batchSize = size
    let squares = means.reduce(0.0) { $0 + ($1 - summary.mean) * ($1 - summary.mean) }
    let neighbours = zip(means, means.dropFirst())
    let products = neighbours.reduce(0.0) { $0 + ($1.0 - summary.mean) * ($1.1 - summary.mean) }
    let steps = neighbours.reduce(0.0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    lagOneCorrelation = squares > 0 ? products / squares : nil
    vonNeumannRatio = squares > 0 ? steps / squares : nil
  }

  /// True when neither test finds the batches alike: r <= z / sqrt n, and the ratio at least 2 - z sqrt(4 (n - 2) / (n^2 - 1))
  /// with the 95 % quantile z. Otherwise the interval is too narrow and a longer run is needed.
  public var isAccepted: Bool {
    guard let lagOneCorrelation, let vonNeumannRatio else { return true }
    let n = Double(means.count)
    let z = normalQuantile(0.95)
    return lagOneCorrelation <= z / n.squareRoot()
      && vonNeumannRatio >= 2 - z * (4 * (n - 2) / (n * n - 1)).squareRoot()
  }
}
