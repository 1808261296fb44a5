// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeAdmiral's replica planner over columns: the answers of ``KubeAdmiralPlanner``, which can be read and has the
/// sources.
///
/// O(n) for n clusters and each round. The memory is kept between calls.
public struct FastKubeAdmiralPlanner: ~Copyable {
  /// How running replicas are treated: see ``KubeAdmiralPlanner``.
  public struct Flags: Sendable {
    /// Moves only the difference between the running and the desired total.
    public var avoidDisruption: Bool
    /// Leaves replicas beyond a capacity in place; on when `avoidDisruption` is off.
    public var keepUnschedulable: Bool

    /// Flags.
    public init(avoidDisruption: Bool, keepUnschedulable: Bool) {
      self.avoidDisruption = avoidDisruption
      self.keepUnschedulable = keepUnschedulable
    }
  }

  private var rounds = FastRounds()
  private var moving = FastRounds()
  private var desired = Column<Int64>()
  private var plan = Column<Int64>()
  private var overflow = Column<Int64>()
  private var currents = Column<Int64>()
  private var weights = Column<Int64>()
  private var maximums = Column<Int64>()
  private var movable = Column<Int32>()

  /// Nothing reserved yet.
  public init() {}

  /// What each cluster is told to run, plan and overflow together, within `Int32` and not negative.
  ///
  /// - Parameter key: the bytes of the workload's `namespace/name`.
  public mutating func divide(
    total: Int64, flags: Flags, key: UnsafeBufferPointer<UInt8>, over columns: WeightedColumns,
    into replicas: UnsafeMutablePointer<Int32>
  ) throws(PlannerRefusal) {
    if !flags.avoidDisruption {
      guard rounds.run(question(total, key, columns), columns) else {
        throw .roundsDoNotEnd(clusters: columns.participantCount)
      }
      rounds.write(columns, adding: .whole, to: replicas)
      return
    }
    let (plan, overflow) = (plan.reserve(columns.count), overflow.reserve(columns.count))
    try self.plan(total: total, flags: flags, key: key, over: columns, into: plan, overflow: overflow)
    for place in 0..<columns.count {
      let sum = plan[place] &+ overflow[place]
      replicas[place] = Int32(truncatingIfNeeded: min(max(sum, 0), Int64(Int32.max)))
    }
  }

  /// Plan and overflow as the original has them; an overflow of 0 is no entry, and clusters that take no part have 0.
  public mutating func plan(
    total: Int64, flags: Flags, key: UnsafeBufferPointer<UInt8>, over columns: WeightedColumns,
    into plan: UnsafeMutablePointer<Int64>, overflow: UnsafeMutablePointer<Int64>
  ) throws(PlannerRefusal) {
    guard rounds.run(question(total, key, columns), columns) else {
      throw .roundsDoNotEnd(clusters: columns.participantCount)
    }
    let keepsUnschedulable = flags.keepUnschedulable || !flags.avoidDisruption
    rounds.writeOverflow(columns, isBounded: !keepsUnschedulable, to: overflow)
    guard flags.avoidDisruption else {
      rounds.writePlan(columns, to: plan)
      return
    }
    let desired = self.desired.reserve(columns.count)
    rounds.writePlan(columns, to: desired)
    try moveOnlyTheDifference(to: desired, key: key, columns, into: plan)
  }

  private func question(
    _ total: Int64, _ key: UnsafeBufferPointer<UInt8>, _ columns: WeightedColumns
  ) -> FastRounds.Question {
    FastRounds.Question(kind: .kubeAdmiral, total: total, key: key, ties: .ranked(columns.desiredTieRanks))
  }

  /// The running replicas, scaled up or down to the desired sum.
  private mutating func moveOnlyTheDifference(
    to desired: UnsafePointer<Int64>, key: UnsafeBufferPointer<UInt8>, _ columns: WeightedColumns,
    into plan: UnsafeMutablePointer<Int64>
  ) throws(PlannerRefusal) {
    let count = columns.count
    let (runningSum, desiredSum) = setCurrents(desired, columns, into: plan)
    if runningSum == desiredSum { return }
    let scalesDown = runningSum > desiredSum
    let (currents, weights) = (self.currents.reserve(count), self.weights.reserve(count))
    let (maximums, movable) = (self.maximums.reserve(count), self.movable.reserve(count + 1))
    var members = 0
    for place in 0..<count {
      let missing = scalesDown ? currents[place] &- desired[place] : desired[place] &- currents[place]
      let isMovable = scalesDown ? desired[place] < currents[place] : desired[place] > currents[place]
      weights[place] = missing
      movable[members] = Int32(truncatingIfNeeded: place)
      members &+= isMovable ? 1 : 0
    }
    var part = WeightedColumns(
      count: count, nameHashes: columns.nameHashes, weights: weights)
    part.participants = UnsafeBufferPointer(start: movable, count: members)
    if scalesDown {
      part.maximums = UnsafePointer(currents)
    } else if let ownMaximums = columns.ownMaximums {
      for place in 0..<count {
        let own = ownMaximums[place]
        maximums[place] = own == .max ? .max : own &- currents[place]
      }
      part.maximums = UnsafePointer(maximums)
    }
    let question = FastRounds.Question(
      kind: .kubeAdmiral, total: scalesDown ? runningSum &- desiredSum : desiredSum &- runningSum, key: key,
      ties: .ranked(columns.movingTieRanks))
    guard moving.run(question, part) else { throw .roundsDoNotEnd(clusters: members) }
    // The weights have done their work: their memory takes what is moved.
    moving.writePlan(part, to: weights)
    for place in 0..<count {
      plan[place] = scalesDown ? currents[place] &- weights[place] : currents[place] &+ weights[place]
    }
  }

  /// What runs, within limits and capacities, as the plan; the sums of it and of the desired plan.
  private mutating func setCurrents(
    _ desired: UnsafePointer<Int64>, _ columns: WeightedColumns, into plan: UnsafeMutablePointer<Int64>
  ) -> (running: Int64, desired: Int64) {
    let count = columns.count
    let currents = self.currents.reserve(count)
    currents.update(repeating: 0, count: count)
    func take(_ place: Int) {
      let current = columns.currents.map { $0[place] == .min ? 0 : $0[place] } ?? 0
      currents[place] = min(current, columns.limits?[place] ?? .max, columns.capacities?[place] ?? .max)
    }
    if let participants = columns.participants {
      for place in participants { take(Int(place)) }
    } else {
      for place in 0..<count { take(place) }
    }
    var (runningSum, desiredSum): (Int64, Int64) = (0, 0)
    for place in 0..<count {
      runningSum &+= currents[place]
      desiredSum &+= desired[place]
      plan[place] = currents[place]
    }
    return (runningSum, desiredSum)
  }
}
