// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Contenders of one experiment against one of them, or the contenders of several experiments against those of the
/// same name in one of these: what `compare` shows.
public struct ComparisonReport: Sendable {
  /// An experiment with the name by which it is told apart.
  public struct Experiment: Sendable {
    /// The name, as of its folder.
    public let label: String
    /// Its records.
    public let model: ReportModel
    /// An experiment.
    public init(label: String, model: ReportModel) {
      self.label = label
      self.model = model
    }
  }

  /// Why there is nothing to compare.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what there is instead.
    public let description: String
  }

  /// What is compared.
  public struct Selection: Hashable, Sendable {
    /// The baseline: a contender, or with several experiments one of these; nil: the best contender, or the first
    /// experiment.
    public var baseline: String?
    /// Only these contenders; empty: all.
    public var contenders: [String]
    /// Only these metrics; empty: the primary ones.
    public var metrics: [String]
    /// Every metric.
    public var allMetrics: Bool

    /// A selection; nothing given compares all contenders on the primary metrics.
    public init(
      baseline: String? = nil, contenders: [String] = [], metrics: [String] = [], allMetrics: Bool = false
    ) {
      self.baseline = baseline
      self.contenders = contenders
      self.metrics = metrics
      self.allMetrics = allMetrics
    }
  }

  /// The comparisons, a set for each baseline.
  public let sets: [ComparisonSet]
  /// The sentence for each set, about its best contender.
  public let sentences: [String]
  /// What stands beside every verdict.
  public let notes: [String]
  /// Who is beaten in everything; nil with several experiments.
  let tradeOffs: TradeOffs?

  /// Compares. Throws when a name is unknown or there is only one contender.
  public init(_ experiments: [Experiment], _ selection: Selection) throws(Refusal) {
    let metrics = try Self.metrics(selection)
    let pairings = try Self.pairings(experiments, selection)
    let horizon = experiments.map(\.model.manifest.horizonSeconds).max() ?? 0
    sets = ComparisonSet.sets(
      pairings.map { ($0.baseline, $0.contenders) }, metrics: metrics, horizonSeconds: horizon)
    let hasOneDemand = experiments.count == 1
    sentences = zip(pairings, sets).compactMap { pairing, set in
      Self.sentence(pairing, set, horizonSeconds: horizon, hasOneDemand: hasOneDemand)
    }
    notes = ComparisonNotes(experiments, sets: sets).lines
    tradeOffs = experiments.count == 1 && selection.contenders.isEmpty ? TradeOffs(experiments[0].model) : nil
    guard sets.contains(where: { !$0.comparisons.isEmpty }) else {
      throw Refusal(
        description: "no contender of one has a seed with a value of these metrics in common with its baseline")
    }
  }

  private struct Pairing {
    var baseline: ContenderResult
    var contenders: [ContenderResult]
  }

  private static func metrics(_ selection: Selection) throws(Refusal) -> [MetricDescriptor] {
    if let unknown = selection.metrics.first(where: { MetricCatalog.metric($0) == nil }) {
      throw Refusal(description: "there is no metric \(unknown); regatta list metrics names them")
    }
    if selection.allMetrics { return MetricCatalog.metrics }
    return MetricCatalog.metrics.filter {
      selection.metrics.isEmpty ? $0.isPrimary : selection.metrics.contains($0.id)
    }
  }

  private static func pairings(_ experiments: [Experiment], _ selection: Selection) throws(Refusal) -> [Pairing] {
    let names = experiments.flatMap { experiment in experiment.model.ranked.map(\.name) }
    if let unknown = selection.contenders.first(where: { !names.contains($0) }) {
      throw Refusal(description: "there is no contender \(unknown); there are: \(unique(names))")
    }
    func isWanted(_ result: ContenderResult) -> Bool {
      selection.contenders.isEmpty || selection.contenders.contains(result.name)
    }
    guard experiments.count > 1 else { return [try single(experiments[0].model, selection, isWanted)] }
    let labels = experiments.map(\.label)
    let baseline = selection.baseline ?? labels[0]
    guard let place = labels.firstIndex(of: baseline) else {
      throw Refusal(
        description: "there is no experiment \(baseline); with several, --baseline is one of: \(unique(labels))")
    }
    return experiments[place].model.ranked.filter(isWanted).compactMap { own in
      let others = experiments.indices.filter { $0 != place }.compactMap { other in
        experiments[other].model.ranked.first { $0.name == own.name }.map { named($0, "\(labels[other])/\(own.name)") }
      }
      return others.isEmpty ? nil : Pairing(baseline: named(own, "\(labels[place])/\(own.name)"), contenders: others)
    }
  }

  private static func single(
    _ model: ReportModel, _ selection: Selection, _ isWanted: (ContenderResult) -> Bool
  ) throws(Refusal) -> Pairing {
    let name = selection.baseline ?? model.ranked.first?.name ?? ""
    guard let baseline = model.ranked.first(where: { $0.name == name }) else {
      throw Refusal(description: "there is no contender \(name); there are: \(unique(model.ranked.map(\.name)))")
    }
    let others = model.ranked.filter { $0.name != name && isWanted($0) }
    guard !others.isEmpty else {
      throw Refusal(
        description: selection.contenders.isEmpty
          ? "\(name) raced alone: there is nothing to compare"
          : "\(name) is the baseline itself; choose another by --baseline, or other contenders")
    }
    return Pairing(baseline: baseline, contenders: others)
  }

  private static func named(_ result: ContenderResult, _ name: String) -> ContenderResult {
    var result = result
    result.name = name
    return result
  }

  private static func unique(_ names: [String]) -> String {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }.joined(separator: ", ")
  }

  /// Of the best contender beside the baseline, by lost replica-time. The word for it is that of the availability, which
  /// is the same loss held against the demand, as long as there is but one demand.
  private static func sentence(
    _ pairing: Pairing, _ set: ComparisonSet, horizonSeconds: Double, hasOneDemand: Bool
  ) -> String? {
    guard let lost = MetricCatalog.metric("lost_replica_hours") else { return nil }
    for contender in pairing.contenders {
      guard
        let comparison = set.comparison(contender.name, lost.id)
          ?? MetricComparison(
            lost, contender, against: pairing.baseline, horizonSeconds: horizonSeconds, alpha: set.alpha)
      else { continue }
      let served = hasOneDemand ? set.comparison(contender.name, ReportModel.availability.id)?.finding : nil
      let finding = served ?? comparison.finding
      return LossSentence(comparison, finding: finding).text
    }
    return nil
  }
}
