// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import Statistics
import Testing

/// The engine against closed forms: M/M/1, M/M/c, M/M/c/c and the machine-repair model, customer by customer.
///
/// Each of 30 replications is made of short segments. A segment starts from a number of customers; how many segments
/// start from each number is fixed beforehand (stratified), and each is weighted by the stationary probability of its
/// start. If the engine moves the station by the right law, that law stays as it is and every mean has its closed form;
/// if it does not, the station drifts away from it within the segment. That needs a hundredth of the events that one
/// long run needs to reach a standard error of 1 %, so that the tests stay short in a debug build.
@Suite struct QueueingTheoryTests {
  static let replications = 30

  /// How much is simulated in one replication.
  struct Effort: Sendable {
    /// Seconds in a segment.
    var segmentSeconds: Double
    /// Segments over all initial states, in proportion to their probability.
    var segments: Double
    /// At least so many segments for each of the lowest initial states.
    var segmentsPerLowState = 1.0
    var lowStates = 0
  }

  static func tallies(
    _ station: QueueingStation, referenceMean: Double, _ effort: Effort, followingCustomers: Bool = true
  ) -> [StationTally] {
    let probabilities = station.stationaryProbabilities
    return (0..<replications).map { replication in
      var tally = StationTally()
      for (present, probability) in probabilities.enumerated() {
        let least = present < effort.lowStates ? effort.segmentsPerLowState : 1
        let count = max(least, (effort.segments * probability).rounded())
        for index in 0..<Int(count) {
          let draws = RandomStream(
            seed: 20_260, purpose: StreamPurpose(rawValue: 1001), entity: UInt64(replication), second: UInt64(present),
            third: UInt64(index))
          var segment = StationSegment(
            station, present: present, lasting: SimulationDuration(seconds: effort.segmentSeconds),
            weight: probability / count, referenceMean: referenceMean, draws: draws)
          segment.run(into: &tally, followingCustomers: followingCustomers)
        }
      }
      return tally
    }
  }

  /// Within 4 standard errors of the closed form, and those at most 1 % of it.
  static func check(_ name: String, _ tallies: [StationTally], _ expected: Double, _ measure: (StationTally) -> Double)
  {
    let summary = Summary(tallies.map(measure))
    let deviation = (summary.mean - expected) / summary.standardError
    let note = "\(name): \(summary.mean) for \(expected), \(deviation) standard errors of \(summary.standardError)"
    #expect(summary.count >= 30)
    #expect(deviation.magnitude <= 4, "\(note)")
    #expect(summary.standardError <= 0.01 * expected.magnitude, "\(note)")
  }

  struct SingleServer: Sendable {
    var arrivalRate, serviceRate, present, sojourn, wait, sojourn95, variancePresent, empty: Double
    var effort: Effort
  }

  static let singleServers = [
    SingleServer(
      arrivalRate: 0.5, serviceRate: 1, present: 1, sojourn: 2, wait: 1, sojourn95: 5.991464547, variancePresent: 2,
      empty: 0.5, effort: Effort(segmentSeconds: 20, segments: 1000)),
    SingleServer(
      arrivalRate: 0.9, serviceRate: 1, present: 9, sojourn: 10, wait: 9, sojourn95: 29.95732274, variancePresent: 90,
      empty: 0.1, effort: Effort(segmentSeconds: 40, segments: 330)),
    SingleServer(
      arrivalRate: 7, serviceRate: 8, present: 7, sojourn: 1, wait: 0.875, sojourn95: 2.995732274, variancePresent: 56,
      empty: 0.125, effort: Effort(segmentSeconds: 5, segments: 420)),
  ]

  @Test(arguments: singleServers)
  func `M/M/1 has its L, W, Wq, p95 of W, variance and P0`(line: SingleServer) {
    let station = QueueingStation(
      population: .infinite(rate: line.arrivalRate), servers: 1, serviceRate: line.serviceRate)
    let tallies = Self.tallies(station, referenceMean: line.present, line.effort)
    let name = "M/M/1 \(line.arrivalRate)/\(line.serviceRate)"
    Self.check("\(name) L", tallies, line.present) { $0.meanPresent }
    Self.check("\(name) W", tallies, line.sojourn) { $0.sojournSeconds / $0.served }
    Self.check("\(name) Wq", tallies, line.wait) { $0.waitSeconds / $0.arrivals }
    Self.check("\(name) W p95", tallies, line.sojourn95) { StationTally.quantile95($0.sojourns) }
    Self.check("\(name) Var L", tallies, line.variancePresent) { $0.variancePresent }
    Self.check("\(name) P0", tallies, line.empty) { $0.emptyShare }
  }

  struct ManyServers: Sendable {
    var servers: Int
    var arrivalRate, serviceRate, blocking, waiting, wait, sojourn, meanWaiting, present, wait95: Double
    var effort, lossEffort: Effort
  }

  static let manyServers = [
    ManyServers(
      servers: 2, arrivalRate: 1.5, serviceRate: 1, blocking: 0.3103448276, waiting: 0.6428571429, wait: 1.285714286,
      sojourn: 2.285714286, meanWaiting: 1.928571429, present: 3.428571429, wait95: 5.107799043,
      effort: Effort(segmentSeconds: 10, segments: 700), lossEffort: Effort(segmentSeconds: 10, segments: 200)),
    ManyServers(
      servers: 10, arrivalRate: 9, serviceRate: 1, blocking: 0.1679632263, waiting: 0.6687315241, wait: 0.6687315241,
      sojourn: 1.668731524, meanWaiting: 6.018583717, present: 15.01858372, wait95: 2.593359665,
      effort: Effort(segmentSeconds: 4, segments: 270), lossEffort: Effort(segmentSeconds: 4, segments: 350)),
    ManyServers(
      servers: 100, arrivalRate: 95, serviceRate: 1, blocking: 0.04880420618, waiting: 0.5064568539,
      wait: 0.1012913708, sojourn: 1.101291371, meanWaiting: 9.622680224, present: 104.6226802, wait95: 0.463083226,
      effort: Effort(segmentSeconds: 0.5, segments: 170), lossEffort: Effort(segmentSeconds: 0.75, segments: 700)),
  ]

  @Test(arguments: manyServers)
  func `M/M/c has Erlang's B and C, Wq, W, Lq, L and p95 of Wq`(line: ManyServers) {
    var station = QueueingStation(
      population: .infinite(rate: line.arrivalRate), servers: line.servers, serviceRate: line.serviceRate)
    let tallies = Self.tallies(station, referenceMean: line.present, line.effort)
    let name = "M/M/\(line.servers)"
    Self.check("\(name) C", tallies, line.waiting) { $0.waited / $0.arrivals }
    Self.check("\(name) Wq", tallies, line.wait) { $0.waitSeconds / $0.arrivals }
    Self.check("\(name) W", tallies, line.sojourn) { $0.sojournSeconds / $0.served }
    Self.check("\(name) Lq", tallies, line.meanWaiting) { $0.meanWaiting }
    Self.check("\(name) L", tallies, line.present) { $0.meanPresent }
    Self.check("\(name) Wq p95", tallies, line.wait95) { StationTally.quantile95($0.waits) }
    station.capacity = line.servers
    let losses = Self.tallies(station, referenceMean: 0, line.lossEffort, followingCustomers: false)
    Self.check("\(name)/\(line.servers) B", losses, line.blocking) { $0.blocked / $0.arrivals }
  }

  struct MachineRepair: Sendable {
    var machines, crews: Int
    var failureRate, repairRate, down, availability, failures, downtime, allUp, queue: Double
    var effort, allUpEffort: Effort
  }

  static let machineRepairs = [
    MachineRepair(
      machines: 5, crews: 1, failureRate: 0.1, repairRate: 1, down: 0.6395217686, availability: 0.8720956463,
      failures: 0.4360478231, downtime: 1.466632178, allUp: 0.5639521769, queue: 0.1540717347,
      effort: Effort(segmentSeconds: 20, segments: 320), allUpEffort: Effort(segmentSeconds: 20, segments: 200)),
    MachineRepair(
      machines: 20, crews: 2, failureRate: 0.05, repairRate: 0.5, down: 3.452094244, availability: 0.8273952878,
      failures: 0.8273952878, downtime: 4.172243056, allUp: 0.08630235609, queue: 0.5771184551,
      effort: Effort(segmentSeconds: 20, segments: 300),
      allUpEffort: Effort(segmentSeconds: 5, segments: 800, segmentsPerLowState: 250, lowStates: 5)),
    MachineRepair(
      machines: 1000, crews: 10, failureRate: 0.001, repairRate: 0.125, down: 9.360890484, availability: 0.9906391095,
      failures: 0.9906391095, downtime: 9.449344766, allUp: 0.0002911818214, queue: 0.3080643872,
      effort: Effort(segmentSeconds: 10, segments: 280),
      allUpEffort: Effort(segmentSeconds: 1, segments: 500, segmentsPerLowState: 1800, lowStates: 7)),
  ]

  @Test(arguments: machineRepairs)
  func `machine repair has its availability, throughput, downtime and queue`(line: MachineRepair) {
    let station = QueueingStation(
      population: .finite(count: line.machines, rate: line.failureRate), servers: line.crews,
      serviceRate: line.repairRate)
    let tallies = Self.tallies(station, referenceMean: line.down, line.effort)
    let name = "machine repair \(line.machines)/\(line.crews)"
    let machines = Double(line.machines)
    Self.check("\(name) down", tallies, line.down) { $0.meanPresent }
    Self.check("\(name) availability", tallies, line.availability) { 1 - $0.meanPresent / machines }
    Self.check("\(name) failures/s", tallies, line.failures) { $0.arrivals / line.effort.segmentSeconds }
    Self.check("\(name) downtime", tallies, line.downtime) { $0.sojournSeconds / $0.served }
    Self.check("\(name) queue", tallies, line.queue) { $0.queueShare }
    let low = Self.tallies(station, referenceMean: line.down, line.allUpEffort, followingCustomers: false)
    Self.check("\(name) all up", low, line.allUp) { $0.emptyShare }
  }
}
