// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What has to be known beside a comparison for its verdicts to be read aright.
struct ComparisonNotes {
  let lines: [String]

  init(_ experiments: [ComparisonReport.Experiment], sets: [ComparisonSet]) {
    lines =
      Self.readings(sets) + Self.unlike(experiments) + Self.translations(experiments, sets)
      + Self.incomplete(experiments) + Self.unmatched(sets)
  }

  private static func readings(_ sets: [ComparisonSet]) -> [String] {
    let family = sets.map(\.familySize).max() ?? 0
    let isExploring = sets.contains { $0.comparisons.contains { !$0.metric.isPrimary } }
    let among = family > 1 ? "with all \(family) comparisons of primary metrics taken together (Holm)" : "on its own"
    return [
      "+ better and - worse: clear at 5 % \(among), and at least the smallest effect that matters; = equivalent: clearly "
        + "less than that; ~ open; ? fewer than six seeds. A time to recover is the mean over the seeds of each run's own "
        + "quantile; one that never came counts as the whole run."
    ]
      + (isExploring
        ? ["Metrics that are not primary explore: theirs are corrected for the share of false findings alone."] : [])
  }

  private static func unlike(_ experiments: [ComparisonReport.Experiment]) -> [String] {
    guard let first = experiments.first else { return [] }
    return experiments.dropFirst().flatMap { other -> [String] in
      let (left, right) = (first.model.manifest, other.model.manifest)
      var notes: [String] = []
      if left.scenario != right.scenario {
        notes.append("Not like for like: \(other.label) is of the scenario \(right.scenario), not \(left.scenario).")
      } else if left.scenarioDigests != right.scenarioDigests {
        notes.append(
          "Not like for like: the scenario or its contenders are not those of \(first.label) in \(other.label).")
      }
      if left.version != right.version {
        notes.append("\(other.label) was run by version \(right.version), \(first.label) by \(left.version).")
      }
      return notes
    }
  }

  /// Those of the contenders that are compared.
  private static func translations(
    _ experiments: [ComparisonReport.Experiment], _ sets: [ComparisonSet]
  ) -> [String] {
    var seen: Set<String> = []
    let names = Set(sets.map(\.baseline) + sets.flatMap { $0.comparisons.map(\.contender) })
    return experiments.flatMap { experiment in
      experiment.model.manifest.translations.filter {
        names.contains($0.contender) || names.contains("\(experiment.label)/\($0.contender)")
      }.map {
        "Not like for like: \($0.contender): \($0.field) \($0.mark) (\($0.how))."
      }
    }.filter { seen.insert($0).inserted }
  }

  private static func incomplete(_ experiments: [ComparisonReport.Experiment]) -> [String] {
    experiments.filter { !$0.model.missing.isEmpty }.map {
      "\($0.label): \($0.model.missing.count) of \($0.model.manifest.plan.count) runs have no record."
    }
  }

  private static func unmatched(_ sets: [ComparisonSet]) -> [String] {
    sets.flatMap(\.comparisons).filter { !$0.pairs.unmatchedSeeds.isEmpty }.map {
      "\($0.metric.id) of \($0.contender): \($0.pairs.unmatchedSeeds.count) seeds have a value on one side alone and "
        + "are left out."
    }
  }
}
