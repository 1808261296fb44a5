// SPDX-License-Identifier: GPL-3.0-or-later

/// One run: one contender, one seed, one point of a sweep. A line of `runs.jsonl`, the truth of an experiment.
///
/// It holds no wall-clock time and no host, so equal runs are equal lines.
public struct RunRecord: Hashable, Sendable, Codable {
  /// The schema's name and version.
  public static let schemaName = "regatta.run/1"

  /// `schemaName` of the program that wrote it.
  public var schema: String
  /// The scenario's name.
  public var scenario: String
  /// The digest of the resolved scenario (the sweep point's, where there is a sweep).
  public var scenarioDigest: String
  /// The contender's name.
  public var contender: String
  /// The seed.
  public var seed: Int
  /// The sweep point: path to value as text; empty without a sweep.
  public var sweep: [String: String]
  /// The digest of the run's integer event records, 32 hexadecimal digits.
  public var digest: String
  /// How many events the run had.
  public var events: Int
  /// Metrics by id.
  public var metrics: [String: MetricValue]
  /// The version of the program.
  public var version: String
  /// What reports draw; the first seed of each contender and sweep point carries the time series.
  public var detail: RunDetail?

  /// A record.
  public init(
    scenario: String, scenarioDigest: String, contender: String, seed: Int, sweep: [String: String], digest: String,
    events: Int, metrics: [String: MetricValue], version: String, detail: RunDetail? = nil
  ) {
    schema = Self.schemaName
    self.scenario = scenario
    self.scenarioDigest = scenarioDigest
    self.contender = contender
    self.seed = seed
    self.sweep = sweep
    self.digest = digest
    self.events = events
    self.metrics = metrics
    self.version = version
    self.detail = detail
  }
}

/// What a report draws of one run.
public struct RunDetail: Hashable, Sendable, Codable {
  /// One value and how often it occurred.
  public struct Bucket: Hashable, Sendable, Codable {
    /// The value, in seconds, rounded to three significant digits.
    public var seconds: Double
    /// How often.
    public var count: Int
    /// A bucket.
    public init(seconds: Double, count: Int) {
      self.seconds = seconds
      self.count = count
    }
  }

  /// Times to recover, ascending.
  public var recovery: [Bucket]
  /// Episodes that had not recovered when the run ended.
  public var unrecovered: Int
  /// How long these had lasted then, ascending; nil in records that do not say.
  public var unrecoveredAfter: [Bucket]?
  /// Series over time; nil unless this run carries them.
  public var series: RunSeries?
  /// The worst workloads by lost replica-time, most first, at most ten.
  public var worstWorkloads: [WorkloadLoss]
  /// The first failure step by step; nil unless this run carries series, and when nothing failed.
  public var failover: FailoverTimeline?
  /// The stretch of time that lost most; nil when nothing was lost, and in records that do not say.
  public var worstEpisode: LossEpisode?
  /// How the contender's scheduler behaved; nil unless it is a program of the user's own.
  public var scheduler: SchedulerConduct?

  /// A detail.
  public init(
    recovery: [Bucket] = [], unrecovered: Int = 0, unrecoveredAfter: [Bucket]? = nil, series: RunSeries? = nil,
    worstWorkloads: [WorkloadLoss] = [], failover: FailoverTimeline? = nil, worstEpisode: LossEpisode? = nil,
    scheduler: SchedulerConduct? = nil
  ) {
    self.recovery = recovery
    self.unrecovered = unrecovered
    self.unrecoveredAfter = unrecoveredAfter
    self.series = series
    self.worstWorkloads = worstWorkloads
    self.failover = failover
    self.worstEpisode = worstEpisode
    self.scheduler = scheduler
  }
}

/// What one workload lost in a run.
public struct WorkloadLoss: Hashable, Sendable, Codable {
  /// `namespace/name`.
  public var workload: String
  /// Lost replica-seconds.
  public var lostReplicaSeconds: Double
  /// Its availability on demand.
  public var availability: Double
  /// A loss.
  public init(workload: String, lostReplicaSeconds: Double, availability: Double) {
    self.workload = workload
    self.lostReplicaSeconds = lostReplicaSeconds
    self.availability = availability
  }
}

/// Series over one run's time. Values hold from their time to the next; at most 1,000 points each.
public struct RunSeries: Hashable, Sendable, Codable {
  /// A named line.
  public struct Line: Hashable, Sendable, Codable {
    /// What it shows: a region for `readyByRegion`, a cluster for `utilisation`.
    public var name: String
    /// One value per time.
    public var values: [Double]
    /// A line.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }
  /// A span in which something was failed.
  public struct Fault: Hashable, Sendable, Codable {
    /// What failed, as `region eu-west` or `cluster c7`.
    public var label: String
    /// From, in seconds.
    public var start: Double
    /// To, in seconds; the run's end where it was not repaired.
    public var end: Double
    /// The plane.
    public var plane: String
    /// The places in `utilisation` of what failed; nil in records that do not say.
    public var lines: [Int]?
    /// A fault.
    public init(label: String, start: Double, end: Double, plane: String, lines: [Int]? = nil) {
      self.label = label
      self.start = start
      self.end = end
      self.plane = plane
      self.lines = lines
    }
  }
  /// Times of the points, in seconds, ascending.
  public var times: [Double]
  /// Replicas wanted at each time.
  public var demand: [Double]
  /// Replicas that serve, at most the demand of each workload.
  public var serving: [Double]
  /// Ready and reachable replicas by region.
  public var readyByRegion: [Line]
  /// Used over allocatable CPU by cluster (by region beyond 40 clusters); down clusters are 0.
  public var utilisation: [Line]
  /// What was failed, and when; at most 200.
  public var faults: [Fault]

  /// Series.
  public init(
    times: [Double] = [], demand: [Double] = [], serving: [Double] = [], readyByRegion: [Line] = [],
    utilisation: [Line] = [], faults: [Fault] = []
  ) {
    self.times = times
    self.demand = demand
    self.serving = serving
    self.readyByRegion = readyByRegion
    self.utilisation = utilisation
    self.faults = faults
  }
}
