// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results
import RunMetrics
import ScenarioFormat

/// What a generated table shows, its names looked up.
enum TableRequest {
  case metrics([MetricDescriptor], contenders: [Int])
  case sweep(MetricDescriptor, contenders: [Int])
  case placements([SimulationTime], BlockOptions)
  case explanation(cluster: Int, BlockOptions)

  private static let kinds = ["metrics", "sweep", "placements", "explain"]

  /// Reads a table's marker; nil when something in it is wrong, which is reported.
  init?(_ request: AnswerDocument.Request, names: NameTable) {
    let subject = request.subject
    switch request.kind.text {
    case "metrics":
      let metrics = names.list(subject, names.metric)
      guard let options = BlockOptions(request, allowed: ["contenders"], names: names), let metrics else { return nil }
      self = .metrics(metrics, contenders: options.contenders)
    case "sweep":
      let metric = names.metric(subject)
      guard let options = BlockOptions(request, allowed: ["contenders"], names: names), let metric,
        names.hasSweep(request)
      else { return nil }
      self = .sweep(metric, contenders: options.contenders)
    case "placements":
      guard let options = BlockOptions(request, allowed: ["workload", "contenders", "point"], names: names) else {
        return nil
      }
      let names = names.at(options.point)
      guard let times = names.list(subject, names.time) else { return nil }
      self = .placements(times, options)
    case "explain":
      guard let options = BlockOptions(request, allowed: ["workload", "contenders", "point"], names: names),
        let cluster = names.at(options.point).cluster(subject)
      else { return nil }
      self = .explanation(cluster: cluster, options)
    default:
      _ = names.place(request.kind, in: Self.kinds, what: "table")
      return nil
    }
  }

  /// What has to be kept of the runs.
  func tracks(in scenarios: [Scenario]) -> [PlacementTrack] {
    guard case .placements(_, let options) = self else { return [] }
    return scenarios[options.point].fleet.clusters.indices.flatMap { cluster in
      [
        PlacementTrack(.assigned, workload: options.workload, cluster: cluster),
        PlacementTrack(.ready, workload: options.workload, cluster: cluster),
      ]
    }
  }
}

extension NameTable {
  /// Whether the document sweeps, as the table or picture needs; reported where it does not.
  func hasSweep(_ request: AnswerDocument.Request) -> Bool {
    guard points.count == 1 else { return true }
    collector.error(
      .missingSweepPoint, at: markdown.position(of: request.place), "the document sweeps nothing",
      fix: "name the swept path and values: <!-- regatta run sweep: PATH=A,B,C -->")
    return false
  }
}
