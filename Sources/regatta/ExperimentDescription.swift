// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import Results

/// A scenario at one sweep point, with what is to be said about it.
struct ResolvedScenario {
  var scenario: Scenario
  /// What was simplified or assumed, as sentences.
  var caveats: [String]
}

extension ExperimentManifest {
  /// The manifest of an experiment; equal for all its shards.
  init(
    points: [ResolvedScenario], sweepPoints: [SweepPoint], digests: [String], contenders: [String], seeds: [Int],
    command: [String]
  ) {
    let first = points[0].scenario
    self.init(
      version: Regatta.version, scenario: first.name, summary: first.summary, scenarioDigests: digests,
      command: command, horizonSeconds: first.horizon.seconds, contenders: contenders, seeds: seeds,
      sweepPoints: sweepPoints.map(\.values),
      goals: first.goals.map {
        GoalLine(metric: $0.metric, relation: $0.relation.rawValue, bound: $0.bound, text: $0.text)
      },
      translations: Self.translations(of: first.contenders.filter { contenders.contains($0.name) }),
      caveats: Self.unique(points.flatMap(\.caveats)), size: Size(of: first),
      pointSizes: points.count > 1 ? points.map { Size(of: $0.scenario) } : nil,
      pointHorizons: Self.horizons(points))
  }

  private static func horizons(_ points: [ResolvedScenario]) -> [Double]? {
    let horizons = points.map(\.scenario.horizon.seconds)
    return Set(horizons).count > 1 ? horizons : nil
  }

  /// One line per contender, field, mark and reason, with the number of workloads it concerns; exact ones left out.
  private static func translations(of contenders: [ContenderSpec]) -> [TranslationLine] {
    var lines: [TranslationLine] = []
    for contender in contenders {
      var places: [TranslationLine: Int] = [:]
      for note in contender.notes where note.mark != .exact {
        let line = TranslationLine(
          contender: contender.name, field: note.field, mark: note.mark.rawValue, how: note.how, workloads: 0)
        if let place = places[line] {
          lines[place].workloads += 1
        } else {
          places[line] = lines.count
          lines.append(line)
          lines[lines.count - 1].workloads = 1
        }
      }
    }
    return lines
  }

  private static func unique(_ sentences: [String]) -> [String] {
    var seen: Set<String> = []
    return sentences.filter { seen.insert($0).inserted }
  }
}

extension ExperimentManifest.Size {
  init(of scenario: Scenario) {
    self.init(
      clusters: scenario.fleet.clusters.count, regions: scenario.fleet.regions.count,
      nodes: scenario.fleet.clusters.reduce(0) { $0 + $1.pools.reduce(0) { $0 + $1.nodeCount } },
      workloads: scenario.workloads.count, replicas: scenario.workloads.reduce(0) { $0 + $1.replicas })
  }
}
