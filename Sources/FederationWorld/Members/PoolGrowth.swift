// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import SimulationEngine

// The autoscaler of a member: nodes for replicas that found none, and no longer for none.
//
// Source: kubernetes/autoscaler cluster-autoscaler 1.30 `config/flags`: --scan-interval 10 s,
// --scale-down-unneeded-time 10 min, --initial-node-group-backoff-duration 5 min, --max-node-group-backoff-duration
// 30 min, --node-group-backoff-reset-timeout 3 h.

extension StreamPurpose {
  /// Whether the provider has a node to give; entity: cluster, second: pool, third: ordinal of the request.
  static var nodeProvisioning: StreamPurpose { StreamPurpose(rawValue: 40) }
  /// Where in its period an autoscaler's scan begins; entity: cluster.
  static var scanPhase: StreamPurpose { StreamPurpose(rawValue: 42) }
}

extension FederationRun {
  static let scanInterval = SimulationDuration.seconds(10)
  static let unneededTime = SimulationDuration.minutes(10)
  static let initialBackoff = SimulationDuration.minutes(5)
  static let longestBackoff = SimulationDuration.minutes(30)
  static let backoffResetTime = SimulationDuration.hours(3)

  /// Replicas of `cluster` found no node: its autoscaler will see it at its next scan, from `time` on.
  mutating func noteShortage(in cluster: Int, from time: SimulationTime? = nil) {
    guard clusters[cluster].poolScan == .none, clusters[cluster].pools.contains(where: { pools[Int($0)].isAutoscaled })
    else { return }
    let period = Self.scanInterval.nanoseconds
    var stream = RandomStream(seed: seed, purpose: .scanPhase, entity: clusterKeys[cluster])
    let phase = Int64(stream.uniformInteger(below: UInt64(period)))
    let base = (time ?? now).nanoseconds - phase
    let next = SimulationTime(nanoseconds: phase + (floorDivide(base, period) + 1) * period)
    clusters[cluster].poolScan = schedule(.poolScanDue(cluster: Int32(cluster)), at: next)
  }

  /// Asks for nodes that the waiting replicas would fill, beside those that are on their way.
  mutating func scanPools(of cluster: Int) {
    clusters[cluster].poolScan = .none
    // Without the cluster's API its autoscaler does nothing; what waits is tried again, and seen again, when it is back.
    guard clusters[cluster].isManaged else { return }
    var bins = clusters[cluster].nodes.filter { nodes[$0].presence == .requested }.map {
      Bin(pool: Int32(nodes.pool(of: $0)), free: nodes.allocatable(of: $0))
    }
    var wakeUp: SimulationTime?
    for cohort in waitingCohorts(of: cluster) {
      let template = templates[Int(cohortRecords[cohort].template)]
      let workload = scenario.workloads[Int(cohorts[cohort].workload)]
      let spec = scenario.fleet.clusters[cluster]
      var rest = Int64(cohorts[cohort].waiting)
      for place in bins.indices where rest > 0 && spec.pools[Int(bins[place].pool)].admits(workload) {
        rest -= bins[place].take(template.requests, atMost: rest)
      }
      for place in clusters[cluster].pools where rest > 0 {
        let pool = Int(place)
        let poolSpec = spec.pools[Int(pools[pool].pool)]
        let empty = Bin(pool: pools[pool].pool, free: NodeAmounts(poolSpec.allocatable))
        guard pools[pool].isAutoscaled, poolSpec.admits(workload), empty.room(for: template.requests) > 0 else {
          continue
        }
        while rest > 0, canGrow(pool) {
          guard pools[pool].backoffUntil <= now else {
            wakeUp = min(wakeUp ?? .distantFuture, pools[pool].backoffUntil)
            break
          }
          guard provide(pool, chance: poolSpec.stockOutProbability) else { continue }
          var bin = empty
          rest -= bin.take(template.requests, atMost: rest)
          bins.append(bin)
        }
      }
    }
    if let wakeUp { noteShortage(in: cluster, from: wakeUp) }
  }

  /// Whether one node more keeps to the maximum and has a place; one that is being drained still takes its own.
  private mutating func canGrow(_ pool: Int) -> Bool {
    pools[pool].wanted < pools[pool].maximum && firstFreePlace(of: pool) != nil
  }

  /// Cohorts with waiting replicas, the longest waiting first.
  private func waitingCohorts(of cluster: Int) -> [Int] {
    let waiting = clusters[cluster].cohorts.map { Int($0) }.filter { cohorts[$0].waiting > 0 }
    return waiting.sorted { (cohortRecords[$0].waitingSince, $0) < (cohortRecords[$1].waitingSince, $1) }
  }

  /// Asks the provider for one node of `pool`; false, with a backoff, where it has none. The draw is keyed by cluster,
  /// pool and ordinal, so that every contender meets the same shortages.
  private mutating func provide(_ pool: Int, chance probability: Double) -> Bool {
    let cluster = Int(pools[pool].cluster)
    var stream = RandomStream(
      seed: seed, purpose: .nodeProvisioning, entity: clusterKeys[cluster], second: UInt64(pools[pool].pool),
      third: pools[pool].requestCount)
    pools[pool].requestCount += 1
    if !stream.chance(probability) { return requestNode(of: pool) != nil }
    if now - pools[pool].lastRefusal > Self.backoffResetTime { pools[pool].refusals = 0 }
    let backoff = min(Self.initialBackoff * (1 << Int64(min(pools[pool].refusals, 10))), Self.longestBackoff)
    pools[pool].refusals += 1
    pools[pool].lastRefusal = now
    pools[pool].backoffUntil = now + backoff
    observe(.stockOut, cluster: cluster, value: 1)
    return false
  }

  /// Starts the time after which idle nodes of `pool` go. O(nodes of the pool).
  mutating func watchIdleNodes(of pool: Int) {
    guard pools[pool].isAutoscaled else { return }
    for place in 0..<pools[pool].count {
      let node = pools[pool].node(at: place)
      if isIdle(node) { watchIdleNode(node) }
    }
  }

  /// Starts that time for one node of a pool that the autoscaler looks after.
  mutating func watchIdleNode(_ node: Int) {
    guard nodes[troubleOf: node].idle == .none else { return }
    nodes[troubleOf: node].idle = schedule(.nodeIdleFor(node: Int32(node)), after: Self.unneededTime)
  }

  /// To be called when the number of replicas on `node` changed.
  mutating func noteUse(of node: Int) {
    guard nodes[node].isAutoscaled else { return }
    if nodes[node].replicaCount > 0 {
      guard nodes[troubleOf: node].idle != .none else { return }
      _ = simulation.cancel(nodes[troubleOf: node].idle)
      nodes[troubleOf: node].idle = .none
    } else if isIdle(node) {
      watchIdleNode(node)
    }
  }

  /// A node that is to come, as the estimate fills it.
  private struct Bin {
    var pool: Int32
    var free: NodeAmounts

    /// Replicas of `requests` that fit.
    func room(for requests: Resources) -> Int64 {
      var room = Int64.max
      if requests.cpuMillicores > 0 { room = min(room, free.cpuMillicores / requests.cpuMillicores) }
      if requests.memoryBytes > 0 { room = min(room, free.memoryBytes / requests.memoryBytes) }
      if requests.pods > 0 { room = min(room, free.pods / requests.pods) }
      return room
    }

    /// Fills up to `limit` replicas in and says how many.
    mutating func take(_ requests: Resources, atMost limit: Int64) -> Int64 {
      let count = min(room(for: requests), limit)
      free.cpuMillicores -= requests.cpuMillicores * count
      free.memoryBytes -= requests.memoryBytes * count
      free.pods -= requests.pods * count
      return count
    }
  }
}
