// SPDX-License-Identifier: GPL-3.0-or-later

/// What one side of a case took, in nanoseconds per unit of work.
public struct SideTimes: Hashable, Codable, Sendable {
  /// The least of all samples: what the machine can do when nothing disturbs it.
  public var minimum: Double
  /// The median of all samples.
  public var median: Double

  /// From the nanoseconds of each run of `units` units of work.
  init(_ samples: [Double], units: Double) {
    let sorted = samples.sorted()
    minimum = sorted[0] / units
    median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2 / units
  }
}

/// A case and what came of it.
public struct BenchmarkResult: Hashable, Codable, Sendable {
  /// The case's name.
  public var name: String
  /// The case's group.
  public var group: BenchmarkGroup
  /// What one unit of work is.
  public var unit: String
  /// Units of work in a run.
  public var unitsPerRun: Double
  /// Who was timed.
  public var subject: String
  /// What it was timed against.
  public var reference: String
  /// Nanoseconds per unit of the subject.
  public var subjectNanoseconds: SideTimes
  /// Nanoseconds per unit of the reference.
  public var referenceNanoseconds: SideTimes
  /// The reference's least time over the subject's; nil where the subject's was too short for the clock.
  public var ratio: Double?
  /// The reference's median time over the subject's; nil where the subject's was too short for the clock.
  public var medianRatio: Double?
  /// The demanded ratio, where there is one.
  public var accepted: AcceptedRatio?
  /// The time aimed at on one stated machine, where there is one.
  public var aim: TimeAim?
  /// Of the subject's answer, in hexadecimal.
  public var checksum: String
  /// Whether both sides gave the same answer, or need not, and each the same every time.
  public var checksumsAgree: Bool

  init(_ benchmark: BenchmarkCase, subject: SideSamples, reference: SideSamples) {
    name = benchmark.name
    group = benchmark.group
    unit = benchmark.unit
    unitsPerRun = benchmark.unitsPerRun
    self.subject = benchmark.subject
    self.reference = benchmark.reference
    subjectNanoseconds = SideTimes(subject.nanoseconds, units: benchmark.unitsPerRun)
    referenceNanoseconds = SideTimes(reference.nanoseconds, units: benchmark.unitsPerRun)
    ratio = Self.ratio(referenceNanoseconds.minimum, to: subjectNanoseconds.minimum)
    medianRatio = Self.ratio(referenceNanoseconds.median, to: subjectNanoseconds.median)
    accepted = benchmark.accepted
    aim = benchmark.aim
    checksum = String(subject.checksum, radix: 16)
    checksumsAgree =
      subject.isSteady && reference.isSteady
      && (!benchmark.comparesChecksums || subject.checksum == reference.checksum)
  }

  /// A time that the clock did not see is no divisor.
  private static func ratio(_ reference: Double, to subject: Double) -> Double? {
    subject > 0 ? reference / subject : nil
  }

  /// False where a ratio is demanded and not reached; one that could not be measured is not.
  public var isAccepted: Bool {
    guard let accepted else { return true }
    return ratio.map { $0 >= accepted.atLeast } ?? false
  }

  /// Nanoseconds of a whole run of the subject, at the least.
  public var nanosecondsPerRun: Double { subjectNanoseconds.minimum * unitsPerRun }

  /// False where a time is aimed at and not reached.
  public var reachesAim: Bool { aim.map { nanosecondsPerRun <= $0.nanosecondsPerRun } ?? true }
}
