// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// Replays a KubeAdmiral case.
enum KubeAdmiralReplay {
  static func answer(to fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    switch try fields.string("op") {
    case "plan": try plan(fields)
    case "binpack": try binpack(fields)
    case "schedule": try schedule(fields)
    case "capacity_weights": try capacityWeights(fields)
    case "weight_limit": try weightLimit(fields)
    case "percentage": try percentage(fields)
    case let operation: throw VectorFault("op \"\(operation)\" is none of KubeAdmiral's")
    }
  }

  private static func plan(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let total = try fields.integer("total")
    let clusters = try fields.plannerClusters()
    let (avoidDisruption, keepUnschedulable) = try flags(fields)
    let key = try fields.optionalString("key") ?? ""
    let columns = PlannerColumns(
      clusters: clusters, defaultPreference: try fields.preference("default_pref"), key: key)
    var results: [JSONValue] = []
    do {
      for columns in try HashTies.variants(of: columns) {
        let plan = try FastPlannersByName.kubeAdmiral(
          total: total, avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable,
          key: key, columns: columns)
        results.addDistinct(.plan(plan, names: columns.names))
      }
    } catch {
      return .refused(error)
    }
    return results.count == 1 ? .exactly(results[0]) : .oneOf(results)
  }

  private static func flags(
    _ fields: CaseFields
  ) throws(VectorFault) -> (avoidDisruption: Bool, keepUnschedulable: Bool) {
    (
      try fields.optionalBoolean("avoid_disruption") ?? false,
      try fields.optionalBoolean("keep_unschedulable") ?? false
    )
  }

  private static func binpack(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let total = try fields.integer("total")
    let clusters = try fields.plannerClusters()
    let (avoidDisruption, keepUnschedulable) = try flags(fields)
    let plan = BinpackPlanner.plan(
      total: total, avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable, clusters: clusters)
    return .exactly(.plan(plan, names: clusters.map(\.name)))
  }

  /// A cluster's weighting resource in thousandths.
  private struct ResourceLine {
    var name: String
    var allocatable: Int64
    var available: Int64
    var isTainted: Bool
  }

  private static func resources(_ fields: CaseFields) throws(VectorFault) -> [ResourceLine] {
    let lines = try fields.list("resources") { line throws(VectorFault) in
      ResourceLine(
        name: try line.string("name"),
        allocatable: CapacityWeights.wholeUnits(fromMilli: try line.optionalInteger("allocatable_milli") ?? 0),
        available: CapacityWeights.wholeUnits(fromMilli: try line.optionalInteger("available_milli") ?? 0),
        isTainted: try line.optionalBoolean("no_schedule") ?? false)
    }
    try fields.requireDistinct(lines.map(\.name), in: "resources")
    return lines
  }

  private static func schedule(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let total = try fields.integer("total")
    let key = try fields.optionalString("key") ?? ""
    let clusters = try fields.plannerClusters()
    let names = clusters.map(\.name)
    let (avoidDisruption, keepUnschedulable) = try flags(fields)
    let lines = try resources(fields)
    let index = NameIndex(names: lines.map(\.name))
    let resources = clusters.map { cluster in
      let line = index.position(of: cluster.name).map { lines[$0] }
      return KubeAdmiralReplicaScheduling.Resources(
        allocatable: line?.allocatable ?? 0, available: line?.available ?? 0,
        hasUntoleratedNoScheduleTaint: line?.isTainted ?? false)
    }
    var sources: [KubeAdmiralReplicaScheduling.Weights] = [.preferences]
    if try fields.optionalBoolean("static_weights") != true {
      let limits = CapacityWeights.limits(allocatable: resources.map(\.allocatable))
      let weights = CapacityWeights(available: resources.map(\.available), limits: limits)
      sources = [.capacity] + weights.variants.map { .given($0) }
    }
    var results: [JSONValue] = []
    do {
      for weights in sources {
        let replicas = try KubeAdmiralReplicaScheduling.schedule(
          total: total, key: key, avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable,
          weights: weights, clusters: clusters, resources: resources)
        let placed = JSONValue.map(names, replicas.map { $0 == 0 ? nil : $0 })
        results.addDistinct(.object(JSONObject(members: [("replicas", placed)])))
      }
    } catch {
      return .refused(error)
    }
    return results.count == 1 ? .exactly(results[0]) : .oneOf(results)
  }

  private static func capacityWeights(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let lines = try resources(fields)
    guard !lines.isEmpty else { return .exactly(.object(JSONObject(members: []))) }
    let names = lines.map(\.name)
    let limits = CapacityWeights.limits(allocatable: lines.map(\.allocatable))
    let weights = CapacityWeights(available: lines.map(\.available), limits: limits)
    return .exactly(
      .object(JSONObject(members: [("weight_limit", .map(names, limits))] + weights.members(names: names))))
  }

  private static func weightLimit(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let lines = try resources(fields)
    let limits = CapacityWeights.limits(
      allocatable: lines.map(\.allocatable), ratio: try fields.number("ratio"))
    let names = lines.map(\.name)
    return .exactly(.object(JSONObject(members: [("weight_limit", .map(names, limits))])))
  }

  private static func percentage(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let lines = try resources(fields)
    guard let given = try fields.optionalObject("limit_in") else { throw VectorFault("limit_in is missing") }
    var limits: [Int64] = []
    for line in lines { limits.append(try given.optionalInteger(line.name) ?? 0) }
    let weights = CapacityWeights(available: lines.map(\.available), limits: limits)
    return .exactly(.object(JSONObject(members: weights.members(names: lines.map(\.name)))))
  }
}

extension CapacityWeights {
  /// The weights as a vector has them: with the receivers listed when the original picks one at random.
  fileprivate func members(names: [String]) -> [(name: String, value: JSONValue)] {
    if remainder != 0, receivers.count > 1 {
      let receiverNames = receivers.map { names[$0] }
      return [
        ("base_weights", .map(names, baseWeights)), ("remainder", .integer(remainder)),
        ("receivers", .array(NameIndex(names: receiverNames).inOrder.map(JSONValue.string))),
      ]
    }
    let nobody = addsRemainderToNobody ? [""] : []
    return [("weights", .map(names + nobody, weights(names: names) + (nobody.isEmpty ? [] : [remainder])))]
  }

  /// The weights for each receiver that the original may pick.
  fileprivate var variants: [[Int64]] {
    guard remainder != 0, receivers.count > 1 else { return [] }
    return receivers.map { receiver in
      var weights = baseWeights
      weights[receiver] &+= remainder
      return weights
    }
  }
}

extension NameIndex {
  /// The names in byte order.
  var inOrder: [String] { sorted.map { names[Int($0)] } }
}

extension [JSONValue] {
  /// Appends a value that is not there yet.
  mutating func addDistinct(_ value: JSONValue) {
    if !contains(where: { $0.isEqual(value) }) { append(value) }
  }
}

/// The orders in which KubeAdmiral may meet clusters whose names hash alike.
enum HashTies {
  /// Orders of the clusters of one hash that are tried; more need a hash shared by five clusters.
  static let variantLimit = 64

  /// The columns as they are, then with each other order of clusters of equal hash in either of the two walks.
  static func variants(of columns: PlannerColumns) throws(PlannerRefusal) -> [PlannerColumns] {
    let groups = groupsOfEqualHash(columns)
    if groups.isEmpty { return [columns] }
    var ranks = [NameOrder.ranks(of: columns.names)]
    for group in groups {
      ranks = ranks.flatMap { base in
        permutations(of: group).map { permutation in
          var permuted = base
          for (member, source) in zip(group, permutation) { permuted[member] = base[source] }
          return permuted
        }
      }
      if ranks.count > variantLimit {
        throw .crashesUpstream(reason: "\(ranks.count) random orders of clusters with equal hashes")
      }
    }
    return [columns]
      + ranks.flatMap { desired in
        ranks.map { moving in
          var variant = columns
          variant.desiredTieRanks = desired
          variant.movingTieRanks = moving
          return variant
        }
      }
  }

  private static func groupsOfEqualHash(_ columns: PlannerColumns) -> [[Int]] {
    let order = columns.names.indices.filter { columns.participates[$0] }
      .sorted { (columns.hashes[$0], $0) < (columns.hashes[$1], $1) }
    var groups: [[Int]] = []
    var group: [Int] = []
    for position in order {
      if let last = group.last, columns.hashes[last] != columns.hashes[position] {
        if group.count > 1 { groups.append(group) }
        group = []
      }
      group.append(position)
    }
    if group.count > 1 { groups.append(group) }
    return groups
  }

  private static func permutations(of members: [Int]) -> [[Int]] {
    guard members.count > 1, members.count <= 5 else { return [members] }
    return members.indices.flatMap { first in
      var rest = members
      let head = rest.remove(at: first)
      return permutations(of: rest).map { [head] + $0 }
    }
  }
}
