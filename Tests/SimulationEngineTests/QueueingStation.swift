// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import SimulationEngine
import Statistics

/// A first-come-first-served station with exponential services, told from its parameters.
struct QueueingStation {
  /// Who arrives.
  enum Population {
    /// Arrivals at a constant rate per second.
    case infinite(rate: Double)
    /// So many sources; each one that is not at the station arrives at this rate per second.
    case finite(count: Int, rate: Double)
  }

  var population: Population
  var servers: Int
  /// Services per second of one server.
  var serviceRate: Double
  /// Those who find so many at the station are turned away.
  var capacity = Int.max

  func arrivalRate(_ present: Int) -> Double {
    switch population {
    case .infinite(let rate): rate
    case .finite(let count, let rate): Double(count - present) * rate
    }
  }

  /// The stationary probabilities of 0, 1, 2, ... present, by the balance of each pair of neighbours; a tail of
  /// some 10^-7 is left out, which moves no measure by more than 10^-4 of itself.
  var stationaryProbabilities: [Double] {
    var masses = [1.0]
    var total = 1.0
    while masses.count <= capacity {
      let present = masses.count
      let rate = arrivalRate(present - 1)
      let mass = masses[present - 1] * rate / (Double(min(present, servers)) * serviceRate)
      if mass == 0 || (mass < total * 1e-8 && rate < Double(servers) * serviceRate && present > servers) { break }
      masses.append(mass)
      total += mass
    }
    return masses.map { $0 / total }
  }
}

/// What one replication saw, all sums weighted by the probability of the segments' initial states.
struct StationTally {
  var meanPresent = 0.0
  /// About the mean that the closed form gives.
  var variancePresent = 0.0
  var meanWaiting = 0.0
  var emptyShare = 0.0
  var queueShare = 0.0
  var arrivals = 0.0
  var blocked = 0.0
  var waited = 0.0
  var waitSeconds = 0.0
  var sojournSeconds = 0.0
  var served = 0.0
  var waits: [(seconds: Double, weight: Double)] = []
  var sojourns: [(seconds: Double, weight: Double)] = []

  /// The least value at which the cumulative weight reaches 95 %.
  static func quantile95(_ values: [(seconds: Double, weight: Double)]) -> Double {
    let sorted = values.sorted { $0.seconds < $1.seconds }
    let target = 0.95 * sorted.reduce(0) { $0 + $1.weight }
    var cumulative = 0.0
    for value in sorted {
      cumulative += value.weight
      if cumulative >= target { return value.seconds }
    }
    return .nan
  }
}

/// One short stretch of the station's life on the engine, from a given number present.
struct StationSegment: ~Copyable {
  enum Event: BitwiseCopyable {
    case arrival
    /// A service ends; the nanosecond of that customer's arrival, or -1 if it was there at the start.
    case completion(arrivedAt: Int64)
  }

  let station: QueueingStation
  let end: SimulationTime
  let weight: Double
  let referenceMean: Double
  var simulation = Simulation<Event>(capacity: 128)
  var draws: RandomStream
  var nextArrival = EventID.none
  var present: Int
  var waiting: [Int64] = []
  var waitingHead = 0
  /// Customers that arrived within the segment and have not left.
  var outstanding = 0
  var lastChange: Int64 = 0

  init(
    _ station: QueueingStation, present: Int, lasting: SimulationDuration, weight: Double, referenceMean: Double,
    draws: RandomStream
  ) {
    self.station = station
    self.present = present
    self.weight = weight
    self.referenceMean = referenceMean
    self.draws = draws
    end = .zero + lasting
  }

  /// Runs to the end of the segment, then without arrivals until all who came within it have left.
  mutating func run(into tally: inout StationTally, followingCustomers: Bool) {
    for index in 0..<present {
      if index < station.servers { startService(arrivedAt: -1, &tally) } else { waiting.append(-1) }
    }
    scheduleArrival()
    while let event = simulation.step(through: end) {
      integrate(&tally)
      switch event {
      case .arrival: arrive(&tally)
      case .completion(let arrivedAt): complete(arrivedAt: arrivedAt, &tally)
      }
      if case .finite = station.population { simulation.cancel(nextArrival) }
      if !simulation.isPending(nextArrival) { scheduleArrival() }
    }
    simulation.advance(to: end)
    integrate(&tally)
    simulation.cancel(nextArrival)
    while followingCustomers, outstanding > 0, let event = simulation.step() {
      if case .completion(let arrivedAt) = event { complete(arrivedAt: arrivedAt, &tally) }
    }
  }

  private mutating func integrate(_ tally: inout StationTally) {
    let now = simulation.now.nanoseconds
    let share = weight * Double(now - lastChange) / Double(end.nanoseconds)
    lastChange = now
    let deviation = Double(present) - referenceMean
    tally.meanPresent += share * Double(present)
    tally.variancePresent += share * deviation * deviation
    if present == 0 { tally.emptyShare += share }
    if present > station.servers {
      tally.queueShare += share
      tally.meanWaiting += share * Double(present - station.servers)
    }
  }

  private mutating func delay(rate: Double) -> SimulationDuration {
    SimulationDuration(seconds: draws.standardExponential() / rate)
  }

  private mutating func scheduleArrival() {
    let rate = station.arrivalRate(present)
    if rate > 0 { nextArrival = simulation.schedule(.arrival, after: delay(rate: rate)) }
  }

  private mutating func arrive(_ tally: inout StationTally) {
    tally.arrivals += weight
    if present >= station.capacity {
      tally.blocked += weight
      return
    }
    present += 1
    outstanding += 1
    let now = simulation.now.nanoseconds
    if present <= station.servers {
      startService(arrivedAt: now, &tally)
    } else {
      tally.waited += weight
      waiting.append(now)
    }
  }

  private mutating func startService(arrivedAt: Int64, _ tally: inout StationTally) {
    if arrivedAt >= 0 {
      let seconds = Double(simulation.now.nanoseconds - arrivedAt) / 1e9
      tally.waitSeconds += weight * seconds
      tally.waits.append((seconds, weight))
    }
    simulation.schedule(.completion(arrivedAt: arrivedAt), after: delay(rate: station.serviceRate))
  }

  private mutating func complete(arrivedAt: Int64, _ tally: inout StationTally) {
    present -= 1
    if arrivedAt >= 0 {
      let seconds = Double(simulation.now.nanoseconds - arrivedAt) / 1e9
      tally.sojournSeconds += weight * seconds
      tally.served += weight
      tally.sojourns.append((seconds, weight))
      outstanding -= 1
    }
    if waitingHead < waiting.count {
      waitingHead += 1
      startService(arrivedAt: waiting[waitingHead - 1], &tally)
    }
  }
}
