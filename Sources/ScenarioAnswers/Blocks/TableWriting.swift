// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FailoverAnalysis
import FederationModel
import Quantities
import Reporting
import Results
import RunMetrics

extension MeasuredExperiment {
  /// The table that is asked for, as Markdown.
  func table(_ request: TableRequest) -> String {
    switch request {
    case .metrics(let metrics, let chosen): metricTable(metrics, chosen).text
    case .sweep(let metric, let chosen): sweepTable(metric, chosen).text
    case .placements(let times, let options): placementTable(times, options).text
    case .explanation(let cluster, let options): explanationTable(cluster, options).text
    }
  }

  /// The swept path where it is one, and what each point is called.
  private var pointNames: (title: String, names: [String]) {
    let paths = points[0].settings.map(\.path)
    guard paths.count == 1 else { return ("at", points.map { RunKey.label(of: $0.values) }) }
    return (paths[0], points.map { $0.settings[0].value })
  }

  // MARK: - Metrics

  private func metricTable(_ metrics: [MetricDescriptor], _ chosen: [Int]) -> MarkdownTable {
    let hasSweep = points.count > 1
    let places = chosen.flatMap { contender in
      points.indices.map { RunPlace(point: $0, contender: contender) }
    }
    let columns = metrics.map { metric in MetricColumn(metric, places.map { result(at: $0).estimate(metric.id) }) }
    let pointNames = pointNames
    return MarkdownTable(
      headers: ["contender"] + (hasSweep ? [pointNames.title] : []) + columns.map(\.header),
      rows: places.enumerated().map { row, place in
        [contenders[place.contender]] + (hasSweep ? [pointNames.names[place.point]] : [])
          + columns.map { $0.cells[row] }
      })
  }

  private func sweepTable(_ metric: MetricDescriptor, _ chosen: [Int]) -> MarkdownTable {
    let places = points.indices.flatMap { point in chosen.map { RunPlace(point: point, contender: $0) } }
    let column = MetricColumn(metric, places.map { result(at: $0).estimate(metric.id) })
    return MarkdownTable(
      headers: ["\(pointNames.title) (\(column.header))"] + chosen.map { contenders[$0] },
      rows: points.indices.map { point in
        [pointNames.names[point]] + chosen.indices.map { column.cells[point * chosen.count + $0] }
      })
  }

  // MARK: - Placements

  private func placementTable(_ times: [SimulationTime], _ options: BlockOptions) -> MarkdownTable {
    let clusters = scenarios[options.point].fleet.clusters
    var rows: [(cluster: Int, cells: [String], isEmpty: Bool)] = []
    for contender in options.contenders {
      let place = RunPlace(point: options.point, contender: contender)
      for cluster in clusters.indices {
        func counts(_ quantity: PlacementTrack.Quantity) -> [Int] {
          let track = PlacementTrack(quantity, workload: options.workload, cluster: cluster)
          return times.map { Int(history(track, at: place)?.value(at: $0) ?? 0) }
        }
        let pairs = zip(counts(.assigned), counts(.ready)).map { ($0, $1) }
        rows.append(
          (
            cluster,
            [contenders[contender], clusters[cluster].name]
              + pairs.map { "\(NumberText.grouped($0.0)) (\(NumberText.grouped($0.1)))" },
            pairs.allSatisfy { $0.0 == 0 && $0.1 == 0 }
          ))
      }
    }
    // A cluster that nobody uses at any of the times is no news.
    let used = Set(rows.filter { !$0.isEmpty }.map(\.cluster))
    return MarkdownTable(
      headers: ["contender", "cluster"] + times.map { "\($0)" }, wordColumns: [0, 1],
      rows: rows.filter { used.contains($0.cluster) }.map(\.cells))
  }

  // MARK: - Explanations

  private func explanationTable(_ cluster: Int, _ options: BlockOptions) -> MarkdownTable {
    let key = options.workload.map { scenarios[options.point].workloads[$0].key }
    return MarkdownTable(
      headers: ["contender", "what happens, after the failure", "moves", "decided", "ready elsewhere", "findings"],
      wordColumns: [0, 1, 2, 3, 4, 5],
      rows: options.contenders.map { contender in
        let forecast = forecast(at: RunPlace(point: options.point, contender: contender), cluster: cluster)
        let item = key == nil ? forecast.workloads.first : forecast.workloads.first { $0.workload == key }
        let steps = item.map { Self.steps($0.steps) } ?? ["nothing of it is there"]
        let moves = key == nil ? forecast.verdict : item.map { "\($0.outcome.rawValue)" } ?? "nothing here"
        let findings = forecast.findings(about: key).map { "\($0.code) \($0.severity.rawValue): \($0.what)" }
        return [
          contenders[contender], steps.joined(separator: "\n"), moves,
          (key == nil ? forecast.decided : item?.decided ?? .never).text,
          (key == nil ? forecast.ready : item?.ready ?? .never).text,
          findings.isEmpty ? "none" : findings.joined(separator: "\n"),
        ]
      })
  }
}

extension MeasuredExperiment {
  /// Steps as lines; those of one moment stand together.
  fileprivate static func steps(_ steps: [Step]) -> [String] {
    var lines: [(at: String, names: [String])] = []
    for step in steps {
      if lines.last?.at == step.at.text {
        lines[lines.count - 1].names.append(step.name)
      } else {
        lines.append((step.at.text, [step.name]))
      }
    }
    return lines.map { "\($0.at) \($0.names.joined(separator: ", "))" }
  }
}

/// A metric as a column of text cells.
struct MetricColumn {
  let header: String
  let cells: [String]

  init(_ metric: MetricDescriptor, _ estimates: [MetricEstimate?]) {
    let known = estimates.compactMap { $0?.mean }
    let decimals = NumberText.percentDecimals(known)
    switch metric.unit {
    case "1": header = "\(metric.title), %"
    case "s", "count", "replicas": header = metric.title
    default: header = "\(metric.title), \(metric.unit)"
    }
    cells = estimates.map { estimate in
      guard let mean = estimate?.mean else {
        return (estimate?.censoredRuns ?? 0) > 0 ? "not within the run" : NumberText.noData
      }
      switch metric.unit {
      case "1": return NumberText.percent(mean, decimals: decimals)
      case "s": return NumberText.duration(mean)
      default: return NumberText.significant(mean)
      }
    }
  }
}
