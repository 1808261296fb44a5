// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel
import Scheduling

/// How Federation v1 and KubeFed divide replicas by preferences: the same planner over the ready clusters.
///
/// Source: kubefed d6f10d2 `pkg/schedulingtypes/replicascheduler.go`; kubernetes-retired/federation 804bb9f
/// `pkg/federatedtypes/scheduling.go`. Every call plans anew; an entry of 0 is kept, so that the member gets an object
/// without replicas. What runs beyond the plan on a cluster with too little room is added on top, so that the sum may
/// exceed the total.
struct ReplicaPreferencePlanning {
  /// Whether running replicas move to honour the weights.
  var rebalance: Bool
  /// By cluster name or `*`; a cluster that neither names gets 0.
  var preferences: [ClusterPreference]
  /// Whether replicas beyond a member's room stay in its object when running replicas move.
  var keepsOverflow = true

  /// The division over the candidates that are ready, in their order. `keep` when none is.
  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, fleet: PlanningFleet,
    in memory: inout ReplicaPreferenceColumns
  ) -> SchedulingOutcome {
    memory.start(request.candidates, snapshot)
    let count = memory.clusters.count
    if count == 0 { return .keep }
    memory.set(preferences, fleet)
    memory.set(request.observed)
    do {
      try memory.divide(
        total: request.replicas, rebalance: rebalance, keepsOverflow: keepsOverflow || !rebalance, key: request.key,
        fleet: fleet)
    } catch {
      return .unschedulable(message: error.description, clearsAssignment: false, retries: false)
    }
    let (clusters, replicas) = (memory.clusters.clusters, memory.replicas.elements)
    return .assign(
      [AssignedReplicas](unsafeUninitializedCapacity: count) { assigned, written in
        for place in 0..<count {
          assigned.initializeElement(
            at: place, to: AssignedReplicas(cluster: ClusterIndex(clusters[place]), replicas: replicas[place]))
        }
        written = count
      })
  }

  /// Every cluster of the fleet, with `exclusion` for those that were never candidates; of the decision just made.
  func explain(
    _ outcome: SchedulingOutcome, request: SchedulingRequest, snapshot: FederationSnapshot, exclusion: String,
    in memory: borrowing ReplicaPreferenceColumns
  ) -> [ClusterExplanation] {
    var isAssigned = false
    if case .assign = outcome { isAssigned = true }
    var explanations: [ClusterExplanation] = []
    for index in snapshot.clusters.indices {
      let cluster = ClusterIndex(index)
      guard let place = memory.clusters.place(of: cluster) else {
        let isCandidate = request.candidates.ascendingPosition(of: cluster) != nil
        let reason = isCandidate ? snapshot.clusters[index].absenceReason : exclusion
        explanations.append(ClusterExplanation(cluster: cluster, isFeasible: false, reasons: [reason]))
        continue
      }
      let preference = memory.preference(at: place)
      let capacity = memory.capacity(at: place)
      let replicas = isAssigned ? memory.replicas.elements[place] : 0
      var reasons: [String] = []
      if preference == nil { reasons.append("no preference names the cluster") }
      if let capacity, Int64(replicas) > capacity {
        reasons.append("\(Int64(replicas) - capacity) replicas beyond the estimated capacity stay")
      }
      explanations.append(
        ClusterExplanation(
          cluster: cluster, isFeasible: true, reasons: reasons, weight: preference?.weight ?? 0,
          minimum: preference?.minimum ?? 0, maximum: preference?.maximum, capacity: capacity, assigned: replicas))
    }
    return explanations
  }
}

extension ClusterView {
  /// Whether Federation v1 and KubeFed see it at all.
  var isPlannable: Bool { isJoined && readiness == .ready }

  /// Why they do not.
  var absenceReason: String {
    isJoined ? "cluster is not ready" : "cluster is not part of the federation"
  }
}

/// The columns that preferences and observations are written into, by place among the ready clusters.
struct ReplicaPreferenceColumns: ~Copyable {
  private(set) var clusters: ClusterPlaces
  private(set) var replicas = Column<Int32>()
  private var planner = FastKubeFedPlanner()
  private var nameHashes = Column<UInt32>()
  private var participants = Column<Int32>()
  private var takesPart = Column<Bool>()
  private var weights = Column<Int64>()
  private var minimums = Column<Int64>()
  private var maximums = Column<Int64>()
  private var currents = Column<Int64>()
  private var capacities = Column<Int64>()

  /// Which columns hold anything.
  private var everyoneTakesPart = false
  private var (hasMinimums, hasMaximums, hasCurrents, hasCapacities) = (false, false, false, false)

  init(fleetCount: Int) { clusters = ClusterPlaces(fleetCount: fleetCount) }

  /// The candidates that are ready; nobody takes part yet and nothing bounds anything.
  mutating func start(_ candidates: [ClusterIndex], _ snapshot: borrowing FederationSnapshot) {
    clusters.removeAll()
    for cluster in candidates where snapshot.clusters[cluster.index].isPlannable { clusters.append(cluster) }
    everyoneTakesPart = false
    (hasMinimums, hasMaximums, hasCurrents, hasCapacities) = (false, false, false, false)
  }

  /// Writes own preferences over that for every other cluster.
  mutating func set(_ preferences: [ClusterPreference], _ fleet: borrowing PlanningFleet) {
    let count = clusters.count
    let (takesPart, weights) = (takesPart.reserve(count), weights.reserve(count))
    let (minimums, maximums) = (minimums.reserve(count), maximums.reserve(count))
    let everyOther = preferences.first { $0.cluster == "*" }
    everyoneTakesPart = everyOther != nil
    takesPart.update(repeating: everyoneTakesPart, count: count)
    weights.update(repeating: everyOther?.weight ?? 0, count: count)
    minimums.update(repeating: everyOther?.minimum ?? 0, count: count)
    maximums.update(repeating: everyOther?.maximum ?? .max, count: count)
    hasMinimums = everyOther.map { $0.minimum != 0 } ?? false
    hasMaximums = everyOther?.maximum != nil
    for preference in preferences where preference.cluster != "*" {
      guard let cluster = fleet.index(of: preference.cluster), let place = clusters.place(of: cluster) else { continue }
      takesPart[place] = true
      weights[place] = preference.weight
      minimums[place] = preference.minimum
      maximums[place] = preference.maximum ?? .max
      hasMinimums = hasMinimums || preference.minimum != 0
      hasMaximums = hasMaximums || preference.maximum != nil
    }
  }

  /// Source: `replicascheduler.go` clustersReplicaState: where all replicas are ready there is no estimate of capacity.
  mutating func set(_ observed: [ObservedReplicas]) {
    let count = clusters.count
    for entry in observed {
      guard let place = clusters.place(of: entry.cluster) else { continue }
      if !hasCurrents {
        hasCurrents = true
        currents.reserve(count).update(repeating: .min, count: count)
      }
      currents.elements[place] = Int64(entry.counted)
      if entry.desired != entry.ready, entry.unschedulable > 0 {
        if !hasCapacities {
          hasCapacities = true
          capacities.reserve(count).update(repeating: .max, count: count)
        }
        capacities.elements[place] = Int64(entry.desired) - Int64(entry.unschedulable)
      }
    }
  }

  /// Fills ``replicas``.
  mutating func divide(
    total: Int32, rebalance: Bool, keepsOverflow: Bool, key: String, fleet: PlanningFleet
  ) throws(PlannerRefusal) {
    let count = clusters.count
    let nameHashes = nameHashes.reserve(count)
    for (place, cluster) in clusters.clusters.enumerated() { nameHashes[place] = fleet.nameHashes[Int(cluster)] }
    var columns = WeightedColumns(count: count, nameHashes: nameHashes, weights: weights.elements)
    if !everyoneTakesPart {
      let participants = participants.reserve(count + 1)
      var taking = 0
      for place in 0..<count {
        participants[taking] = Int32(truncatingIfNeeded: place)
        taking += takesPart.elements[place] ? 1 : 0
      }
      columns.participants = UnsafeBufferPointer(start: participants, count: taking)
    }
    if hasMinimums { columns.minimums = UnsafePointer(minimums.elements) }
    if hasMaximums { columns.maximums = UnsafePointer(maximums.elements) }
    if hasCurrents { columns.currents = UnsafePointer(currents.elements) }
    if hasCapacities { columns.capacities = UnsafePointer(capacities.elements) }
    let replicas = replicas.reserve(count)
    try key.withPlannerKey { bytes throws(PlannerRefusal) in
      try planner.divide(
        total: Int64(total), rebalance: rebalance, key: bytes, over: columns, keepsOverflow: keepsOverflow,
        into: replicas)
    }
  }

  /// The preference of the cluster at a place; nil where none names it.
  func preference(at place: Int) -> ReplicaPreference? {
    guard takesPart.elements[place] else { return nil }
    let maximum = maximums.elements[place]
    return ReplicaPreference(
      minimum: minimums.elements[place], maximum: maximum == .max ? nil : maximum, weight: weights.elements[place])
  }

  /// The estimated capacity of the cluster at a place, where there is one.
  func capacity(at place: Int) -> Int64? {
    guard hasCapacities, capacities.elements[place] != .max else { return nil }
    return capacities.elements[place]
  }
}

extension String {
  /// The bytes that continue the hashes of cluster names.
  func withPlannerKey<Answer, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    var key = self
    var result: Result<Answer, Failure>?
    key.withUTF8 { bytes in
      do throws(Failure) {
        result = .success(try body(bytes))
      } catch {
        result = .failure(error)
      }
    }
    guard let result else { preconditionFailure("the key \(self) was not read") }
    return try result.get()
  }
}
