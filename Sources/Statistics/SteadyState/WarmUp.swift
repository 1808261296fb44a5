// SPDX-License-Identifier: GPL-3.0-or-later

/// How much of the beginning of a series is to be left out, so that the start does not bias a long-run mean (MSER-5).
///
/// With the means Z of batches of five and m of them, MSER(d) = sum over i > d of (Z_i - mean)^2 / (m - d)^2, which is the
/// squared standard error of what is left. The cut is the first minimum among d <= m / 2. Where the minimum over all d
/// (up to two batches left) lies beyond m / 2, the run is too short to tell. A placed start that ends at a horizon needs
/// none of this. Source: White, Simulation 69 (1997); Hoad and Robinson, Winter Simulation Conference (2011).
public struct WarmUp: Hashable, Sendable {
  /// How many values a batch holds.
  public let batchSize: Int
  /// The means of the batches; values that do not fill the last one are left out.
  public let batchMeans: [Double]
  /// MSER(d) for d = 0...m / 2.
  public let statistic: [Double]
  /// d*: how many batches to leave out.
  public let batches: Int
  /// False when the series had not settled by its middle.
  public let isSettled: Bool
  /// The mean of the batches after the cut.
  public let mean: Double

  /// Of one series; nil below four batches or when a value is not finite.
  public init?(_ series: [Double], batchSize: Int = 5) {
    precondition(batchSize > 0, "batches of \(batchSize)")
    guard series.count >= 4 * batchSize, series.allSatisfy(\.isFinite) else { return nil }
    self.batchSize = batchSize
    batchMeans = (0..<(series.count / batchSize)).map { batch in
      series[(batch * batchSize)..<((batch + 1) * batchSize)].reduce(0, +) / Double(batchSize)
    }
    let count = batchMeans.count
    // From the end, so that each batch is taken in once.
    var left = Summary()
    var backwards: [Double] = []
    var means: [Double] = []
    for mean in batchMeans.reversed() {
      left.add(mean)
      guard left.count >= 2 else { continue }
      backwards.append(left.variance * Double(left.count - 1) / Double(left.count * left.count))
      means.append(left.mean)
    }
    let all = Array(backwards.reversed())
    statistic = Array(all[...(count / 2)])
    batches = Self.firstMinimum(statistic)
    isSettled = Self.firstMinimum(all) <= count / 2
    mean = means[means.count - 1 - batches]
  }

  /// Of the mean, place by place, of several replications, which shows the start more clearly than any one; nil also when
  /// there is none or their lengths differ.
  public init?(replications: [[Double]], batchSize: Int = 5) {
    guard let first = replications.first, replications.allSatisfy({ $0.count == first.count }) else { return nil }
    let mean = first.indices.map { place in
      replications.reduce(0.0) { $0 + $1[place] } / Double(replications.count)
    }
    self.init(mean, batchSize: batchSize)
  }

  /// How many values to leave out.
  public var observations: Int { batches * batchSize }

  private static func firstMinimum(_ values: [Double]) -> Int {
    var least = 0
    for index in values.indices where values[index] < values[least] { least = index }
    return least
  }
}
