// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results
import RunMetrics

/// Makes the runs of a plan, several at once, and hands their records over in plan order whatever the order in which
/// they end. So the bytes written are equal for one job and for many.
public struct ParallelRunner: Sendable {
  /// A run that did not end.
  public struct Failure: Error, Sendable {
    /// Which.
    public var line: PlanLine
    /// Its contender's name.
    public var contender: String
    /// Why.
    public var message: String
  }

  /// How far the work has got.
  public struct Progress: Hashable, Sendable {
    /// Runs that are over, resumed ones included.
    public var done: Int
    /// Of how many.
    public var total: Int
    /// Events of the runs made so far.
    public var events: Int

    /// A state.
    public init(done: Int, total: Int, events: Int) {
      self.done = done
      self.total = total
      self.events = events
    }
  }

  /// What came of it.
  public struct Summary: Sendable {
    /// Runs made, in plan order.
    public var timings: [RunTiming] = []
    /// Runs that failed, in plan order.
    public var failures: [Failure] = []
    /// Whether it was stopped before the end.
    public var isInterrupted = false
  }

  /// What a worker gives back.
  private enum Outcome: Sendable {
    case record(RunRecord, RunTiming)
    case failure(Failure)
    case cancelled
  }

  /// The resolved scenario of each sweep point.
  public let scenarios: [Scenario]
  /// The sweep points, as many.
  public let sweepPoints: [SweepPoint]
  /// The digests of the scenarios.
  public let digests: [String]
  /// Runs at once.
  public let jobs: Int
  /// The version for the records.
  public let version: String
  /// What makes a run.
  public let replication: Replication

  /// A runner.
  public init(
    scenarios: [Scenario], sweepPoints: [SweepPoint], digests: [String], jobs: Int, version: String,
    replication: @escaping Replication
  ) {
    precondition(
      scenarios.count == sweepPoints.count && digests.count == scenarios.count,
      "\(scenarios.count) scenarios, \(digests.count) digests for \(sweepPoints.count) sweep points")
    self.scenarios = scenarios
    self.sweepPoints = sweepPoints
    self.digests = digests
    self.jobs = max(1, jobs)
    self.version = version
    self.replication = replication
  }

  /// Makes the runs of `lines`.
  ///
  /// At most `jobs` runs are under way and at most twice as many are held back for an earlier one, so memory does not
  /// grow with the plan. A run that fails does not stop the others.
  /// - Parameters:
  ///   - lines: What to run, ascending.
  ///   - resumed: Runs taken over from an earlier command, for the progress alone.
  ///   - isInterrupted: Asked before each start; true ends the work. Runs under way then are left out, those that had
  ///     ended are handed over.
  ///   - progress: Called after each run.
  ///   - write: Takes one record; what it throws ends the work.
  public func run(
    _ lines: [PlanLine], resumed: Int = 0, isInterrupted: @Sendable () -> Bool = { false },
    progress: (Progress) -> Void = { _ in }, write: (RunRecord) throws -> Void
  ) async throws -> Summary {
    var state = Progress(done: resumed, total: lines.count + resumed, events: 0)
    return try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      var summary = Summary()
      var held = ReorderWindow<Outcome>()
      var started = 0
      var underWay = 0
      progress(state)
      while true {
        while !summary.isInterrupted, started < lines.count, underWay < jobs, started - held.next < 3 * jobs {
          if isInterrupted() {
            summary.isInterrupted = true
            group.cancelAll()
            break
          }
          let place = started
          let line = lines[place]
          group.addTask { (place, self.outcome(of: line)) }
          started += 1
          underWay += 1
        }
        guard let (place, outcome) = try await group.next() else { break }
        underWay -= 1
        if isInterrupted() && !summary.isInterrupted {
          summary.isInterrupted = true
          group.cancelAll()
        }
        state.done += 1
        if case .record(_, let timing) = outcome { state.events += timing.events }
        held.insert(outcome, at: place)
        while let ready = held.popNext() { try Self.settle(ready, in: &summary, write: write) }
        progress(state)
      }
      // Only an interrupted plan leaves gaps: what ended behind one is kept, out of order, for the next command.
      for late in held.drain() { try Self.settle(late, in: &summary, write: write) }
      return summary
    }
  }

  private static func settle(
    _ outcome: Outcome, in summary: inout Summary, write: (RunRecord) throws -> Void
  ) throws {
    switch outcome {
    case .record(let record, let timing):
      try write(record)
      summary.timings.append(timing)
    case .failure(let failure): summary.failures.append(failure)
    case .cancelled: break
    }
  }

  private func outcome(of line: PlanLine) -> Outcome {
    let scenario = scenarios[line.sweepPoint]
    let contender = scenario.contenders[line.contender].name
    let sweep = sweepPoints[line.sweepPoint].values
    if Task.isCancelled { return .cancelled }
    do {
      let watch = RunStopwatch()
      let run = try replication(scenario, line.contender, line.seed, line.keepsSeries)
      var detail = run.detail
      if !line.keepsSeries { detail.series = nil }
      let record = RunRecord(
        scenario: scenario.name, scenarioDigest: digests[line.sweepPoint], contender: contender, seed: line.seed,
        sweep: sweep, digest: run.digest, events: run.events, metrics: run.metrics, version: version, detail: detail)
      return .record(record, watch.timing(of: line, contender: contender, sweep: sweep, events: run.events))
    } catch is CancellationError {
      return .cancelled
    } catch {
      return .failure(Failure(line: line, contender: contender, message: String(describing: error)))
    }
  }
}
