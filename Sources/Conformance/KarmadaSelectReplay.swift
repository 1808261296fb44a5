// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// Replays a case of Karmada's cluster selection.
enum KarmadaSelectReplay {
  static func answer(to fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    switch try fields.string("op") {
    case "select": try select(fields)
    case "groups": try groups(fields)
    case "by_region": try byRegion(fields)
    case let operation: throw VectorFault("op \"\(operation)\" is none of Karmada's selection")
    }
  }

  private static func failure(_ error: KarmadaSelectionError) -> PlannerAnswer {
    if case .refused(let refusal) = error { return .refused(refusal) }
    return .exactly(.object(JSONObject(members: [("error", .string(error.description))])))
  }

  private static func select(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let usesTiers = try fields.optionalBoolean("overflow_tiers") ?? false
    let clusters = try fields.list("clusters") { cluster throws(VectorFault) in
      let tier = try cluster.optionalShortInteger("tier") ?? 0
      _ = try cluster.strings("zones")
      _ = try cluster.optionalString("provider")
      return KarmadaFeasibleCluster(
        name: try cluster.string("name"), score: try cluster.optionalInteger("score") ?? 0,
        estimate: try cluster.optionalShortInteger("allocatable"),
        region: try cluster.optionalString("region") ?? "", tier: usesTiers ? tier : 0)
    }
    try fields.requireDistinct(clusters.map(\.name), in: "clusters")
    let replicas = try fields.shortInteger("replicas")
    let strategy = try fields.karmadaStrategy()
    let constraints = try fields.karmadaConstraints()
    let previous = try fields.karmadaPrevious()
    do {
      let result = try FastPlannersByName.karmadaSelection(
        replicas: replicas, strategy: strategy, constraints: constraints, clusters: clusters, previous: previous)
      var members: [(name: String, value: JSONValue)] = [
        ("selected", .array(result.selected.map { entry($0, clusters) }))
      ]
      if !result.regions.isEmpty {
        members.append(("region_scores", .map(result.regions.map(\.name), result.regions.map(\.score))))
      }
      return .exactly(.object(JSONObject(members: members)))
    } catch {
      return failure(error)
    }
  }

  private static func entry(_ choice: KarmadaSelection.Choice, _ clusters: [KarmadaFeasibleCluster]) -> JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("name", .string(clusters[choice.index].name)), ("available", .integer(choice.available)),
      ("allocatable", .integer(Int64(choice.allocatable))),
    ]
    let tier = clusters[choice.index].tier
    if tier != 0 { members.append(("tier", .integer(Int64(tier)))) }
    return .object(JSONObject(members: members))
  }

  private static func selected(_ names: [String]) -> PlannerAnswer {
    .exactly(.object(JSONObject(members: [("selected", .array(names.map(JSONValue.string)))])))
  }

  private static func groups(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let groups = try fields.list("groups") { group throws(VectorFault) in
      KarmadaGroupSelection.Group(
        name: try group.string("name"), value: try group.optionalInteger("value") ?? 0,
        weight: try group.optionalInteger("weight") ?? 0)
    }
    try fields.requireDistinct(groups.map(\.name), in: "groups")
    let minimum = try fields.optionalInteger("min") ?? 0
    let maximum = try fields.optionalInteger("max") ?? 0
    let target = try fields.optionalInteger("target") ?? 0
    do {
      let chosen = try FastPlannersByName.karmadaGroups(
        groups, minimum: minimum, maximum: maximum, target: target)
      return selected(chosen.map { groups[$0].name })
    } catch {
      return .refused(error)
    }
  }

  private static func byRegion(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    var clusters: [KarmadaFeasibleCluster] = []
    let regions = try fields.list("regions") { region throws(VectorFault) in
      let name = try region.string("name")
      let members = try region.list("clusters") { cluster throws(VectorFault) in
        clusters.append(
          KarmadaFeasibleCluster(
            name: try cluster.string("name"), score: try cluster.optionalInteger("score") ?? 0, region: name,
            tier: try cluster.optionalShortInteger("tier") ?? 0))
        return KarmadaSelection.Choice(
          index: clusters.count - 1, available: try cluster.optionalInteger("available") ?? 0, allocatable: 0)
      }
      return KarmadaSelection.Region(
        name: name, score: try region.optionalInteger("score") ?? 0, members: members)
    }
    let names = clusters.map(\.name)
    try fields.requireDistinct(names, in: "regions[].clusters")
    try fields.requireDistinct(regions.map(\.name), in: "regions")
    let constraints = try fields.karmadaConstraints()
    guard let region = constraints.last(where: { $0.field == .region }) else {
      throw VectorFault("constraints has no region constraint")
    }
    do {
      let chosen = try FastPlannersByName.karmadaRegions(
        regions, region: region, cluster: constraints.last { $0.field == .cluster }, clusters: clusters)
      return selected(chosen.map { names[$0.index] })
    } catch {
      return failure(error)
    }
  }
}
