// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import Reporting
import Results
import RunMetrics

extension MeasuredExperiment {
  /// The picture that is asked for, as an SVG file.
  func picture(_ request: PictureRequest) -> String {
    switch request {
    case .served(let options): served(options).text
    case .causes(let options):
      StandalonePicture.causes(pointModels[options.point], contenders: options.contenders, title: options.title).text
    case .bars(let metrics, let options):
      StandalonePicture.bars(
        metrics, pointModels[options.point], contenders: options.contenders, title: options.title
      ).text
    case .sweep(let metric, let options):
      StandalonePicture.sweep(
        metric, model, contenders: options.contenders, title: options.title, axis: options.axis
      ).text
    case .pending(let options): pending(options).text
    case .clusters(let contender, let options): clusters(of: contender, options).text
    }
  }

  private func served(_ options: BlockOptions) -> StandalonePicture {
    StandalonePicture.steps(
      title: options.title ?? "Share of demand served", subtitle: origin(options), unit: nil,
      lines: options.contenders.map { contender in
        let place = RunPlace(point: options.point, contender: contender)
        let served = history(PlacementTrack(.served), at: place) ?? StepHistory()
        let demand = history(PlacementTrack(.demand), at: place) ?? StepHistory()
        let times = Set([.zero] + (served.steps + demand.steps).map(\.time)).sorted()
        let shares = times.map { time in
          let wanted = demand.value(at: time)
          return wanted > 0 ? Double(served.value(at: time)) / Double(wanted) : 1
        }
        return StepLine(name: contenders[contender], index: contender, times: times.map(\.seconds), values: shares)
      }, faults: faults(options.point), from: options.from.seconds, to: options.until.seconds)
  }

  private func pending(_ options: BlockOptions) -> StandalonePicture {
    StandalonePicture.steps(
      title: options.title ?? "Pending replicas" + suffix(options), subtitle: origin(options),
      unit: "replicas without a node",
      lines: options.contenders.map { contender in
        let track = PlacementTrack(.pending, workload: options.workload)
        return line(track, RunPlace(point: options.point, contender: contender), contenders[contender], contender)
      }, faults: faults(options.point), from: options.from.seconds, to: options.until.seconds)
  }

  private func clusters(of contender: Int, _ options: BlockOptions) -> StandalonePicture {
    let place = RunPlace(point: options.point, contender: contender)
    let clusters = scenarios[options.point].fleet.clusters
    let layers = clusters.enumerated().map { index, cluster in
      line(PlacementTrack(.ready, workload: options.workload, cluster: index), place, cluster.name, index)
    }
    let used = layers.filter { $0.values.contains { $0 > 0 } }
    return StandalonePicture.stack(
      title: options.title ?? "Ready replicas by cluster, \(contenders[contender])" + suffix(options),
      subtitle: origin(options), unit: "replicas", layers: used,
      limit: line(PlacementTrack(.demand, workload: options.workload), place, "demand", clusters.count),
      faults: faults(options.point), from: options.from.seconds, to: options.until.seconds)
  }

  private func line(_ track: PlacementTrack, _ place: RunPlace, _ name: String, _ index: Int) -> StepLine {
    let history = history(track, at: place)
    let steps = history?.steps ?? []
    let startsAtZero = steps.first.map { $0.time == .zero } ?? false
    return StepLine(
      name: name, index: index, times: (startsAtZero ? [] : [0]) + steps.map(\.time.seconds),
      values: (startsAtZero ? [] : [Double(history?.initial ?? 0)]) + steps.map { Double($0.value) })
  }

  private func suffix(_ options: BlockOptions) -> String {
    options.workload.map { ", " + scenarios[options.point].workloads[$0].key } ?? ""
  }

  private func origin(_ options: BlockOptions) -> String {
    let label = RunKey.label(of: points[options.point].values)
    return label.isEmpty ? "first seed" : "first seed, at \(label)"
  }

  /// What failed in the first seed's runs; equal for all contenders.
  private func faults(_ point: Int) -> [RunSeries.Fault] {
    pointModels[point].points[0].results.lazy.flatMap(\.runs).compactMap { $0.detail?.series }.first?.faults ?? []
  }
}
