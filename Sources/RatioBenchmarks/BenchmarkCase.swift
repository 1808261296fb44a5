// SPDX-License-Identifier: GPL-3.0-or-later

/// What a benchmark is about.
public enum BenchmarkGroup: String, CaseIterable, Codable, Sendable {
  /// Allocation kernels against their scalar reference.
  case kernels
  /// Planners against their reference by the letter.
  case planners
  /// The event queue against another queue.
  case engine
  /// Whole runs.
  case world
}

/// Two ways to the same answer, to be timed against each other within one run.
///
/// The ratio of a case is the reference's time over the subject's: how many times as fast the subject is. Seconds differ
/// from machine to machine; this ratio hardly does.
public struct BenchmarkCase {
  /// What is done, and to how much: `available replicas, 4000 nodes`. Distinct within its group.
  public var name: String
  /// The group it is shown with.
  public var group: BenchmarkGroup
  /// What one unit of work is: the times are printed in nanoseconds per this. `slot`, `event`, `decision`.
  public var unit: String
  /// Units of work in one run of either side.
  public var unitsPerRun: Double
  /// Who is timed: `v3`, `indexed heap`.
  public var subject: String
  /// What it is timed against: `scalar`, `std::priority_queue`.
  public var reference: String
  /// The ratio that is demanded; nil where it is only shown.
  public var accepted: AcceptedRatio?
  /// The time that is aimed at on one stated machine; nil where there is none. It is shown and never fails a run.
  public var aim: TimeAim?
  /// Whether both sides have to give the same checksum: not where the reference measures something else, as memory
  /// bandwidth.
  public var comparesChecksums: Bool
  /// The most samples of either side, for cases that run for seconds; nil is as many as asked for.
  public var mostPairs: Int?
  /// Makes the input and both sides. Called once, just before the case is timed; the memory is freed after it.
  public var prepare: () throws -> BenchmarkPair

  /// A case.
  public init(
    name: String, group: BenchmarkGroup, unit: String, unitsPerRun: Double, subject: String, reference: String,
    accepted: AcceptedRatio? = nil, aim: TimeAim? = nil, comparesChecksums: Bool = true, mostPairs: Int? = nil,
    prepare: @escaping () throws -> BenchmarkPair
  ) {
    self.name = name
    self.group = group
    self.unit = unit
    self.unitsPerRun = unitsPerRun
    self.subject = subject
    self.reference = reference
    self.accepted = accepted
    self.aim = aim
    self.comparesChecksums = comparesChecksums
    self.mostPairs = mostPairs
    self.prepare = prepare
  }
}

/// The least ratio of a case that is accepted, and who says so.
public struct AcceptedRatio: Hashable, Codable, Sendable {
  /// The reference's time over the subject's has to be at least this.
  public var atLeast: Double
  /// Where the number comes from.
  public var source: String

  /// At least `atLeast` times as fast as the reference.
  public init(atLeast: Double, source: String) {
    self.atLeast = atLeast
    self.source = source
  }

  /// At most `timeAtMost` times the time of the reference.
  public init(timeAtMost: Double, source: String) {
    self.init(atLeast: 1 / timeAtMost, source: source)
  }
}

/// A time aimed at on a stated machine.
public struct TimeAim: Hashable, Codable, Sendable {
  /// Nanoseconds for one run of the subject, at most.
  public var nanosecondsPerRun: Double
  /// The machine, and where the number comes from.
  public var source: String

  /// At most so many microseconds for one run of the subject.
  public init(microsecondsPerRun: Double, source: String) {
    nanosecondsPerRun = microsecondsPerRun * 1000
    self.source = source
  }
}

/// Both sides of a case, ready to run.
public struct BenchmarkPair {
  /// The side whose speed is asked for.
  public var subject: BenchmarkSide
  /// The side it is held against.
  public var reference: BenchmarkSide

  /// Two sides of one case.
  public init(subject: BenchmarkSide, reference: BenchmarkSide) {
    self.subject = subject
    self.reference = reference
  }
}

/// One way to the answer.
public struct BenchmarkSide {
  /// Runs it `repetitions` times.
  let sample: (_ repetitions: Int) throws -> BenchmarkSample

  /// Work on the calling thread, timed by the thread's own CPU time. The checksum is taken of what the last repetition left
  /// behind, after the clock has been read.
  public static func onThread(
    _ work: @escaping () throws -> Void, checksum: @escaping () -> UInt64
  ) -> BenchmarkSide {
    BenchmarkSide { repetitions in
      let start = ThreadClock.nanoseconds
      for _ in 0..<repetitions { try work() }
      return BenchmarkSample(nanoseconds: ThreadClock.nanoseconds - start, checksum: checksum())
    }
  }

  /// Work that times itself, as another process does: it is told how often to repeat, and answers the time of all
  /// repetitions and the checksum of one.
  public static func timingItself(
    _ work: @escaping (_ repetitions: Int) throws -> BenchmarkSample
  ) -> BenchmarkSide {
    BenchmarkSide(sample: work)
  }
}

/// What one timed stretch of work took and gave.
public struct BenchmarkSample: Hashable, Sendable {
  /// CPU time of all repetitions.
  public var nanoseconds: Double
  /// Of the answer of one repetition.
  public var checksum: UInt64

  /// A sample.
  public init(nanoseconds: Double, checksum: UInt64) {
    self.nanoseconds = nanoseconds
    self.checksum = checksum
  }
}
