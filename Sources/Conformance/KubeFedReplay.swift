// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// Replays a KubeFed case.
enum KubeFedReplay {
  static func answer(to fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    guard let rebalance = try fields.optionalBoolean("rebalance") else { throw VectorFault("rebalance is missing") }
    let total = try fields.integer("total")
    let clusters = try fields.plannerClusters()
    let key = try fields.optionalString("key") ?? ""
    let defaultPreference = try fields.preference("default_pref")
    do {
      let columns = PlannerColumns(clusters: clusters, defaultPreference: defaultPreference, key: key)
      let plan = try FastPlannersByName.kubeFed(total: total, rebalance: rebalance, key: key, columns: columns)
      return .exactly(.plan(plan, names: clusters.map(\.name)))
    } catch {
      return .refused(error)
    }
  }
}

extension CaseFields {
  /// The `clusters` of a KubeFed or KubeAdmiral case.
  func plannerClusters() throws(VectorFault) -> [PlannerCluster] {
    let clusters = try list("clusters") { cluster throws(VectorFault) in
      PlannerCluster(
        name: try cluster.string("name"), preference: try cluster.preference("pref"),
        current: try cluster.optionalInteger("current"), capacity: try cluster.optionalInteger("capacity"),
        limit: try cluster.optionalInteger("limit"), scheduled: try cluster.optionalInteger("scheduled"))
    }
    try requireDistinct(clusters.map(\.name), in: "clusters")
    return clusters
  }

  /// A preference; absent is none.
  func preference(_ name: String) throws(VectorFault) -> ReplicaPreference? {
    guard let fields = try optionalObject(name) else { return nil }
    return ReplicaPreference(
      minimum: try fields.optionalInteger("min") ?? 0, maximum: try fields.optionalInteger("max"),
      weight: try fields.optionalInteger("weight") ?? 0)
  }
}

extension JSONValue {
  /// `{"plan": {...}, "overflow": {...}}`.
  static func plan(_ plan: ReplicaPlan, names: [String]) -> JSONValue {
    .object(
      JSONObject(members: [("plan", .map(names, plan.replicas)), ("overflow", .map(names, plan.overflow))]))
  }
}
