// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// Failovers in a trace: a span for each failure of whole clusters that took replicas, and below it its phases, each on a
/// track of its own. Those that go on at once stand on tracks beside each other. They are written when they are over.
struct FailoverTracks {
  private let units: [FaultUnit]
  /// Which of `followed`, by its unit, each cluster's losses count for; -1: none.
  private var owner: [Int]
  private var followed: [FollowedFailover] = []
  /// When the last failover on each lane ended.
  private var laneEnds: [SimulationTime] = []
  private var undrawn = 0
  /// What failed last, and when.
  private var lastUnit = -1
  private var lastBegan = SimulationTime.zero

  private static let phaseNames = ["detect", "tolerate", "queue", "schedule", "propagate", "start"]

  init(scenario: Scenario, units: [FaultUnit]) {
    self.units = units
    owner = Array(repeating: -1, count: scenario.fleet.clusters.count)
  }

  mutating func take(_ observation: Observation, file: TraceFile) {
    switch observation.kind {
    case .faultBegan:
      lastUnit = Int(observation.value)
      lastBegan = observation.time
    case .clusterLost where observation.value > 0: follow(Int(observation.cluster))
    case .faultEnded: end(Int(observation.value), at: observation.time, file)
    default:
      guard !followed.isEmpty else { return }
      let cluster = Int(observation.cluster)
      if cluster >= 0, owner[cluster] >= 0 {
        noteThere(observation, of: owner[cluster])
      } else {
        noteElsewhere(observation, file)
      }
    }
  }

  /// The failure that began last has taken a whole cluster; one that is another's already stays its.
  private mutating func follow(_ cluster: Int) {
    guard lastUnit >= 0, owner[cluster] < 0 else { return }
    owner[cluster] = lastUnit
    guard !followed.contains(where: { $0.unit == lastUnit }) else { return }
    followed.append(FollowedFailover(units[lastUnit], at: lastUnit, began: lastBegan))
  }

  private mutating func noteThere(_ observation: Observation, of unit: Int) {
    guard let place = followed.firstIndex(where: { $0.unit == unit }) else { return }
    let time = observation.time
    switch observation.kind {
    case .servingLostToFault: followed[place].lose(-observation.value, of: observation.workload)
    case .falseFailover: followed[place].lose(observation.value, of: observation.workload)
    case .readinessPublished where observation.value == 0:
      followed[place].published = .adding(time, to: followed[place].published)
    case .reactionDue: followed[place].acted = .adding(time, to: followed[place].acted)
    case .evicted: followed[place].evicted = .adding(time, to: followed[place].evicted)
    default: break
    }
  }

  private mutating func noteElsewhere(_ observation: Observation, _ file: TraceFile) {
    guard [.assigned, .boundChanged, .servingChanged].contains(observation.kind) else { return }
    guard let place = followed.indices.first(where: { followed[$0].takeElsewhere(observation) }) else { return }
    if followed[place].isOver { close(place, at: observation.time, isRepaired: false, file) }
  }

  private mutating func end(_ unit: Int, at time: SimulationTime, _ file: TraceFile) {
    guard let place = followed.firstIndex(where: { $0.unit == unit }) else { return }
    close(place, at: time, isRepaired: true, file)
  }

  /// Writes one that is over, and follows it no more.
  private mutating func close(_ place: Int, at end: SimulationTime, isRepaired: Bool, _ file: TraceFile) {
    let failover = followed.remove(at: place)
    for cluster in units[failover.unit].clusters where owner[cluster.index] == failover.unit {
      owner[cluster.index] = -1
    }
    guard failover.lost > 0 else { return }
    guard let lane = freeLane(from: failover.began, to: end) else {
      undrawn += 1
      return
    }
    let name = lane == 0 ? "failover" : "failover \(lane + 1)"
    let track = TraceTrack.failover(lane: lane, row: 0)
    file.name(track: track, name)
    file.begin(
      track, failover.label, at: failover.began,
      [
        ("plane", .text(failover.plane)), ("lost replicas", .number(failover.lost)),
        ("placed elsewhere", .number(failover.placedReplicas)), ("ready elsewhere", .number(failover.readyReplicas)),
        ("ends", .text(isRepaired ? "repaired" : failover.isOver ? "all ready elsewhere" : "with the run")),
      ])
    for phase in failover.phases(until: end) {
      let row = 1 + (Self.phaseNames.firstIndex(of: phase.name) ?? 0)
      let track = TraceTrack.failover(lane: lane, row: row)
      file.name(track: track, "\(name): \(row) \(phase.name)")
      file.begin(track, phase.name, at: phase.from)
      file.end(track, at: phase.to)
    }
    file.end(track, at: end)
  }

  /// The first lane that is free from `start` on, which it takes until `end`; nil: there are too many at once.
  private mutating func freeLane(from start: SimulationTime, to end: SimulationTime) -> Int? {
    if let lane = laneEnds.firstIndex(where: { $0 <= start }) {
      laneEnds[lane] = end
      return lane
    }
    guard laneEnds.count < TraceTrack.mostFailoverLanes else { return nil }
    laneEnds.append(end)
    return laneEnds.count - 1
  }

  /// Ends what is open with the run.
  /// - Returns: Failovers that went on beside too many others to be drawn.
  mutating func finish(at end: SimulationTime, file: TraceFile) -> Int {
    while !followed.isEmpty { close(0, at: end, isRepaired: false, file) }
    return undrawn
  }
}
