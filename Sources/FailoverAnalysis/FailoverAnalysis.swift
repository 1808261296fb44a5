// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What will happen under a contender when a cluster is lost: by parameters and the planner's own answers, without a
/// simulation.
public struct FailoverAnalysis {
  private let start: PlacementForecast
  private let policies: LintReport
  private let upstreamName: (String, FederationSystem) -> String?

  /// Of the contender at `place`: everything is put where its planner puts it. One question to the planner per workload.
  /// - Parameter upstreamName: What upstream calls the value that a scenario sets by a name; nil: nothing.
  public init(
    scenario: Scenario, contender place: Int, upstreamName: @escaping (String, FederationSystem) -> String?
  ) {
    start = PlacementForecast(scenario: scenario, contender: scenario.contenders[place])
    policies = PolicyLint(of: start).report
    self.upstreamName = upstreamName
  }

  /// The answer to `question`. One question to the planner per workload on the cluster.
  public func forecast(_ question: FailoverQuestion) -> FailoverForecast {
    let loss = ClusterLoss(start: start, question: question, upstreamName: upstreamName)
    return FailoverForecast(
      contender: start.contender.name, profile: start.contender.profile.name,
      cluster: start.scenario.fleet[question.cluster].name,
      syncMode: start.scenario.fleet[question.cluster].syncMode, question: question, workloads: loss.forecasts,
      findings: FailoverLint.findings(of: loss, beside: policies))
  }

  /// The findings of several forecasts as one list: equal ones once, with the objects of all.
  public static func findings(of forecasts: [FailoverForecast]) -> [Finding] {
    LintReport.merged(forecasts.map(\.findings))
  }

  /// Of `findings` those about the control plane, and about `workload` if one is named (then their objects are that one
  /// alone); all without one.
  public static func findings(_ findings: [Finding], about workload: String?) -> [Finding] {
    guard let workload else { return findings }
    return findings.compactMap { finding in
      guard finding.objects.contains(workload) else {
        return finding.objects.contains { $0.contains("/") } ? nil : finding
      }
      var finding = finding
      finding.objects = [workload]
      return finding
    }
  }
}
