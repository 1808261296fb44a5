// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// One decision on its way through what a program can do: filter, score, select, place.
struct PluginPass {
  /// The program gave no answer that counts.
  struct Stop: Error {}

  private(set) var question: Question
  let native: SchedulingDecision
  private(set) var placement: ReplyReading.Placement?
  private var remark: String?
  private var refusals: [(cluster: ClusterIndex, reason: String)] = []
  private var scores: [(cluster: ClusterIndex, score: Int64)] = []
  private var clusterRemarks: [(cluster: ClusterIndex, text: String)] = []

  init(question: Question, native: SchedulingDecision) {
    self.question = question
    self.native = native
  }

  /// Asks for each of the capabilities in turn, or for all at once where the program can do that.
  mutating func run(
    _ capabilities: [PluginProtocol.Capability], on snapshot: FederationSnapshot, in session: inout PluginSession
  ) throws(Stop) {
    let parts = capabilities.filter { $0 != .batch }
    let steps = capabilities.contains(.batch) ? [parts] : parts.map { [$0] }
    for step in steps {
      guard !question.eligible.isEmpty else { return }
      guard let reply = session.ask(step, question, on: snapshot) else { throw Stop() }
      let asked = question
      do throws(SchedulerFault) {
        // A whole line counts or none of it.
        var next = self
        for part in step {
          try next.take(part, ReplyReading(facts: session.facts, question: asked, reply: reply))
        }
        self = next
      } catch {
        session.note(error, at: question.time)
        throw Stop()
      }
    }
  }

  private mutating func take(
    _ part: PluginProtocol.Capability, _ reading: ReplyReading
  ) throws(SchedulerFault) {
    remark = try reading.remark() ?? remark
    clusterRemarks = try reading.clusterRemarks()
    switch part {
    case .filter:
      let refused = try reading.refused()
      refusals = refused
      leave { entry in !refused.contains { $0.cluster == entry.cluster } }
    case .score:
      scores = try reading.scores()
      keepBest(at: reading.facts)
    case .select:
      let selected = Set(try reading.selected())
      leave { selected.contains($0.cluster) }
    case .place:
      placement = try reading.placement { cluster in
        let own = native.explanations.first { $0.cluster == cluster }?.assigned ?? 0
        return own > 0 ? own : reading.question.request.replicas
      }
    case .batch: break
    }
  }

  private mutating func leave(_ isKept: (EligibleCluster) -> Bool) {
    question.eligible = question.eligible.filter(isKept)
  }

  /// Where the policy bounds the number of clusters, those with the highest scores stay, equal ones by name. A cluster
  /// without a score counts as 0.
  private mutating func keepBest(at facts: RunFacts) {
    guard let most = question.request.policy.mostClusters, most > 0, question.eligible.count > most else { return }
    func score(_ cluster: ClusterIndex) -> Int64 { scores.first { $0.cluster == cluster }?.score ?? 0 }
    let fleet = facts.scenario.fleet
    let ordered = question.eligible.map { (entry: $0, score: score($0.cluster)) }.sorted {
      $0.score != $1.score ? $0.score > $1.score : fleet[$0.entry.cluster].name < fleet[$1.entry.cluster].name
    }
    let best = Set(ordered.prefix(most).map(\.entry.cluster))
    leave { best.contains($0.cluster) }
  }

  /// The decision with the program's words beside the system's.
  func decision(
    _ outcome: SchedulingOutcome, explanations: [ClusterExplanation]? = nil, affinityGroup: Int? = nil
  ) -> SchedulingDecision {
    var explanations = explanations ?? native.explanations
    for place in explanations.indices {
      let cluster = explanations[place].cluster
      if placement != nil { explanations[place].assigned = 0 }
      if case .assign(let assigned) = outcome, let entry = assigned.first(where: { $0.cluster == cluster }) {
        explanations[place].assigned = entry.replicas
      }
      if let score = scores.first(where: { $0.cluster == cluster })?.score { explanations[place].score = score }
      if let refusal = refusals.first(where: { $0.cluster == cluster }) {
        explanations[place].isFeasible = false
        explanations[place].reasons.append(refusal.reason)
      }
      explanations[place].reasons += clusterRemarks.filter { $0.cluster == cluster }.map(\.text)
    }
    var decision = SchedulingDecision(
      outcome, affinityGroup: affinityGroup ?? native.affinityGroup, explanations: explanations)
    decision.remark = remark
    return decision
  }
}
