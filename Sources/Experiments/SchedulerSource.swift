// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results
import Scheduling
import SchedulingPolicies

/// Gives each run the scheduler that decides in it. A policy of one's own races by a source that knows it.
public protocol SchedulerSource: Sendable {
  /// The scheduler of one run. Runs that go on at once ask from several threads.
  /// - Throws: Why there is none; the run fails with it.
  func scheduler(for contender: Int, of scenario: Scenario, seed: Int) throws -> any RunScheduler
}

/// The scheduler of one run, from its first question to its end.
public protocol RunScheduler: Sendable {
  /// What is asked.
  var policy: any ReplicaScheduler { get }
  /// Whether its answers no longer mean anything, so that the run is better ended now; asked now and then.
  var hasGivenUp: Bool { get }
  /// The run is over, or ended early. Called once.
  /// - Returns: How the scheduler behaved; nil where that is no question.
  /// - Throws: Why the run does not count; `CancellationError` where it was merely stopped.
  func end() throws -> SchedulerConduct?
}

/// A scheduler that is part of the program: it answers, and has nothing to say about itself.
public struct BuiltInScheduler: RunScheduler {
  /// What is asked.
  public let policy: any ReplicaScheduler
  /// Never.
  public var hasGivenUp: Bool { false }

  /// The scheduler that `policy` is.
  public init(_ policy: any ReplicaScheduler) { self.policy = policy }

  /// Nothing to say.
  public func end() -> SchedulerConduct? { nil }
}

/// The schedulers of the contenders' own systems.
public struct ShippedSchedulers: SchedulerSource {
  /// Why a contender has no scheduler here.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Who, and what to do.
    public let description: String
  }

  /// All of them.
  public init() {}

  /// The scheduler of the contender's system; a contender with a program of its own is refused.
  public func scheduler(for contender: Int, of scenario: Scenario, seed: Int) throws -> any RunScheduler {
    let contender = scenario.contenders[contender]
    if contender.program != nil {
      throw Refusal(description: "\(contender.name) is decided by a program, which is not run here")
    }
    return BuiltInScheduler(PolicyCatalog.scheduler(for: contender, fleet: scenario.fleet))
  }
}
