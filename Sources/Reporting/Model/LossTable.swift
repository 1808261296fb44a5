// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Where the lost time went, in replica-hours a run by cause: means over the seeds.
struct LossTable: Sendable {
  static let title = "Where the lost time went"

  /// One cause as reports show it.
  struct Cause: Sendable {
    /// The metric's id.
    let metric: String
    /// A word for legends.
    let name: String
    /// The same over several lines, for heads of tables.
    let head: String
    /// What it means, in one sentence.
    let meaning: String
  }

  /// In the order in which a failover meets them; the last is what no failover touches.
  static let causes = [
    Cause(
      metric: "lost_not_detected_hours", name: "not detected", head: "not\ndetected",
      meaning: "the cluster or node does not yet count as lost"),
    Cause(
      metric: "lost_tolerated_hours", name: "tolerated", head: "toler-\nated",
      meaning: "a toleration, a taint or re-planning delay or an operator's wait runs first"),
    Cause(
      metric: "lost_queued_for_eviction_hours", name: "eviction queue", head: "eviction\nqueue",
      meaning: "the eviction is due and waits for a worker"),
    Cause(
      metric: "lost_queued_for_scheduling_hours", name: "scheduling queue", head: "scheduling\nqueue",
      meaning: "a decision is queued or being made"),
    Cause(
      metric: "lost_no_capacity_hours", name: "no capacity", head: "no\ncapacity",
      meaning: "no node in the member, or no cluster at the last decision"),
    Cause(
      metric: "lost_propagating_hours", name: "propagating", head: "propa-\ngating",
      meaning: "assigned, and the member does not know yet"),
    Cause(
      metric: "lost_starting_hours", name: "starting", head: "starting",
      meaning: "on a node and not ready yet"),
    Cause(
      metric: "lost_blocked_by_old_copy_hours", name: "old copy in the way", head: "old\ncopy",
      meaning: "not sent before an old copy elsewhere is gone"),
    Cause(
      metric: "lost_nothing_will_move_it_hours", name: "nothing moves it", head: "nothing\nmoves it",
      meaning: "nothing is under way until the repair"),
  ]

  /// What one contender lost.
  struct Row: Sendable {
    let contender: String
    /// Replica-hours by cause, in the order of `causes`.
    let hours: [Double]
    var total: Double { hours.reduce(0, +) }
  }

  /// By rank; contenders whose records do not say are left out.
  let rows: [Row]
  /// The places in `causes` to which anybody lost anything.
  let shownCauses: [Int]

  /// Nil when no record tells causes, and when nobody lost anything.
  init?(_ model: ReportModel) {
    rows = model.ranked.compactMap { contender in
      let hours = Self.causes.map { contender.mean($0.metric) }
      guard hours.contains(where: { $0 != nil }) else { return nil }
      return Row(contender: contender.name, hours: hours.map { max(0, $0 ?? 0) })
    }
    let rows = rows
    shownCauses = Self.causes.indices.filter { cause in rows.contains { $0.hours[cause] > 0 } }
    if shownCauses.isEmpty { return nil }
  }

  var headers: [String] { ["contender", "lost\nreplica-h"] + shownCauses.map { Self.causes[$0].head } }

  /// The rows as text cells; a dot where nothing was lost.
  var cells: [[String]] {
    rows.map { row in
      [row.contender, Self.text(row.total)] + shownCauses.map { Self.text(row.hours[$0]) }
    }
  }

  /// The shown causes, each with what it means, as part of a sentence.
  var meanings: String {
    shownCauses.map { "\(Self.causes[$0].name) (\(Self.causes[$0].meaning))" }.joined(separator: ", ")
  }

  private static func text(_ hours: Double) -> String {
    hours == 0 ? "·" : hours < 0.001 ? "<0.001" : NumberText.significant(hours, digits: 3)
  }
}
