// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel
import Scheduling

/// KubeAdmiral's two replica plugins on the selected clusters: spread by weight, or pack by priority.
///
/// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/framework/plugins/rsp/rsp.go`,
/// `plugins/preferencebinpack/preference_bin_pack.go`, `pkg/controllers/automigration/controller.go`.
struct KubeAdmiralReplicas: ~Copyable {
  /// Selected clusters; their order is the order of filling for pack.
  var selected: ClusterPlaces
  /// Replicas per selected cluster, of the last division.
  private(set) var replicas = Column<Int32>()
  private var planner = FastKubeAdmiralPlanner()
  private var capacityWeights = FastCapacityWeights()
  private var nameHashes = Column<UInt32>()
  private var nameRanks = Column<Int32>()
  private var weights = Column<Int64>()
  private var minimums = Column<Int64>()
  private var maximums = Column<Int64>()
  private var currents = Column<Int64>()
  private var capacities = Column<Int64>()
  private var scheduled = Column<Int64>()
  private var allocatable = Column<Int64>()
  private var available = Column<Int64>()
  private var isTainted = Column<Bool>()

  /// Which columns hold anything.
  private var (hasMinimums, hasMaximums, hasCapacities) = (false, false, false)

  init(fleetCount: Int) { selected = ClusterPlaces(fleetCount: fleetCount) }

  /// Collects what the planners need of ``selected``. O(n + placements + observations).
  mutating func collect(
    _ policy: borrowing KubeAdmiralPolicy, _ request: borrowing SchedulingRequest,
    _ snapshot: borrowing FederationSnapshot, _ fleet: borrowing PlanningFleet
  ) {
    let count = selected.count
    (hasMinimums, hasMaximums, hasCapacities) = (false, false, false)
    let (hashes, ranks, isTainted) = (nameHashes.reserve(count), nameRanks.reserve(count), isTainted.reserve(count))
    weights.reserve(count).update(repeating: 0, count: count)
    minimums.reserve(count).update(repeating: 0, count: count)
    maximums.reserve(count).update(repeating: .max, count: count)
    currents.reserve(count).update(repeating: .min, count: count)
    capacities.reserve(count).update(repeating: .max, count: count)
    scheduled.reserve(count).update(repeating: .min, count: count)
    for place in 0..<count {
      let cluster = selected[place].index
      hashes[place] = fleet.nameHashes[cluster]
      ranks[place] = fleet.nameRanks[cluster]
      isTainted[place] = KubeAdmiralFilters.hasUntoleratedNoSchedule(
        snapshot.clusters[cluster], tolerations: policy.tolerations)
    }
    let isWeighted = setPlacements(policy.placements, fleet)
    for entry in request.current {
      if let place = selected.place(of: entry.cluster) { currents.elements[place] = Int64(entry.replicas) }
    }
    if policy.autoMigration != nil { setObservations(request.observed) }
    if !isWeighted, !policy.packs { setCapacityWeights(snapshot) }
  }

  /// Whether a weight is given.
  private mutating func setPlacements(
    _ placements: [KubeAdmiralPolicy.Placement], _ fleet: borrowing PlanningFleet
  ) -> Bool {
    var isWeighted = false
    for placement in placements {
      isWeighted = isWeighted || placement.weight != nil
      guard let cluster = fleet.index(of: placement.cluster), let place = selected.place(of: cluster) else { continue }
      weights.elements[place] = placement.weight ?? 0
      minimums.elements[place] = placement.minimum
      maximums.elements[place] = placement.maximum ?? .max
      hasMinimums = hasMinimums || placement.minimum != 0
      hasMaximums = hasMaximums || placement.maximum != nil
    }
    return isWeighted
  }

  private mutating func setObservations(_ observed: [ObservedReplicas]) {
    for entry in observed {
      guard let place = selected.place(of: entry.cluster) else { continue }
      scheduled.elements[place] = Int64(entry.desired) - Int64(entry.unschedulable)
      if entry.desired != entry.ready, entry.unschedulable > 0 {
        capacities.elements[place] = max(0, Int64(entry.desired) - Int64(entry.unschedulable))
        hasCapacities = true
      }
    }
  }

  /// Without a single given weight, those that follow from the clusters' CPU. The rounding remainder goes to the lowest
  /// name; the original takes the first in a Go map.
  private mutating func setCapacityWeights(_ snapshot: borrowing FederationSnapshot) {
    let count = selected.count
    let (allocatable, available) = (allocatable.reserve(count), available.reserve(count))
    for place in 0..<count {
      let index = selected[place].index
      let offered = snapshot.clusters[index].capacity.allocatable.cpuMillicores
      let free =
        offered &- snapshot.clusters[index].capacity.allocated.cpuMillicores
        &- snapshot.clusters[index].capacity.allocating.cpuMillicores
      allocatable[place] = CapacityWeights.wholeUnits(fromMilli: offered)
      available[place] = CapacityWeights.wholeUnits(fromMilli: free)
    }
    let made = capacityWeights.weights(
      allocatable: allocatable, available: available, nameRanks: nameRanks.elements, count: count)
    weights.elements.update(from: made, count: count)
  }

  /// Fills ``replicas``; 0 is no entry.
  mutating func divide(
    policy: borrowing KubeAdmiralPolicy, request: borrowing SchedulingRequest
  ) throws(PlannerRefusal) {
    let keepsUnschedulable = policy.autoMigration?.keepUnschedulableReplicas ?? false
    if policy.packs { return pack(policy, request, keepsUnschedulable) }
    let count = selected.count
    let replicas = replicas.reserve(count)
    capByTaints()
    var columns = WeightedColumns(count: count, nameHashes: nameHashes.elements, weights: weights.elements)
    if hasMinimums { columns.minimums = UnsafePointer(minimums.elements) }
    if hasMaximums { columns.maximums = UnsafePointer(maximums.elements) }
    columns.ownMaximums = columns.maximums
    columns.currents = UnsafePointer(currents.elements)
    if hasCapacities { columns.capacities = UnsafePointer(capacities.elements) }
    columns.desiredTieRanks = UnsafePointer(nameRanks.elements)
    columns.movingTieRanks = columns.desiredTieRanks
    let flags = FastKubeAdmiralPlanner.Flags(
      avoidDisruption: policy.avoidsDisruption, keepUnschedulable: keepsUnschedulable)
    let total = Int64(request.replicas)
    try request.key.withPlannerKey { key throws(PlannerRefusal) in
      try planner.divide(total: total, flags: flags, key: key, over: columns, into: replicas)
    }
  }

  /// An untolerated NoSchedule taint caps the maximum at what is there.
  private mutating func capByTaints() {
    let (maximums, currents, isTainted) = (maximums.elements, currents.elements, isTainted.elements)
    for place in 0..<selected.count where isTainted[place] {
      maximums[place] = min(maximums[place], currents[place] == .min ? 0 : currents[place])
      hasMaximums = true
    }
  }

  private mutating func pack(
    _ policy: borrowing KubeAdmiralPolicy, _ request: borrowing SchedulingRequest, _ keepsUnschedulable: Bool
  ) {
    let count = selected.count
    capByTaints()
    func present(_ value: Int64, absent: Int64) -> Int64? { value == absent ? nil : value }
    var clusters: [PlannerCluster] = []
    var holders = 0
    for place in 0..<count {
      let current = present(currents.elements[place], absent: .min)
      holders += current == nil ? 0 : 1
      clusters.append(
        PlannerCluster(
          name: "",
          preference: ReplicaPreference(
            minimum: minimums.elements[place], maximum: present(maximums.elements[place], absent: .max)),
          current: current, capacity: present(capacities.elements[place], absent: .max),
          scheduled: present(scheduled.elements[place], absent: .min)))
    }
    let plan = BinpackPlanner.plan(
      total: Int64(request.replicas), avoidDisruption: policy.avoidsDisruption, keepUnschedulable: keepsUnschedulable,
      clusters: clusters, holdsReplicasElsewhere: request.current.count > holders)
    let replicas = replicas.reserve(count)
    for (place, combined) in plan.combined.enumerated() { replicas[place] = Int32(clamping: max(combined, 0)) }
  }

  /// What the planner was told of the cluster at a place.
  func explain(at place: Int, packs: Bool, in explanation: inout ClusterExplanation) {
    explanation.weight = packs ? nil : weights.elements[place]
    explanation.minimum = minimums.elements[place]
    explanation.maximum = maximums.elements[place] == .max ? nil : maximums.elements[place]
    explanation.capacity = capacities.elements[place] == .max ? nil : capacities.elements[place]
    if isTainted.elements[place] {
      let current = currents.elements[place] == .min ? 0 : currents.elements[place]
      explanation.reasons = ["an untolerated NoSchedule taint holds it at \(current) replicas"]
    }
  }
}
