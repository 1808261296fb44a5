// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// Members whose own agent reports (Pull). The agent renews a lease and polls its API; the hub looks for renewals now and
// then, and gives up when there was none for long enough. Nothing is an event while renewals come.
//
// Source: karmada `pkg/controllers/cluster/cluster_controller.go` monitorClusterHealth (monitor 5 s, grace 40 s),
// `cmd/agent/app/agent.go` (lease 40 s x 0.25). A renewal counts from the look that sees it.

extension FederationRun {
  /// Whether the member's API works, whoever can reach it.
  func isServingAPI(_ cluster: Int) -> Bool { clusters[cluster].isManaged }

  /// Whether the member's agent runs and reaches the hub.
  func agentReachesHub(_ cluster: Int) -> Bool {
    clusters[cluster].isAgentHeard && isStoreUp
  }

  /// The agent stopped or took up its work, or lost or found its way to the hub.
  mutating func agentChanged(of cluster: Int) {
    let runs = clusters[cluster].isAgentAlive
    if !runs {
      forgetProbes(of: cluster)
    } else if !isServingAPI(cluster) || !isSettled(cluster) {
      watch(cluster)
    }
    if agentReachesHub(cluster) {
      _ = simulation.cancel(hubClusters[cluster].leaseExpiry)
      hubClusters[cluster].leaseExpiry = .none
      guard !hubClusters[cluster].isPublishedReady, hubClusters[cluster].agentReturn == .none else { return }
      // The first poll that can write says what the agent thinks; it had no reason to think otherwise.
      let state = hubClusters[cluster].probing
      let poll = nextTick(
        of: SimulationDuration(nanoseconds: state.anchor.nanoseconds), every: profile.detection.period, after: now)
      hubClusters[cluster].agentReturn = schedule(.agentWrites(cluster: Int32(cluster)), at: poll, priority: .high)
    } else {
      _ = simulation.cancel(hubClusters[cluster].agentReturn)
      hubClusters[cluster].agentReturn = .none
      guard hubClusters[cluster].leaseExpiry == .none, snapshot.clusters[cluster].readiness != .unknown else { return }
      hubClusters[cluster].leaseExpiry = schedule(
        .leaseExpires(cluster: Int32(cluster)), at: leaseExpiry(of: cluster), priority: .high)
    }
  }

  /// When the hub gives the member up if no renewal comes after now.
  private mutating func leaseExpiry(of cluster: Int) -> SimulationTime {
    guard let lease = profile.detection.lease else { return .distantFuture }
    let next = nextTick(of: hubClusters[cluster].leasePhase, every: lease.renewPeriod, after: now)
    var renewal = next - lease.renewPeriod
    defer { hubClusters[cluster].lastRenewal = renewal }
    if lease.renewJitter > 0 {
      // Each wait is up to `renewJitter` longer: the last renewal is as much older, in proportion.
      var stream = RandomStream(
        seed: seed, purpose: .leaseRenewal, entity: clusterKeys[cluster], second: UInt64(bitPattern: now.nanoseconds))
      let age = (now - renewal).seconds * (1 + lease.renewJitter * stream.uniform())
      renewal = now - SimulationDuration(seconds: age)
    }
    guard lease.monitorPeriod > .zero else { return max(now, renewal + lease.grace) }
    let seen = nextTick(of: monitorPhase, every: lease.monitorPeriod, after: renewal)
    let judged = nextTick(
      of: monitorPhase, every: lease.monitorPeriod, after: seen + lease.grace - SimulationDuration(nanoseconds: 1))
    return max(now, judged)
  }

  /// No renewal came: the member is unknown.
  mutating func expireLease(of cluster: Int) {
    hubClusters[cluster].leaseExpiry = .none
    guard isWatched(cluster), !agentReachesHub(cluster) else { return }
    publish(.unknown, of: cluster)
  }

  /// The agent reaches the hub again and writes what it holds of its member.
  mutating func writeAgentStatus(of cluster: Int) {
    hubClusters[cluster].agentReturn = .none
    guard agentReachesHub(cluster), isWatched(cluster) else { return }
    publish(isServingAPI(cluster) ? .ready : .notReady, of: cluster)
  }

  /// What the agent's own poll of its API found.
  mutating func takeAgentPoll(_ isAnswered: Bool, of cluster: Int) {
    guard clusters[cluster].isAlive, clusters[cluster].isAgentAlive else { return }
    // Without a way to the hub it holds what it finds; the hub's view is the lease's.
    if agentReachesHub(cluster), isWatched(cluster) { take(isAnswered, of: cluster) }
  }

  /// A prober without memory: a process was started anew.
  mutating func forgetProbes(of cluster: Int) {
    _ = simulation.cancel(hubClusters[cluster].probing.event)
    hubClusters[cluster].probing.event = .none
    hubClusters[cluster].probing.isWatched = false
    hubClusters[cluster].probing.isUnderWay = false
    hubClusters[cluster].probing.isFirst = true
    hubClusters[cluster].probing.anchor = nextTickOfProbe(of: cluster)
  }

  private func nextTickOfProbe(of cluster: Int) -> SimulationTime {
    let state = hubClusters[cluster].probing
    return nextTick(
      of: SimulationDuration(nanoseconds: state.anchor.nanoseconds), every: profile.detection.period, after: now)
  }
}
