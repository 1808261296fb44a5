// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// Who is probed when, and how long that takes: at once, a round trip, or until a time-out.

/// One loop over all members.
struct ProbePasses {
  /// While no pass is an event: the beginning of one.
  var anchor = SimulationTime.zero
  /// From the beginning of one to the beginning of the next while none is an event.
  var interval = SimulationDuration.zero
  /// The pass that is due.
  var event = EventID.none
}

extension FederationRun {
  /// Sets the phases: a random one for each member, or one for the loop over all.
  mutating func setUpProbing() {
    let period = profile.detection.period
    for cluster in hubClusters.indices {
      let phase = phase(within: period, cluster: cluster, purpose: .probePhase)
      hubClusters[cluster].probing.anchor = .zero + phase
      hubClusters[cluster].probing.interval = probeInterval(of: cluster)
      if let lease = profile.detection.lease {
        hubClusters[cluster].leasePhase = self.phase(
          within: lease.renewPeriod, cluster: cluster, purpose: .leaseRenewal)
      }
    }
    var stream = RandomStream(seed: seed, purpose: .probePhase, entity: 0)
    passes.anchor = SimulationTime(nanoseconds: Int64(stream.uniformInteger(below: UInt64(max(period.nanoseconds, 1)))))
    passes.interval = period + passLength
  }

  /// From one probe of `cluster` to the next, when it answers or refuses at once.
  private func probeInterval(of cluster: Int) -> SimulationDuration {
    guard case .perMember(_, let isFromEnd) = profile.detection.prober, isFromEnd, !isWatchedByLease(cluster) else {
      return profile.detection.period
    }
    return profile.detection.period + callTime(of: cluster)
  }

  /// How long a call to the member takes that is answered or refused.
  func callTime(of cluster: Int) -> SimulationDuration {
    hubClusters[cluster].roundTrip + clusters[cluster].addedLatency
  }

  /// What a probe would find now.
  func probeFinds(_ cluster: Int) -> Bool {
    if isWatchedByLease(cluster) { return isServingAPI(cluster) }
    return clusters[cluster].isReachable && callTime(of: cluster) <= profile.detection.requestTimeout
  }

  /// Probes of `cluster` are events from its next one on.
  mutating func watch(_ cluster: Int) {
    guard !hubClusters[cluster].probing.isWatched else { return }
    hubClusters[cluster].probing.isWatched = true
    if case .pass = profile.detection.prober, !isWatchedByLease(cluster) {
      guard passes.event == .none else { return }
      passes.event = schedule(
        .passDue, at: nextStart(after: now, anchor: passes.anchor, interval: passes.interval), priority: .high)
    } else {
      let state = hubClusters[cluster].probing
      let start = nextStart(after: now, anchor: state.anchor, interval: state.interval)
      hubClusters[cluster].probing.anchor = start
      hubClusters[cluster].probing.event = schedule(.probeDue(cluster: Int32(cluster)), at: start, priority: .high)
    }
  }

  /// To be called after the pace of probing changed: the next probe keeps its time, those after it follow.
  mutating func retimeProbes() {
    for cluster in hubClusters.indices where !hubClusters[cluster].probing.isWatched {
      let state = hubClusters[cluster].probing
      hubClusters[cluster].probing.anchor = nextStart(after: now, anchor: state.anchor, interval: state.interval)
      hubClusters[cluster].probing.interval = probeInterval(of: cluster)
    }
    guard passes.event == .none else { return }
    passes.anchor = nextStart(after: now, anchor: passes.anchor, interval: passes.interval)
    passes.interval = profile.detection.period + passLength
  }

  private func nextStart(
    after time: SimulationTime, anchor: SimulationTime, interval: SimulationDuration
  ) -> SimulationTime {
    let phase = SimulationDuration(nanoseconds: anchor.nanoseconds)
    return anchor > time ? anchor : nextTick(of: phase, every: interval, after: time)
  }

  /// A member's probe is due: a free worker makes it, or it waits for one.
  mutating func beginDueProbe(of cluster: Int) {
    guard isWatched(cluster) || isWatchedByLease(cluster) else { return }
    if case .perMember(let workers, _) = profile.detection.prober, !isWatchedByLease(cluster) {
      guard busyProbers < workers else { return waitingProbes.append(Int32(cluster)) }
      busyProbers += 1
    }
    beginProbe(of: cluster)
  }

  /// Makes the probe; what it finds is settled at its beginning, and known at its end.
  private mutating func beginProbe(of cluster: Int) {
    let span = probeTime(of: cluster)
    let found = probeFinds(cluster)
    hubClusters[cluster].probing.count += 1
    hubClusters[cluster].probing.isUnderWay = true
    hubClusters[cluster].probing.event = schedule(
      .probeEnds(cluster: Int32(cluster), isAnswered: found), after: span, priority: .high)
  }

  /// How long a probe that begins now takes. In a black hole a new connection fails by the dial's time-out, one that was
  /// open by the request's; which it is, is drawn.
  private func probeTime(of cluster: Int) -> SimulationDuration {
    if isWatchedByLease(cluster) { return .zero }
    let detection = profile.detection
    guard !clusters[cluster].isReachable, clusters[cluster].isBlackholed else {
      return min(callTime(of: cluster), detection.requestTimeout)
    }
    var stream = RandomStream(
      seed: seed, purpose: .connection, entity: clusterKeys[cluster], second: hubClusters[cluster].probing.count)
    let isNew = stream.chance(0.5)
    return (isNew ? detection.dialTimeout : detection.requestTimeout) * Int64(detection.failingRequests)
  }

  mutating func endProbe(of cluster: Int, isAnswered: Bool) {
    hubClusters[cluster].probing.event = .none
    hubClusters[cluster].probing.isUnderWay = false
    if isWatchedByLease(cluster) {
      takeAgentPoll(isAnswered, of: cluster)
    } else {
      if case .perMember = profile.detection.prober { releaseProber() }
      take(isAnswered, of: cluster)
    }
    guard case .perMember = profile.detection.prober else {
      if !isWatchedByLease(cluster), isSettled(cluster) { hubClusters[cluster].probing.isWatched = false }
      return
    }
    let holdsWorker = clusters[cluster].isBlackholed && !clusters[cluster].isReachable && !isWatchedByLease(cluster)
    let next = nextProbeStart(of: cluster)
    hubClusters[cluster].probing.anchor = next
    if isSettled(cluster), !holdsWorker {
      hubClusters[cluster].probing.isWatched = false
      hubClusters[cluster].probing.interval = probeInterval(of: cluster)
    } else {
      hubClusters[cluster].probing.event = schedule(.probeDue(cluster: Int32(cluster)), at: next, priority: .high)
    }
  }

  /// A worker is free for the next that waits.
  private mutating func releaseProber() {
    busyProbers -= 1
    if let next = waitingProbes.popFirst() { beginDueProbe(of: Int(next)) }
  }

  /// The controllers that have `cluster` stop: its probe is given up, and with it the worker that made it.
  mutating func stopProbing(_ cluster: Int) {
    guard !isWatchedByLease(cluster) else { return }
    _ = simulation.cancel(hubClusters[cluster].probing.event)
    hubClusters[cluster].probing.event = .none
    hubClusters[cluster].probing.isWatched = false
    guard hubClusters[cluster].probing.isUnderWay else { return }
    hubClusters[cluster].probing.isUnderWay = false
    if case .perMember = profile.detection.prober { releaseProber() }
  }

  /// When the probe after the one that ends now begins.
  private func nextProbeStart(of cluster: Int) -> SimulationTime {
    let period = profile.detection.period
    if case .perMember(_, false) = profile.detection.prober {
      return max(hubClusters[cluster].probing.anchor + period, now)
    }
    return now + period
  }

  /// A pass begins: members that are watched get their probes, the others their time.
  mutating func beginPass() {
    passes.event = .none
    guard isHubWatching, case .pass(let isSerial) = profile.detection.prober else { return }
    var offset = SimulationDuration.zero
    var longest = SimulationDuration.zero
    var isWatching = false
    for cluster in hubClusters.indices where snapshot.clusters[cluster].isJoined && isWatched(cluster) {
      let span = probeTime(of: cluster)
      if hubClusters[cluster].probing.isWatched {
        isWatching = true
        hubClusters[cluster].probing.event = schedule(
          .probeDue(cluster: Int32(cluster)), after: offset, priority: .high)
      }
      if isSerial { offset += span }
      longest = max(longest, span)
    }
    let length = isSerial ? offset : longest
    let next = now + length + profile.detection.period
    passes.anchor = next
    passes.interval = length + profile.detection.period
    if isWatching { passes.event = schedule(.passDue, at: next, priority: .high) }
  }

  /// How long a pass takes as the members are now.
  private var passLength: SimulationDuration {
    guard case .pass(let isSerial) = profile.detection.prober else { return .zero }
    return hubClusters.indices.reduce(.zero) { length, cluster in
      isSerial ? length + probeTime(of: cluster) : max(length, probeTime(of: cluster))
    }
  }
}
