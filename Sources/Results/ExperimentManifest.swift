// SPDX-License-Identifier: GPL-3.0-or-later

/// What an output folder is about: written once as `experiment.json` before the first run, read by reports and by a
/// resumed run. It holds no wall-clock time and no host.
public struct ExperimentManifest: Hashable, Sendable, Codable {
  /// The schema's name and version.
  public static let schemaName = "regatta.experiment/1"

  /// A goal as a report shows it.
  public struct GoalLine: Hashable, Sendable, Codable {
    /// The metric's id.
    public var metric: String
    /// `>=`, `<=`, `>` or `<`.
    public var relation: String
    /// The bound in the metric's unit.
    public var bound: Double
    /// The goal as written.
    public var text: String
    /// A goal.
    public init(metric: String, relation: String, bound: Double, text: String) {
      self.metric = metric
      self.relation = relation
      self.bound = bound
      self.text = text
    }
  }

  /// A field of an intent that a contender's objects do not say, or not quite.
  public struct TranslationLine: Hashable, Sendable, Codable {
    /// The contender.
    public var contender: String
    /// The field, as `spread.region`.
    public var field: String
    /// `approximated` or `dropped`.
    public var mark: String
    /// What it became, or why it could not.
    public var how: String
    /// How many workloads it concerns.
    public var workloads: Int
    /// A line.
    public init(contender: String, field: String, mark: String, how: String, workloads: Int) {
      self.contender = contender
      self.field = field
      self.mark = mark
      self.how = how
      self.workloads = workloads
    }
  }

  /// `schemaName` of the program that wrote it.
  public var schema: String
  /// The version of the program.
  public var version: String
  /// The scenario's name.
  public var scenario: String
  /// One sentence for people.
  public var summary: String
  /// Digests of the resolved scenario at each sweep point, in plan order.
  public var scenarioDigests: [String]
  /// The command that repeats it, as arguments.
  public var command: [String]
  /// The horizon in seconds.
  public var horizonSeconds: Double
  /// Contender names in the order given.
  public var contenders: [String]
  /// The seeds of the whole experiment, all shards.
  public var seeds: [Int]
  /// The sweep points of the whole experiment; one empty point without a sweep.
  public var sweepPoints: [[String: String]]
  /// Goals.
  public var goals: [GoalLine]
  /// What is not like for like.
  public var translations: [TranslationLine]
  /// What was simplified or assumed for this scenario, as sentences.
  public var caveats: [String]
  /// Clusters, nodes and workloads of the first sweep point, for the header of a report.
  public var size: Size
  /// The same at each sweep point, in their order; nil without a sweep.
  public var pointSizes: [Size]?
  /// The horizon in seconds at each sweep point; nil where it is the same at all.
  public var pointHorizons: [Double]?

  /// How large the scenario is.
  public struct Size: Hashable, Sendable, Codable {
    /// Clusters.
    public var clusters: Int
    /// Regions.
    public var regions: Int
    /// Nodes.
    public var nodes: Int
    /// Workloads.
    public var workloads: Int
    /// Replicas wanted at the start.
    public var replicas: Int
    /// A size.
    public init(clusters: Int, regions: Int, nodes: Int, workloads: Int, replicas: Int) {
      self.clusters = clusters
      self.regions = regions
      self.nodes = nodes
      self.workloads = workloads
      self.replicas = replicas
    }
  }

  /// A manifest.
  public init(
    version: String, scenario: String, summary: String, scenarioDigests: [String], command: [String],
    horizonSeconds: Double, contenders: [String], seeds: [Int], sweepPoints: [[String: String]], goals: [GoalLine],
    translations: [TranslationLine], caveats: [String], size: Size, pointSizes: [Size]? = nil,
    pointHorizons: [Double]? = nil
  ) {
    schema = Self.schemaName
    self.version = version
    self.scenario = scenario
    self.summary = summary
    self.scenarioDigests = scenarioDigests
    self.command = command
    self.horizonSeconds = horizonSeconds
    self.contenders = contenders
    self.seeds = seeds
    self.sweepPoints = sweepPoints
    self.goals = goals
    self.translations = translations
    self.caveats = caveats
    self.size = size
    self.pointSizes = pointSizes
    self.pointHorizons = pointHorizons
  }

  /// The horizon at a sweep point, by its place in `sweepPoints`.
  public func horizonSeconds(at point: Int) -> Double {
    guard let pointHorizons, point < pointHorizons.count else { return horizonSeconds }
    return pointHorizons[point]
  }
}
