// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import ScenarioFormat

/// Which runs a document rests on: what `regatta run` would make of the scenario with these seeds and sweeps.
struct RunPlan {
  private(set) var seeds = SeedList(first: 10).seeds
  private(set) var axes: [SweepAxis] = []

  /// The sweep points; one empty one without a sweep.
  var points: [SweepPoint] { SweepPoint.combinations(of: axes) }

  /// What the document's run marker says; without one the seeds 0 to 9 and no sweep.
  init(of document: AnswerDocument, collector: DiagnosticCollector) {
    guard let request = document.run else { return }
    for (key, value) in request.options {
      let position = document.markdown.position(of: value.place)
      switch key.text {
      case "seeds":
        do throws(SeedList.ParsingError) {
          seeds = try SeedList(parsing: value.text).seeds
        } catch {
          collector.error(.malformedRun, at: position, error.description)
        }
      case "sweep":
        guard let axis = SweepAxis(parsing: value.unquoted.text), !axes.contains(where: { $0.path == axis.path }) else {
          collector.error(
            .malformedRun, at: position, "\"\(value.text)\" is no sweep",
            fix: "write sweep: PATH=A,B,C with each path and each value once")
          continue
        }
        axes.append(axis)
      default:
        collector.error(
          .malformedRun, at: document.markdown.position(of: key.place), "a run has no \"\(key.text)\"",
          fix: "write <!-- regatta run seeds: 0..4; sweep: PATH=A,B,C -->; both may be left out")
      }
    }
  }
}
