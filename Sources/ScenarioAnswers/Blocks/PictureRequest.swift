// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results
import RunMetrics
import ScenarioFormat

/// What a document's picture shows, its names looked up.
enum PictureRequest {
  case served(BlockOptions)
  case causes(BlockOptions)
  case clusters(contender: Int, BlockOptions)
  case pending(BlockOptions)
  case sweep(MetricDescriptor, BlockOptions)
  case bars([MetricDescriptor], BlockOptions)

  private static let kinds = ["served", "causes", "clusters", "pending", "sweep", "bars"]
  private static let time = ["point", "from", "until"]

  /// Reads a picture's marker; nil when something in it is wrong, which is reported.
  init?(_ request: AnswerDocument.Request, names: NameTable) {
    let subject = request.subject
    func options(_ allowed: [String]) -> BlockOptions? { BlockOptions(request, allowed: allowed, names: names) }
    switch request.kind.text {
    case "served":
      guard let options = options(["contenders", "title"] + Self.time), names.isEmpty(subject, of: request) else {
        return nil
      }
      self = .served(options)
    case "causes":
      guard let options = options(["contenders", "point", "title"]), names.isEmpty(subject, of: request) else {
        return nil
      }
      self = .causes(options)
    case "pending":
      guard let options = options(["contenders", "workload", "title"] + Self.time), names.isEmpty(subject, of: request)
      else {
        return nil
      }
      self = .pending(options)
    case "clusters":
      let contender = names.contender(subject)
      guard let options = options(["workload", "title"] + Self.time), let contender else { return nil }
      self = .clusters(contender: contender, options)
    case "sweep":
      let metric = names.metric(subject)
      guard let options = options(["contenders", "title", "axis"]), let metric, names.hasSweep(request) else {
        return nil
      }
      self = .sweep(metric, options)
    case "bars":
      let metrics = names.list(subject, names.metric)
      guard let options = options(["contenders", "point", "title"]), let metrics else { return nil }
      self = .bars(metrics, options)
    default:
      _ = names.place(request.kind, in: Self.kinds, what: "picture")
      return nil
    }
  }

  /// What has to be kept of the runs.
  func tracks(in scenarios: [Scenario]) -> [PlacementTrack] {
    switch self {
    case .causes, .sweep, .bars: []
    case .served: [PlacementTrack(.served), PlacementTrack(.demand)]
    case .pending(let options): [PlacementTrack(.pending, workload: options.workload)]
    case .clusters(_, let options):
      scenarios[options.point].fleet.clusters.indices.map {
        PlacementTrack(.ready, workload: options.workload, cluster: $0)
      } + [PlacementTrack(.demand, workload: options.workload)]
    }
  }
}

extension NameTable {
  /// Whether nothing stands behind a kind that takes no subject; reported where something does.
  fileprivate func isEmpty(_ subject: Located, of request: AnswerDocument.Request) -> Bool {
    if subject.text.isEmpty { return true }
    report(subject, "\"\(subject.text)\" is not expected behind \(request.kind.text)", fix: "take it out")
    return false
  }
}
