// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// How large the scenario is, in words; over a sweep from the smallest to the largest.
struct FleetText: Sendable {
  private let sizes: [ExperimentManifest.Size]
  private let horizons: [Double]
  /// A record of a sweep that tells of its first point alone.
  private let isFirstPointOnly: Bool

  init(_ manifest: ExperimentManifest) {
    sizes = manifest.pointSizes.flatMap { $0.isEmpty ? nil : $0 } ?? [manifest.size]
    horizons = manifest.sweepPoints.indices.map(manifest.horizonSeconds)
    isFirstPointOnly = manifest.sweepPoints.count > 1 && manifest.pointSizes == nil
  }

  /// As `12 clusters in 3 regions, 120 nodes, 40 workloads, 800 to 1,600 replicas`.
  var fleet: String {
    let text =
      "\(count(\.clusters, "cluster")) in \(count(\.regions, "region")), \(count(\.nodes, "node")), "
      + "\(count(\.workloads, "workload")), \(count(\.replicas, "replica"))"
    return isFirstPointOnly ? text + " at the first sweep point" : text
  }

  /// With the time simulated.
  var sentence: String { "\(fleet); \(horizon) simulated" }

  /// As `6h`, or `6h to 12h`.
  var horizon: String {
    guard let low = horizons.min(), let high = horizons.max() else { return NumberText.noData }
    let text = NumberText.axisDuration(low)
    return low == high ? text : "\(text) to \(NumberText.axisDuration(high))"
  }

  /// A number and what it counts, for the head of a page.
  var facts: [(String, String)] {
    let place = isFirstPointOnly ? " at the first point" : ""
    return [
      (range(\.clusters), "clusters"), (range(\.regions), "regions"), (range(\.nodes), "nodes" + place),
      (range(\.workloads), "workloads" + place), (range(\.replicas), "replicas" + place), (horizon, "simulated"),
    ]
  }

  private func range(_ part: KeyPath<ExperimentManifest.Size, Int>) -> String {
    let values = sizes.map { $0[keyPath: part] }
    guard let low = values.min(), let high = values.max() else { return NumberText.noData }
    return low == high ? NumberText.grouped(low) : "\(NumberText.grouped(low)) to \(NumberText.grouped(high))"
  }

  private func count(_ part: KeyPath<ExperimentManifest.Size, Int>, _ noun: String) -> String {
    let text = range(part)
    return "\(text) \(noun)\(text == "1" ? "" : "s")"
  }
}
