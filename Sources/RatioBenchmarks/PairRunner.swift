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
    var subject = SideSamples(pair.subject, repetitions: try repetitions(of: pair.subject))
    var reference = SideSamples(pair.reference, repetitions: try repetitions(of: pair.reference))
    for turn in 0..<min(pairs, benchmark.mostPairs ?? pairs) {
      // Who begins alternates too: a clock that slows down within a turn would favour the first.
      if turn % 2 == 0 {
        try subject.take()
        try reference.take()
      } else {
        try reference.take()
        try subject.take()
      }
    }
    return BenchmarkResult(benchmark, subject: subject, reference: reference)
  }

  /// Runs a side once to warm it up, and again, more often each time, until a sample is long enough.
  private func repetitions(of side: BenchmarkSide) throws -> Int {
    var count = 1
    while true {
      let spent = try side.sample(count).nanoseconds
      if spent >= shortestSample { return count }
      let enough = spent > 0 ? Double(count) * shortestSample / spent * 1.1 : .infinity
      count = max(count + 1, Int(min(Double(count) * 16, enough)))
    }
  }
}

/// The samples of one side.
struct SideSamples {
  private let side: BenchmarkSide
  private let repetitions: Int
  /// Nanoseconds of each run.
  private(set) var nanoseconds: [Double] = []
  private(set) var checksum: UInt64 = 0
  /// False where two samples gave different answers.
  private(set) var isSteady = true

  init(_ side: BenchmarkSide, repetitions: Int) {
    self.side = side
    self.repetitions = repetitions
  }

  mutating func take() throws {
    let sample = try side.sample(repetitions)
    if !nanoseconds.isEmpty, sample.checksum != checksum { isSteady = false }
    checksum = sample.checksum
    nanoseconds.append(sample.nanoseconds / Double(repetitions))
  }
}
