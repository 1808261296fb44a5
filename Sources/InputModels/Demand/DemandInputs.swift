// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

/// How many replicas are wanted when. It never sees placements.
public struct DemandInputs: Sendable {
  private let workloads: [WorkloadSpec]

  /// The demand of `scenario`.
  public init(scenario: Scenario) { workloads = scenario.workloads }

  /// The replicas of `workload` wanted at the start.
  public func initial(of workload: WorkloadIndex) -> Int32 { value(of: workloads[workload.index], at: .zero) }

  /// The next change of the wanted replicas after `time`; nil when there is none.
  public func next(of workload: WorkloadIndex, after time: SimulationTime) -> (at: SimulationTime, replicas: Int32)? {
    let spec = workloads[workload.index]
    switch spec.demand {
    case .constant: return nil
    case .steps(let steps):
      let next = Self.count(of: steps, upTo: time)
      guard next < steps.count else { return nil }
      return (steps[next].at, value(of: spec, at: steps[next].at))
    case .diurnal(_, _, let period, _):
      let stride = Swift.max(period.nanoseconds / Self.diurnalSteps, 1)
      let at = SimulationTime(nanoseconds: (time.nanoseconds / stride + 1) * stride)
      return (at, value(of: spec, at: at))
    }
  }

  /// A day's curve changes this often.
  private static let diurnalSteps: Int64 = 48

  private func value(of spec: WorkloadSpec, at time: SimulationTime) -> Int32 {
    switch spec.demand {
    case .constant: return Int32(clamping: spec.replicas)
    case .steps(let steps):
      let past = Self.count(of: steps, upTo: time)
      return Int32(clamping: past > 0 ? steps[past - 1].replicas : spec.replicas)
    case .diurnal(let mean, let amplitude, let period, let phase):
      let turns = Double((time - SimulationTime.zero - phase).nanoseconds) / Double(Swift.max(period.nanoseconds, 1))
      let wave = Self.sine(turns)
      return Int32(clamping: Swift.max(0, Int((Double(mean) + Double(amplitude) * wave).rounded())))
    }
  }

  /// How many of the ascending `steps` are at `time` or before. O(log steps): a trace has many.
  private static func count(of steps: [DemandSpec.Step], upTo time: SimulationTime) -> Int {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].at <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// sin(2 pi turns) by Bhaskara I's approximation (error below 0.0017): only the four operations, so equal on every
  /// machine; the demand is rounded to whole replicas anyway.
  private static func sine(_ turns: Double) -> Double {
    let fraction = turns - turns.rounded(.down)
    let isSecondHalf = fraction >= 0.5
    let degrees = (isSecondHalf ? fraction - 0.5 : fraction) * 360
    let product = degrees * (180 - degrees)
    let value = 4 * product / (40_500 - product)
    return isSecondHalf ? -value : value
  }
}
