// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import Testing

/// Alternating renewal processes, drawn from the equilibrium laws at the start, against their closed forms.
@Suite struct RenewalTests {
  /// The seconds down within `seconds` and the number of failures, of a unit that starts in the stationary law.
  static func life(_ up: Distribution, _ down: Distribution, seconds: Double, unit: Int) -> (Double, Int) {
    var upDraws = RandomStream(seed: 31, purpose: .clusterFailure, entity: UInt64(unit))
    var downDraws = RandomStream(seed: 31, purpose: .clusterRepair, entity: UInt64(unit))
    var choice = RandomStream(seed: 31, purpose: .probePhase, entity: UInt64(unit))
    let availability = up.meanSeconds / (up.meanSeconds + down.meanSeconds)
    var isUp = choice.chance(availability)
    var now = 0.0
    var lost = 0.0
    var failures = 0
    var span =
      (isUp ? up.sampleEquilibriumResidual(&upDraws) : down.sampleEquilibriumResidual(&downDraws)).seconds
    while true {
      if !isUp { lost += min(span, seconds - now) }
      now += span
      if now >= seconds { return (lost, failures) }
      if isUp { failures += 1 }
      isUp.toggle()
      span = (isUp ? up.sample(&upDraws) : down.sample(&downDraws)).seconds
    }
  }

  struct Line: Sendable {
    var upHours, downHours, unavailability, failuresPerYear: Double
  }

  static let lines = [
    Line(upHours: 3141.15, downHours: 0.5, unavailability: 0.0001591520379, failuresPerYear: 2.790253529),
    Line(upHours: 89413.2, downHours: 3, unavailability: 3.355096727e-05, failuresPerYear: 0.09803592638),
    Line(upHours: 730.5, downHours: 1.88, unavailability: 0.002566973429, failuresPerYear: 11.96919632),
    Line(upHours: 8766, downHours: 4, unavailability: 0.0004561003421, failuresPerYear: 0.9995438997),
  ]

  /// The laws of one mean: only the means decide the availability.
  static func laws(meanHours: Double) -> [Distribution] {
    func hours(_ count: Double) -> SimulationDuration { SimulationDuration(seconds: count * 3600) }
    return [
      .exponential(mean: hours(meanHours)),
      .weibull(shape: 0.7, scale: hours(meanHours / 1.265823506)),
      .gamma(shape: 2, scale: hours(meanHours / 2)),
      .constant(hours(meanHours)),
    ]
  }

  @Test(arguments: lines, 0..<4)
  func `availability and failures per year are those of the means, whatever the law`(line: Line, kind: Int) {
    let up = Self.laws(meanHours: line.upHours)[kind]
    let down = Self.laws(meanHours: line.downHours)[(kind + 1) % 4]
    let seconds = line.upHours * 3600 * 1000
    let lives = (0..<40).map { Self.life(up, down, seconds: seconds, unit: $0) }
    let years = seconds / 8766 / 3600
    Self.check(lives.map { $0.0 / seconds }, line.unavailability, "unavailability")
    Self.check(lives.map { Double($0.1) / years }, line.failuresPerYear, "failures per year")
  }

  static func check(_ values: [Double], _ expected: Double, _ name: String) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    // A constant law leaves no spread but the rounding of the start: half a failure in a life.
    let error = max((variance / count).squareRoot(), 1e-3 * expected)
    #expect(error <= 0.01 * expected, "\(name): standard error \(error) of \(expected)")
    #expect(((mean - expected) / error).magnitude < 4, "\(name): \(mean) for \(expected), standard error \(error)")
  }

  @Test(arguments: [
    (1000.0, 10.0, 10000.0, 0.004403701097), (730.5, 1.88, 8766, 0.001046504655), (100, 5, 2000, 0.014678052),
  ])
  func `the spread of interval availability is the closed form`(up: Double, down: Double, span: Double, spread: Double)
  {
    let count = 20_000
    let lost = (0..<count).map { unit in
      Self.life(
        .exponential(mean: SimulationDuration(seconds: up * 3600)),
        .exponential(mean: SimulationDuration(seconds: down * 3600)), seconds: span * 3600, unit: unit
      ).0 / (span * 3600)
    }
    let mean = lost.reduce(0, +) / Double(count)
    let squares = lost.map { ($0 - mean) * ($0 - mean) }
    let variance = squares.reduce(0, +) / Double(count - 1)
    let fourth = squares.reduce(0) { $0 + ($1 - variance) * ($1 - variance) } / Double(count - 1)
    // The standard error of a standard deviation s is that of s^2 over 2 s.
    let error = (fourth / Double(count)).squareRoot() / (2 * spread)
    #expect(error <= 0.01 * spread)
    #expect((variance.squareRoot() - spread).magnitude < 4 * error)
  }

  @Test func `a Weibull fleet of shape 0.48 that starts in equilibrium fails T/mu times, not more`() {
    let law = Distribution.weibull(shape: 0.48, scale: SimulationDuration(seconds: 816.6 * 3600))
    let mean = 816.6 * 2.162797547 * 3600
    let span = 720.0 * 3600
    let counts = (0..<60_000).map { unit in
      Double(Self.life(law, .constant(.zero), seconds: span, unit: unit).1)
    }
    Self.check(counts, span / mean, "failures in 30 days")
  }
}
