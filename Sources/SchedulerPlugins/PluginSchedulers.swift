// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Results
import Scheduling
import SchedulingPolicies
import Synchronization

/// Schedulers that are programs of the user's own, beside the ones that are built in.
///
/// Each run has a process to itself; processes that wait are used by the next run of the same program. Without `replay`
/// a contender's program is started, with it no program is.
public final class PluginSchedulers: SchedulerSource {
  private let pools = Mutex<[SchedulerProgram: ProgramPool]>([:])
  private let recording: ExchangeRecording?
  private let replay: RecordedExchanges?
  private let sweeps: [String: [String: String]]
  private let isInterrupted: @Sendable () -> Bool
  private let shipped = ShippedSchedulers()

  /// - Parameters:
  ///   - recording: Takes every exchange.
  ///   - replay: Stands in for the programs.
  ///   - sweeps: The sweep point of each scenario by its digest; needed where there are several, to tell runs apart.
  ///   - isInterrupted: Asked while a program is waited for.
  public init(
    recording: ExchangeRecording? = nil, replay: RecordedExchanges? = nil, sweeps: [String: [String: String]] = [:],
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.recording = recording
    self.replay = replay
    self.sweeps = sweeps
    self.isInterrupted = isInterrupted
  }

  deinit { endAll() }

  /// The contender's program, or the scheduler of its system where it has none.
  public func scheduler(for contender: Int, of scenario: Scenario, seed: Int) throws -> any RunScheduler {
    let spec = scenario.contenders[contender]
    guard let program = spec.program else {
      return try shipped.scheduler(for: contender, of: scenario, seed: seed)
    }
    var sweep: [String: String] = [:]
    if recording != nil || replay != nil {
      if sweeps.count == 1 { sweep = sweeps.first { _ in true }?.value ?? [:] }
      if sweeps.count > 1 { sweep = sweeps[try ScenarioDigest(of: scenario).description] ?? [:] }
    }
    let key = RunKey(contender: spec.name, seed: seed, sweep: sweep)
    let origin: PluginSession.Origin =
      if let replay { .recording(try replay.run(key)) } else { .program(pool(of: program)) }
    let session = PluginSession(
      facts: RunFacts(scenario: scenario, contender: contender, seed: seed), program: program, origin: origin,
      recording: recording?.run(key), isInterrupted: isInterrupted)
    return PluginRun(scheduler: PluginScheduler(session))
  }

  private func pool(of program: SchedulerProgram) -> ProgramPool {
    pools.withLock { pools in
      if let pool = pools[program] { return pool }
      let pool = ProgramPool(program)
      pools[program] = pool
      return pool
    }
  }

  /// Starts the program and greets it, for the next run to use; the fault where that fails.
  public func fault(starting program: SchedulerProgram) -> SchedulerFault? {
    do throws(SchedulerFault) {
      pool(of: program).give(try PluginGreeting.exchange(with: program, isInterrupted: isInterrupted))
      return nil
    } catch {
      return error
    }
  }

  /// Ends the processes that wait for a run.
  public func endAll() {
    let all = pools.withLock { pools in
      defer { pools = [:] }
      return Array(pools.values)
    }
    for pool in all { pool.endAll() }
  }
}

/// One run's program.
private struct PluginRun: RunScheduler {
  let scheduler: PluginScheduler
  var policy: any ReplicaScheduler { scheduler }
  var hasGivenUp: Bool { scheduler.hasGivenUp }
  func end() throws -> SchedulerConduct? { try scheduler.end() }
}
