// SPDX-License-Identifier: GPL-3.0-or-later

/// One experiment of a results folder, as the index tells it: a folder that `run` wrote.
public struct IndexedExperiment: Hashable, Sendable {
  /// How much of an experiment is there.
  public enum State: String, Hashable, Sendable {
    /// Every run of the plan has a whole record.
    case whole
    /// Runs are missing, and nothing is damaged: a shard, or a command that was stopped.
    case partial
    /// A file is not what was written.
    case damaged
  }

  /// Its folder from the results folder on, as `night/eu-west`; `.` for the results folder itself.
  public var name: String
  /// The scenario's name; empty when neither a manifest nor a record is whole.
  public var scenario: String
  /// One sentence for people.
  public var summary: String
  /// The version of the program that made it.
  public var version: String
  /// The command that repeats it, as arguments; empty without a manifest.
  public var command: [String]
  /// Contenders in the order given.
  public var contenders: [String]
  /// The seeds of the whole experiment.
  public var seeds: [Int]
  /// Its sweep points; one empty point without a sweep.
  public var sweepPoints: [[String: String]]
  /// Digests of the resolved scenario at each sweep point.
  public var scenarioDigests: [String]
  /// Runs in the plan; nil without a manifest.
  public var planned: Int?
  /// Runs of the plan that have a whole record; all records without a manifest.
  public var done: Int
  /// Whole records that belong to no run of the plan, or repeat one; they are left out.
  public var strangers: Int
  /// Records from before there were checks.
  public var unchecked: Int
  /// What is not whole, as `experiment/runs.jsonl:7: torn tail (81 bytes from byte 4012): not valid JSON`.
  public var damage: [String]

  /// How much of it is there.
  public var state: State {
    if !damage.isEmpty { return .damaged }
    return planned == done ? .whole : .partial
  }

  /// Runs of the plan without a whole record.
  public var missing: Int { max(0, (planned ?? done) - done) }
}

/// One run of an experiment, as the index tells it.
public struct IndexedRun: Hashable, Sendable {
  /// A metric of the run.
  public struct Metric: Hashable, Sendable {
    /// The metric's id.
    public var name: String
    /// Its value, as the record has it.
    public var value: MetricValue
  }

  /// Which run.
  public var key: RunKey
  /// The digest of the resolved scenario.
  public var scenarioDigest: String
  /// The digest of its events.
  public var digest: String
  /// How many events it had.
  public var events: Int
  /// Where its record stands in `runs.jsonl`.
  public var place: RunsFile.Place
  /// Its metrics by name, ascending.
  public var metrics: [Metric]
}
