// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import FederationWorld
import Quantities
import Reporting
import Results
import RunMetrics
import Scheduling

/// The decisions around one moment of a run, for people and for programs.
struct RunExplanation {
  let run: RecordedRun
  let scenario: Scenario
  /// The contender's place.
  let contender: Int
  /// The workload's place.
  let workload: Int
  let moment: SimulationTime
  let probe: DecisionProbe

  private var spec: ContenderSpec { scenario.contenders[contender] }

  /// How people read it.
  enum Style {
    case plain, markdown
  }

  // Programs

  /// One line of JSON for the run, each decision and the state at the moment.
  func lines() throws -> [String] {
    var lines = [
      try RecordCoding.line(
        ExplainedRunLine(
          record: run.place, scenario: scenario.name, scenarioDigest: run.record.scenarioDigest, contender: spec.name,
          seed: run.record.seed, sweep: run.record.sweep, version: run.record.version, digest: run.record.digest,
          events: run.record.events, workload: scenario.workloads[workload].key, atSeconds: moment.seconds))
    ]
    for (which, decision) in [("lastChange", earlierChange), ("last", probe.last), ("next", probe.next)] {
      guard let decision else { continue }
      lines.append(
        try RecordCoding.line(
          ExplainedDecisionLine(decision, which: which, contender: spec, fleet: scenario.fleet)))
    }
    if let state = probe.state {
      lines.append(
        try RecordCoding.line(ExplainedStateLine(state, at: moment, contender: spec, fleet: scenario.fleet)))
    }
    return lines
  }

  /// The last decision that changed something, where that is not the last one.
  private var earlierChange: ProbedDecision? {
    probe.lastChange.flatMap { $0.time == probe.last?.time ? nil : $0 }
  }

  // People

  /// The whole explanation.
  func text(as style: Style) -> String {
    let page = ExplanationPage(style: style)
    let sweep = run.record.sweep.isEmpty ? "" : ", at \(RunKey.label(of: run.record.sweep))"
    var text = page.title(
      "\(scenario.workloads[workload].key) under \(spec.name), seed \(run.record.seed)\(sweep), around \(moment)")
    text += page.facts([
      ("record", "\(run.place), scenario \(scenario.name), version \(run.record.version)"),
      (
        "repeated",
        "\(NumberText.grouped(run.record.events)) events, digest \(run.record.digest) as recorded"
      ),
    ])
    if let change = earlierChange {
      text += page.heading("The last decision that changed something: at \(change.time)")
      text += page.facts(facts(of: change))
    }
    text += section("The last decision at or before \(moment)", probe.last, page)
    text += stateSection(page)
    return text + section("The next decision", probe.next, page)
  }

  private func section(_ title: String, _ decision: ProbedDecision?, _ page: ExplanationPage) -> String {
    guard let decision else { return page.heading("\(title): there is none") }
    var text = page.heading("\(title): at \(decision.time)")
    text += page.facts(facts(of: decision))
    let allocation = Allocation(of: decision.decision, to: decision.request, contender: spec.name, in: scenario.fleet)
    let before = Dictionary(
      decision.request.current.map { (scenario.fleet[$0.cluster].name, Int($0.replicas)) },
      uniquingKeysWith: { first, _ in first })
    text += page.block("What it answered, and why:", AllocationTable.clusters(of: allocation, before: before))
    let rows = BeliefRow.rows(
      decision.clusters, at: decision.time, contender: spec, fleet: scenario.fleet, isCompared: !decision.isAtStart)
    let title =
      decision.isAtStart ? "What it saw, and what was so once all was placed:" : "What it saw, and what was so:"
    return text + page.beliefs(title, rows, after: decision.after, fleet: scenario.fleet, at: decision.time)
  }

  private func facts(of decision: ProbedDecision) -> [(String, String)] {
    let request = decision.request
    var facts = [("asked because", request.trigger.names.joined(separator: ", "))]
    if decision.isAtStart {
      facts.append(("queued", "not at all: its own planner placed it before the run began"))
    } else {
      let reasons = decision.queued.map { "\($0.triggers.names.joined(separator: ", ")) at \(Self.rounded($0.time))" }
      facts.append(("queued", "for " + reasons.joined(separator: ", ") + "; waited \(decision.waited)"))
    }
    facts.append(("wanted", "\(request.replicas) replicas" + (request.isFresh ? ", computed afresh" : "")))
    if !request.evicting.isEmpty {
      facts.append(("barred", "evicted from " + Self.listed(request.evicting.map { scenario.fleet[$0].name })))
    }
    facts.append(("answer", answer(of: decision)))
    if let remark = decision.decision.remark { facts.append(("in its words", remark)) }
    if let refusal = decision.refusal { facts.append(("not taken", refusal.message)) }
    return facts
  }

  private func answer(of decision: ProbedDecision) -> String {
    let before = decision.request.current.reduce(0) { $0 + Int($1.replicas) }
    switch decision.decision.outcome {
    case .keep: return "keep: \(before) assigned, as before"
    case .unschedulable(let failure, let clears, let retries):
      return "unschedulable (\(failure.kind)): \(failure.message)"
        + (clears ? "; the assignment is cleared" : "; \(before) stay assigned")
        + (retries ? "; it is tried again" : "; it is not tried again")
    case .assign(let assignment):
      let total = assignment.reduce(0) { $0 + Int($1.replicas) }
      let changes = decision.changes.map { "\(scenario.fleet[$0.cluster].name) \($0.before) -> \($0.after)" }
      return "assign: \(before) -> \(total)"
        + (changes.isEmpty ? ", nothing changes" : "; " + Self.listed(changes))
    }
  }

  private func stateSection(_ page: ExplanationPage) -> String {
    guard let state = probe.state else { return "" }
    let serving = state.clusters.reduce(0) { $0 + Int($1.truth.serving) }
    var facts = [("serving", "\(serving) of \(state.demand) wanted replicas")]
    if !state.losses.isEmpty {
      facts.append(("lost", state.losses.map { "\($0.replicas) \($0.cause.inWords)" }.joined(separator: ", ")))
    }
    if !state.queued.isEmpty {
      let reasons = state.queued.map { "\($0.triggers.names.joined(separator: ", ")) since \(Self.rounded($0.time))" }
      facts.append(("waits", "for a decision: " + reasons.joined(separator: ", ")))
    }
    let evictions = state.evictions.map { eviction in
      let name = scenario.fleet[eviction.cluster].name
      if eviction.isQueued { return "from \(name): queued" }
      return "from \(name): tolerated "
        + (eviction.toleratedUntil == .distantFuture ? "for ever" : "until \(Self.rounded(eviction.toleratedUntil))")
    }
    if !evictions.isEmpty { facts.append(("evictions", Self.listed(evictions))) }
    let rows = BeliefRow.rows(
      state.clusters, at: moment, contender: spec, fleet: scenario.fleet, isCompared: true)
    return page.heading("At \(moment)") + page.facts(facts)
      + page.beliefs("What the hub believed, and what was so:", rows, after: nil, fleet: scenario.fleet, at: moment)
  }

  /// A moment to the millisecond, where it is not one that is asked for again.
  private static func rounded(_ time: SimulationTime) -> SimulationTime {
    SimulationTime(nanoseconds: (time.nanoseconds + 500_000) / 1_000_000 * 1_000_000)
  }

  /// A list cut to what people read.
  static func listed(_ words: [String]) -> String {
    words.prefix(8).joined(separator: ", ") + (words.count > 8 ? " and \(words.count - 8) more" : "")
  }
}
