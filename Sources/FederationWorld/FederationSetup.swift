// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Randomness
import Scheduling
import SimulationEngine

extension FederationRun {
  /// A run of `scenario` under its contender at `contender`, ready for its first step.
  ///
  /// With `start: placed` every workload has been placed by the contender's own planner, in the scenario's order, and
  /// is running. Cost: O(nodes + workloads x candidates + replicas x nodes of a cluster).
  /// - Parameters:
  ///   - checksInvariants: Check conservation after every event and trap on a violation.
  ///   - drain: Takes observations of the start when thousands have come together, so that they need not all be kept; it
  ///     has to empty the list. nil: they all stand in `observations` in the end.
  public init(
    scenario: Scenario, contender index: Int, seed: UInt64, scheduler: any ReplicaScheduler,
    checksInvariants: Bool = false, drain: ((inout [Observation]) -> Void)? = nil
  ) {
    let contender = scenario.contenders[index]
    self.scenario = scenario
    self.contender = contender
    profile = contender.profile
    policies = contender.policies
    let parts = HubParts(scenario: scenario, contender: contender, seed: seed)
    hub = parts.state
    deciders = parts.deciders
    evictionTokens = parts.evictionTokens
    hubRequests = parts.hubRequests
    monitorPhase = parts.monitorPhase
    queueScanPhase = parts.queueScanPhase
    affinityGroups = parts.affinityGroups
    self.scheduler = scheduler
    heardTriggers = scheduler.triggers.union(Self.alwaysHeard)
    inputs = scheduler.inputs
    self.seed = seed
    self.checksInvariants = checksInvariants
    end = .zero + scenario.horizon
    simulation = Simulation()
    faults = FaultInputs(scenario: scenario, seed: seed)
    demand = DemandInputs(scenario: scenario)
    faultWindows = Array(repeating: nil, count: faults.units.count)

    let fleet = scenario.fleet
    // Not `profile`: Swift 6.3.1, optimising, releases what was never there after a stored property of a value that cannot
    // be copied was read before all of it is initialised.
    let usesGrades = contender.profile.system == .karmada && contender.profile.switches.usesResourceModels
    grades = GradeTable(usesGrades ? fleet.clusters.map { $0.resourceGrades ?? ResourceGrade.defaults } : [])
    clusterKeys = fleet.clusters.map { EntityKey.of("cluster", $0.name) }
    workloadNames = scenario.workloads.map(\.key)
    workloadKeys = workloadNames.map { EntityKey.of("workload", $0) }
    templates = scenario.workloads.map { PodTemplate(requests: $0.requests, hasRequests: $0.hasRequests) }
    startupLaws = scenario.workloads.map { $0.startup.distribution }
    wanted = []
    nodes = NodeTable()
    facts = zip(scenario.workloads, contender.policies).map { WorkloadFacts($0, policy: $1) }
    clusters = []
    contacts = []
    cohortsOfWorkload = Array(repeating: CohortList(), count: scenario.workloads.count)
    snapshot = FederationSnapshot(time: .zero, clusters: [])
    hubClusters = []
    hubWorkloads = []
    workloadsOfCluster = Array(repeating: [], count: fleet.clusters.count)
    previouslyAssigned = Array(repeating: -1, count: fleet.clusters.count)
    lossBook = LossBook(workloadCount: scenario.workloads.count)
    quotas = QuotaBook(contender.quotas, workloads: scenario.workloads)
    setUpMembers()
    setUpHub()
    setUpProbing()
    setUpInputs()
    start(drain)
  }

  /// Observations of the start that come together before they are handed out.
  private static let drainLevel = 8192

  private mutating func setUpMembers() {
    nodes.reserveCapacity(
      scenario.fleet.clusters.reduce(0) { $0 + $1.pools.reduce(0) { $0 + $1.largestNodeCount } })
    for (place, spec) in scenario.fleet.clusters.enumerated() {
      let first = nodes.count
      let firstBlock = nodes.blocks.count
      let startNodes = spec.pools.indices.map { addNodes(spec.pools[$0].nodeCount, pool: $0, of: place, .present) }
      let startNodeCount = nodes.count - first
      // Places for nodes to come stand behind those of the start, whose places mean the same in every run.
      for (pool, poolSpec) in spec.pools.enumerated() {
        let most = largestNodeCount(of: pool, in: spec)
        guard poolSpec.isAutoscaled || most > poolSpec.nodeCount || isResized(pool, of: spec) else { continue }
        let bounds = poolSpec.autoscalerBounds
        pools.append(
          PoolState(
            cluster: Int32(place), pool: Int32(pool), startNodes: startNodes[pool],
            extraNodes: addNodes(most - poolSpec.nodeCount, pool: pool, of: place, .absent),
            isAutoscaled: poolSpec.isAutoscaled, minimum: bounds.minimum, maximum: bounds.maximum))
      }
      var cluster = MemberCluster(nodes: first..<nodes.count, blocks: firstBlock..<nodes.blocks.count)
      cluster.admitsAll = spec.pools.allSatisfy(\.admitsAll)
      cluster.hasAgent = contender.profile.system == .karmada && spec.syncMode == .pull
      cluster.startNodeCount = startNodeCount
      cluster.pools = pools.indices.filter { pools[$0].cluster == Int32(place) }.map { Int32($0) }
      cluster.allocatable = MemberTotals(spec.allocatable)
      clusters.append(cluster)
      contacts.append(cluster.contact)
      reserve(spec.reserved, in: place)
      for node in first..<first + startNodeCount where grades.stride > 0 { countNode(node, in: place) }
    }
  }

  /// Lays out `count` nodes of a pool behind those there are.
  private mutating func addNodes(
    _ count: Int, pool: Int, of cluster: Int, _ presence: NodePresence
  ) -> Range<Int> {
    let spec = scenario.fleet.clusters[cluster].pools[pool]
    let group = NodeGroup(
      cluster: Int32(cluster), pool: Int32(pool), allocatable: NodeAmounts(spec.allocatable),
      pricePerHour: spec.pricePerHour)
    return nodes.append(count, of: group, presence: presence, isAutoscaled: spec.isAutoscaled)
  }

  /// The numbers of nodes that operators give a pool during the run.
  private func resizings(of pool: Int, in spec: ClusterSpec) -> [Int] {
    scenario.actions.compactMap { action in
      guard case .resize(let count) = action.kind, action.target.selects(spec) else { return nil }
      return action.target.nodePool ?? spec.pools[pool].name == spec.pools[pool].name ? count : nil
    }
  }

  private func isResized(_ pool: Int, of spec: ClusterSpec) -> Bool { !resizings(of: pool, in: spec).isEmpty }

  /// The most nodes of a pool at any time of the run.
  private func largestNodeCount(of pool: Int, in spec: ClusterSpec) -> Int {
    max(spec.pools[pool].largestNodeCount, resizings(of: pool, in: spec).max() ?? 0)
  }

  /// Takes what pods outside the scenario use, spread evenly over the nodes, the remainder on the first ones.
  private mutating func reserve(_ reserved: Resources, in cluster: Int) {
    let range = clusters[cluster].nodes.prefix(clusters[cluster].startNodeCount)
    guard !range.isEmpty, reserved != .zero else { return }
    let count = Int64(range.count)
    for (offset, node) in range.enumerated() {
      let extra: (Int64) -> Int64 = { total in total / count + (Int64(offset) < total % count ? 1 : 0) }
      let room = nodes.free(of: node)
      let taken = NodeAmounts(
        cpuMillicores: min(extra(reserved.cpuMillicores), room.cpuMillicores),
        memoryBytes: min(extra(reserved.memoryBytes), room.memoryBytes), pods: min(extra(reserved.pods), room.pods))
      nodes.reserve(taken, on: node)
      clusters[cluster].allocated.cpuMillicores += taken.cpuMillicores
      clusters[cluster].allocated.memoryBytes += taken.memoryBytes
      clusters[cluster].allocated.pods += taken.pods
    }
  }

  private mutating func setUpHub() {
    let fleet = scenario.fleet
    for (place, spec) in fleet.clusters.enumerated() {
      var hub = HubCluster()
      hub.reportPhase = phase(
        within: profile.propagation.statusPeriod, cluster: place,
        purpose: profile.propagation.statusPeriod == profile.detection.period ? .probePhase : .statusPhase)
      hub.requests = TokenBucket(profile.propagation.memberRate)
      hub.roundTrip = scenario.network.roundTripFromHub(to: spec)
      // What a cluster object carries from the start is as old as the run.
      hub.noExecuteTaints = spec.taints.filter { $0.effect == .noExecute }.map { ($0, now) }
      hubClusters.append(hub)
      snapshot.clusters.append(
        ClusterView(
          isJoined: !joinsLater(spec), taints: spec.taints,
          capacity: trueCapacity(of: place)))
    }
    let candidates = CandidateLists.find(for: scenario.workloads, policies: policies, in: fleet, by: scheduler)
    wanted.reserveCapacity(scenario.workloads.count)
    hubWorkloads.reserveOnLargePages(scenario.workloads.count)
    for place in scenario.workloads.indices {
      let replicas = demand.initial(of: WorkloadIndex(place))
      wanted.append(replicas)
      var hub = HubWorkload(replicas: replicas, template: Int32(place))
      hub.candidates = candidates[place]
      hubWorkloads.append(hub)
    }
    listWorkloadsOfClusters()
  }

  /// Lists the workloads that may use each cluster, in lists of the right size: there may be tens of millions of entries.
  private mutating func listWorkloadsOfClusters() {
    var counts = Array(repeating: 0, count: scenario.fleet.clusters.count)
    for workload in hubWorkloads.indices {
      for candidate in hubWorkloads[workload].candidates { counts[candidate.index] += 1 }
    }
    for (cluster, count) in counts.enumerated() { workloadsOfCluster[cluster].reserveCapacity(count) }
    for workload in hubWorkloads.indices {
      for candidate in hubWorkloads[workload].candidates { workloadsOfCluster[candidate.index].append(Int32(workload)) }
    }
  }

  /// Whether a cluster is no member yet at the start: the first of its joining and leaving is a joining.
  private func joinsLater(_ spec: ClusterSpec) -> Bool {
    let changes = scenario.actions.filter { ($0.kind == .join || $0.kind == .leave) && $0.target.selects(spec) }
    return changes.min { $0.at < $1.at }?.kind == .join
  }

  func phase(within period: SimulationDuration, cluster: Int, purpose: StreamPurpose) -> SimulationDuration {
    var stream = RandomStream(seed: seed, purpose: purpose, entity: clusterKeys[cluster])
    return SimulationDuration(nanoseconds: Int64(stream.uniformInteger(below: UInt64(max(period.nanoseconds, 1)))))
  }

  private mutating func setUpInputs() {
    for unit in faults.units.indices { scheduleNextFault(of: unit, from: .zero) }
    for workload in hubWorkloads.indices {
      observe(.demandChanged, workload: workload, value: Int64(wanted[workload]))
      scheduleNextDemand(of: workload)
    }
    for (place, action) in scenario.actions.enumerated() {
      _ = schedule(.actionDue(action: Int32(place)), at: action.at, priority: .high)
    }
  }

  private mutating func start(_ drain: ((inout [Observation]) -> Void)?) {
    if scenario.start == .placed { reserveTables() }
    for workload in hubWorkloads.indices where policies[workload] != nil {
      switch scenario.start {
      case .empty: enqueue(workload, .created)
      case .placed: placeAtStart(workload)
      }
      if let drain, observations.count >= Self.drainLevel { drain(&observations) }
    }
    settleWaiting()
    for cluster in clusters.indices { scheduleEvictions(from: cluster) }
    settleLosses()
    for pool in pools.indices { watchIdleNodes(of: pool) }
  }

  /// Makes room for what the tables may grow to, since growing copies them.
  private mutating func reserveTables() {
    let replicaCount = wanted.reduce(0) { $0 + Int($1) }
    // What is lost with a cluster stays in the table while others take its place.
    replicas.reserveOnLargePages(replicaCount + replicaCount / 2)
    let cohortCount = hubWorkloads.indices.reduce(0) {
      $0 + min(hubWorkloads[$1].candidates.count, Int(wanted[$1]), 32)
    }
    // Failures give workloads cohorts elsewhere.
    cohorts.reserveCapacity(cohortCount + cohortCount / 2)
    cohortRecords.reserveOnLargePages(cohortCount + cohortCount / 2)
    if followsCounts { countedReplicas.reserveCapacity(cohortCount + cohortCount / 2) }
  }

  /// Takes over the evictions that bindings in the input say are under way: their old copies run.
  private mutating func startEvictions(of workload: Int) {
    for task in contender.initialEvictions[workload] {
      guard let cluster = scenario.fleet.index(named: task.cluster), !holds(workload, cluster.index) else { continue }
      let cohort = cohortIndex(workload: workload, cluster: cluster.index)
      cohorts[cohort].sent = Int32(clamping: task.replicas ?? 0)
      setDesired(cohorts[cohort].sent, of: cohort, startsRunning: true)
      beginEvictionTask(
        of: workload, from: cluster.index, mode: task.suppressesDeletion ? .never : task.purgeMode,
        grace: task.gracePeriodSeconds.map { .seconds($0) } ?? profile.eviction.gracefulTimeout)
    }
  }

  /// Places one workload by its policy, unqueued, with true capacities, and has it running at once.
  private mutating func placeAtStart(_ workload: Int) {
    for candidate in hubWorkloads[workload].candidates { report(candidate.index, at: .zero) }
    let assignment: [AssignedReplicas]
    if let prescribed = contender.initialAssignments[workload] {
      let fleet = scenario.fleet
      assignment = prescribed.compactMap { AssignedReplicas($0, in: fleet) }
    } else {
      let decision = ask(workload, trigger: .created)
      guard case .assign(let answer) = decision.outcome else {
        recordFailure(decision.outcome, of: workload)
        return
      }
      hubWorkloads[workload].affinityGroup = decision.affinityGroup
      hubWorkloads[workload].noteScheduled(with: policies[workload])
      assignment = answer
    }
    // It was scheduled, and has become ready, before the run begins.
    hubWorkloads[workload].lastScheduledTime = SimulationTime(nanoseconds: -1_000_000_000)
    adopt(assignment, for: workload)
    startEvictions(of: workload)
    for entry in assignment {
      let cohort = cohortIndex(workload: workload, cluster: entry.cluster.index)
      let replicas = overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      cohorts[cohort].sent = replicas
      setDesired(replicas, of: cohort, startsRunning: true)
    }
    hubWorkloads[workload].hasUnsent = false
    settleCohorts()
  }
}

extension NodeAmounts {
  init(_ resources: Resources) {
    self.init(
      cpuMillicores: resources.cpuMillicores, memoryBytes: resources.memoryBytes, pods: resources.pods)
  }
}

extension MemberTotals {
  init(_ resources: Resources) {
    self.init(
      cpuMillicores: resources.cpuMillicores, memoryBytes: resources.memoryBytes, pods: resources.pods)
  }

  /// The sums as the model's resources.
  var resources: Resources {
    Resources(cpuMillicores: cpuMillicores, memoryBytes: memoryBytes, pods: pods)
  }

  /// Adds `count` times `requests`.
  mutating func add(_ requests: Resources, times count: Int64) {
    cpuMillicores += requests.cpuMillicores * count
    memoryBytes += requests.memoryBytes * count
    pods += requests.pods * count
  }
}

/// What the hub of a run consists of at its start.
private struct HubParts {
  let state: HubState
  let deciders: [DecisionShard]
  let evictionTokens: TokenBucket
  let hubRequests: [TokenBucket]
  let monitorPhase: SimulationDuration
  let queueScanPhase: SimulationDuration
  let affinityGroups: WorkloadGroups

  init(scenario: Scenario, contender: ContenderSpec, seed: UInt64) {
    let profile = contender.profile
    let hasOwnScheduler = profile.system == .karmada
    state = HubState(scenario.network.hub, hasOwnScheduler: hasOwnScheduler)
    let shards = hasOwnScheduler ? state.scheduler.count : state.controllers.count
    deciders = Array(repeating: DecisionShard(profile.scheduling), count: shards)
    evictionTokens = TokenBucket(profile.eviction.queueRate)
    hubRequests = Array(repeating: TokenBucket(profile.propagation.hubRate), count: state.controllers.count)
    let monitorPeriod = profile.detection.lease.map(\.monitorPeriod) ?? .zero
    monitorPhase = Self.phase(seed: seed, loop: 0, period: monitorPeriod)
    queueScanPhase = Self.phase(seed: seed, loop: 1, period: .seconds(30))
    affinityGroups = WorkloadGroups(policies: contender.policies, workloads: scenario.workloads)
  }

  /// Where in its period a loop of the hub begins.
  private static func phase(seed: UInt64, loop: UInt64, period: SimulationDuration) -> SimulationDuration {
    var stream = RandomStream(seed: seed, purpose: .hubLoop, entity: loop)
    let bound = UInt64(max(period.nanoseconds, 1))
    return SimulationDuration(nanoseconds: Int64(stream.uniformInteger(below: bound)))
  }
}
