// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// Replays a case of Karmada's assignment or dispenser.
enum KarmadaAssignReplay {
  static func answer(to fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    switch try fields.optionalString("op") {
    case nil: try assign(fields)
    case "dispense": try dispense(fields)
    case let operation?: throw VectorFault("op \"\(operation)\" is none of Karmada's assignment")
    }
  }

  private static func assign(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let candidates = try fields.list("candidates") { candidate throws(VectorFault) in
      KarmadaCandidate(
        name: try candidate.string("name"), allocatable: try candidate.optionalShortInteger("allocatable") ?? 0,
        available: try candidate.optionalInteger("available") ?? 0,
        tier: try candidate.optionalShortInteger("tier") ?? 0)
    }
    let names = candidates.map(\.name)
    try fields.requireDistinct(names, in: "candidates")
    let problem = KarmadaAssignment.Problem(
      replicas: try fields.shortInteger("replicas"),
      hasRequirements: try fields.optionalBoolean("has_requirements") ?? false,
      strategy: try fields.karmadaStrategy(), mode: try mode(fields),
      uid: try fields.optionalString("uid") ?? "",
      usesOverflowTiers: try fields.optionalBoolean("overflow_tiers") ?? false, candidates: candidates,
      previous: try fields.karmadaPrevious())
    do {
      let result = try FastPlannersByName.karmadaAssignment(problem)
      let assigned = names.indices.map { result.isTarget($0) ? Int64(result.replicas[$0]) : nil }
      return .exactly(.object(JSONObject(members: [("assigned", .map(names, assigned))])))
    } catch .refused(let refusal) {
      return .refused(refusal)
    } catch {
      var members: [(name: String, value: JSONValue)] = [("error", .string(error.description))]
      if error.isUnschedulable { members.append(("unschedulable", .boolean(true))) }
      return .exactly(.object(JSONObject(members: members)))
    }
  }

  private static func mode(_ fields: CaseFields) throws(VectorFault) -> KarmadaAssignmentMode {
    switch try fields.optionalString("mode") {
    case nil, "steady": .steady
    case "fresh": .fresh
    case let mode?: throw VectorFault("mode is \"\(mode)\", not steady or fresh")
    }
  }

  private static func dispense(_ fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    let weights = try fields.list("weights") { weight throws(VectorFault) in
      (name: try weight.string("name"), weight: try weight.optionalInteger("weight") ?? 0)
    }
    try fields.requireDistinct(weights.map(\.name), in: "weights")
    let replicas = try fields.shortInteger("replicas")
    let initial = try fields.karmadaPrevious()
    let uid = try fields.optionalString("uid") ?? ""
    do {
      let targets = try KarmadaDispenser.dispense(
        replicas: replicas, weights: weights, initial: initial, uid: uid)
      let assigned = JSONValue.map(targets.map(\.name), targets.map { Int64($0.replicas) })
      return .exactly(.object(JSONObject(members: [("assigned", assigned)])))
    } catch {
      return .refused(error)
    }
  }
}
