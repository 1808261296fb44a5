// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Which goals each contender met.
struct GoalsSection: ReportSection {
  let id = "goals"
  let title = "Goals"
  let isFolded = false

  func blocks(_ model: ReportModel) -> [SectionBlock] {
    guard !model.goals.isEmpty else { return [] }
    let rows = model.ranked.map { contender in
      [Markup("\(contender.name)")]
        + outcomes(model, of: contender.name).map { outcome -> Markup in
          let reached = outcome.state == .noData ? "" : " " + outcome.reached
          return """
            <span class="whole"><span class="state \(stateClass(outcome.state))">\(sign(outcome.state)) \
            \(outcome.state.rawValue)</span>\(reached)</span>
            """
        }
    }
    let headers = ["contender"] + model.manifest.goals.map(\.text)
    let over = model.hasSweep ? " Judged over all sweep points together." : ""
    let markup: Markup = """
      <p>Judged on the mean over the seeds; times to recover on all episodes together.\(over)</p>
      \(PageParts.table(headers, rows, label: "Goals by contender", textColumns: Set(headers.indices)))
      """
    return [.markup(markup)]
  }

  func markdown(_ model: ReportModel) -> String? {
    guard !model.goals.isEmpty else { return nil }
    var table = TextTable(headers: ["contender"] + model.manifest.goals.map(\.text))
    table.rows = model.ranked.map { contender in
      [contender.name] + outcomes(model, of: contender.name).map { "\($0.state.rawValue): \($0.reached)" }
    }
    return table.markdown
  }

  private func outcomes(_ model: ReportModel, of contender: String) -> [GoalOutcome] {
    model.manifest.goals.compactMap { goal in
      model.goals.first { $0.goal == goal.text && $0.contender == contender }
    }
  }

  private func sign(_ state: GoalOutcome.State) -> String {
    switch state {
    case .met: "✓"
    case .missed: "✗"
    case .noData: "–"
    }
  }

  private func stateClass(_ state: GoalOutcome.State) -> String {
    switch state {
    case .met: "good"
    case .missed: "bad"
    case .noData: "none"
    }
  }
}
