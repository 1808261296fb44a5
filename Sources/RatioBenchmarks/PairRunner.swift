// SPDX-License-Identifier: GPL-3.0-or-later

/// Times the two sides of a case in turns, so that whatever slows the machine down slows both.
public struct PairRunner: Sendable {
  /// Turns, each of one sample of either side.
  public var pairs: Int
  /// The shortest sample of the faster side: it is repeated until it lasts so long, since clocks are coarse.
  public var shortestSample: Double

  /// A runner of so many turns, with samples of so many nanoseconds at least.
  public init(pairs: Int, shortestSample: Double = 2e6) {
    precondition(pairs > 0, "\(pairs) pairs")
    self.pairs = pairs
    self.shortestSample = shortestSample
  }

  /// Runs a case. The first sample of either side warms up and is not counted.
  public func run(_ benchmark: BenchmarkCase) throws -> BenchmarkResult {
    let pair = try benchmark.prepare()
    let subjectRuns = try repetitions(of: pair.subject)
    let referenceRuns = try repetitions(of: pair.reference)
    var subject: [Double] = []
    var reference: [Double] = []
    var checksums: (subject: UInt64, reference: UInt64) = (0, 0)
    for turn in 0..<pairs {
      // Who begins alternates too: a clock that slows down within a turn would favour the first.
      for side in 0..<2 {
        if (turn + side) % 2 == 0 {
          let sample = try pair.subject.sample(subjectRuns)
          subject.append(sample.nanoseconds / Double(subjectRuns))
          checksums.subject = sample.checksum
        } else {
          let sample = try pair.reference.sample(referenceRuns)
          reference.append(sample.nanoseconds / Double(referenceRuns))
          checksums.reference = sample.checksum
        }
      }
    }
    return BenchmarkResult(
      benchmark, subject: SideTimes(subject, units: benchmark.unitsPerRun),
      reference: SideTimes(reference, units: benchmark.unitsPerRun), subjectChecksum: checksums.subject,
      referenceChecksum: checksums.reference)
  }

  /// Runs a side once to warm it up, then until a sample is long enough.
  private func repetitions(of side: BenchmarkSide) throws -> Int {
    _ = try side.sample(1)
    var count = 1
    while true {
      let spent = try side.sample(count).nanoseconds
      if spent >= shortestSample { return count }
      count =
        spent > 0 ? max(count + 1, min(count * 16, Int(shortestSample / spent * Double(count) * 1.1))) : count * 16
    }
  }
}
