// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The first sentence of a report: who kept most serving, and whether that is known.
public struct Verdict: Sendable {
  /// The contender with the highest mean availability; nil without data.
  public let leader: String?
  /// The sentence.
  public let sentence: String
  /// What qualifies it, a sentence each.
  public let remarks: [String]
  /// Every other contender's availability against the leader's, in rank order.
  public let comparisons: [MetricComparison]

  /// `comparisons` are those of the primary metrics against the first of `ranked` that has data.
  init(ranked: [ContenderResult], comparisons set: ComparisonSet?, metric: MetricDescriptor, horizonSeconds: Double) {
    let known = ranked.filter { $0.mean(metric.id) != nil }
    guard let leader = known.first, let estimate = leader.estimate(metric.id), let mean = estimate.mean else {
      self.leader = nil
      sentence = "No verdict: there is no whole run yet."
      remarks = []
      comparisons = []
      return
    }
    self.leader = leader.name
    comparisons = known.dropFirst().compactMap { set?.comparison($0.name, metric.id) }
    let decimals = NumberText.percentDecimals(known.compactMap { $0.mean(metric.id) })
    var served = "\(NumberText.percent(mean, decimals: decimals)) % of the demanded replica-time"
    if let interval = estimate.interval {
      let low = NumberText.percent(max(0, interval.low), decimals: decimals)
      let high = NumberText.percent(min(1, interval.high), decimals: decimals)
      served += " (95 % CI \(low) to \(high) %, \(Self.seeds(estimate.count)))"
    } else {
      served += " (\(Self.seeds(estimate.count)))"
    }
    guard let next = comparisons.first, let second = known.first(where: { $0.name == next.contender }) else {
      sentence = "\(leader.name) served \(served)."
      remarks = ["It raced alone: there is nothing to compare it with."]
      return
    }
    let servedSentence = Self.sentence(leader: leader.name, served: served, next: next, decimals: decimals)
    let rest = Self.remarks(leader: leader.name, comparisons) + Self.shortBefore(ranked)
    if let lost = MetricCatalog.metric("lost_replica_hours"),
      let loss = MetricComparison(
        lost, leader, against: second, horizonSeconds: horizonSeconds, alpha: set?.alpha ?? 0.05)
    {
      sentence = LossSentence(loss, finding: next.finding.mirrored).text
      remarks = [servedSentence] + rest
    } else {
      sentence = servedSentence
      remarks = rest
    }
  }

  /// Who did not serve all demand even before anything failed: their loss is not the failure's.
  private static func shortBefore(_ ranked: [ContenderResult]) -> [String] {
    let short = ranked.compactMap { contender -> String? in
      guard let share = contender.mean("availability_before_failures"), share < 0.999 else { return nil }
      return "\(contender.name) (\(NumberText.percent(share, decimals: 1)) %)"
    }
    guard !short.isEmpty else { return [] }
    let names = short.joined(separator: ", ")
    return ["Short of the demand before anything failed, so not for the failure alone: \(names)."]
  }

  private static func sentence(leader: String, served: String, next: MetricComparison, decimals: Int) -> String {
    let decimals = Self.decimals(of: next, atLeast: decimals)
    let gap = "\(NumberText.fixed(-next.difference * 100, decimals: decimals)) points"
    var paired = ""
    if let interval = next.interval {
      let low = NumberText.fixed(-interval.high * 100, decimals: decimals)
      let high = NumberText.fixed(-interval.low * 100, decimals: decimals)
      paired = "95 % CI \(low) to \(high)"
    }
    switch next.finding {
    case .tooFewSeeds:
      return "Too few seeds for a verdict (\(next.pairs.seeds.count)): so far \(leader) kept most serving, \(served), "
        + "\(gap) more than \(next.contender)\(paired.isEmpty ? "" : " (\(paired))")."
    case .equivalent where next.isIdentical:
      return "No difference at the top: \(leader) and \(next.contender) served the same in every seed, \(served)."
    case .noClearDifference, .describes:
      return "No clear difference at the top: \(leader) served \(served), "
        + "\(gap) more than \(next.contender) (paired difference, \(paired))."
    case .equivalent:
      return "No difference that matters at the top: \(leader) served \(served), "
        + "\(gap) more than \(next.contender) (paired difference, \(paired))."
    case .better, .worse:
      return "\(leader) kept most serving: \(served), \(gap) more than \(next.contender) "
        + "(paired difference, \(paired))."
    }
  }

  /// As many decimals as show two digits of a difference and of its bounds.
  private static func decimals(of comparison: MetricComparison, atLeast least: Int) -> Int {
    let values = [comparison.difference, comparison.interval?.low, comparison.interval?.high].compactMap { $0 }
    var decimals = least
    while decimals < 6, values.contains(where: { $0 != 0 && abs($0 * 100) < 9.5 * pow10(-decimals) }) { decimals += 1 }
    return decimals
  }

  private static func pow10(_ exponent: Int) -> Double {
    var value = 1.0
    for _ in 0..<abs(exponent) { value = exponent < 0 ? value / 10 : value * 10 }
    return value
  }

  private static func remarks(leader: String, _ comparisons: [MetricComparison]) -> [String] {
    let alike: [MetricComparison.Finding] = [.noClearDifference, .equivalent]
    let close = comparisons.filter { alike.contains($0.finding) }.map(\.contender)
    guard close.count > 1 else { return [] }
    return ["Not told apart from \(leader) by these seeds: \(close.joined(separator: ", "))."]
  }

  private static func seeds(_ count: Int) -> String { count == 1 ? "1 seed" : "\(NumberText.grouped(count)) seeds" }
}
