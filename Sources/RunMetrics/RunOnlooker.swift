// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Scheduling

/// Somebody who looks on while a run goes. It changes nothing: the run has the digest that it has without.
public protocol RunOnlooker: AnyObject {
  /// The policy that the run asks: `scheduler`, or something around it that answers the same.
  func scheduler(around scheduler: any ReplicaScheduler) -> any ReplicaScheduler

  /// Called after the start, after every event, and after the last one once more.
  /// - Parameters:
  ///   - run: The world as the event left it.
  ///   - observations: What was observed since the call before; what the start brought in the first one.
  func look(at run: borrowing FederationRun, after observations: ArraySlice<Observation>)
}

extension RunOnlooker {
  /// The policy itself.
  public func scheduler(around scheduler: any ReplicaScheduler) -> any ReplicaScheduler { scheduler }
}
