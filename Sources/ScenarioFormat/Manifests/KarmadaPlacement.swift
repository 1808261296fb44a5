// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `spec.placement` of a Karmada policy.
enum KarmadaPlacement {
  private enum SchedulingType: String, CaseIterable {
    case duplicated = "Duplicated"
    case divided = "Divided"
  }
  private enum DivisionPreference: String, CaseIterable {
    case aggregated = "Aggregated"
    case weighted = "Weighted"
  }

  /// Reads the placement under `spec`; without one everything goes everywhere, duplicated.
  static func read(_ spec: FieldReader, of object: KubernetesObject) -> KarmadaPolicy {
    guard let placement = spec.mapping("placement", section: "placement of \(object.title)") else {
      return KarmadaPolicy(hasNoReplicaScheduling: true)
    }
    var policy = KarmadaPolicy(
      clusterAffinity: affinity(placement, "clusterAffinity"), tolerations: placement.tolerations("clusterTolerations"))
    policy.clusterAffinities = affinities(placement, object)
    if placement.has("clusterAffinity") && placement.has("clusterAffinities") {
      object.refuse(
        at: placement.position(of: "clusterAffinities"), "clusterAffinity and clusterAffinities are both given",
        fix: "keep one of the two")
    }
    policy.spreadConstraints = spread(placement, object)
    readScheduling(placement, into: &policy, object)
    let isStatic = policy.scheduling.isStatic || policy.scheduling == .duplicated
    for (place, term) in policy.clusterAffinities.enumerated()
    where !term.overflow.isEmpty && term.asksForNothing {
      object.refuse(
        at: placement.position(of: "clusterAffinities"),
        "the cluster affinity \(place) has overflowAffinities and matches every cluster itself",
        fix: "say which clusters come first")
    }
    if isStatic, policy.clusterAffinities.contains(where: { !$0.overflow.isEmpty }) {
      object.refuse(
        at: placement.position(of: "clusterAffinities"),
        "overflowAffinities need the division Aggregated or dynamic weights", fix: "remove overflowAffinities")
    }
    policy.workloadAffinity = workloadAffinity(placement, object)
    return policy
  }

  private static func workloadAffinity(
    _ placement: FieldReader, _ object: KubernetesObject
  ) -> KarmadaPolicy.WorkloadAffinity? {
    guard let reader = placement.mapping("workloadAffinity") else { return nil }
    func labelKey(_ term: String) -> String? {
      guard let term = reader.mapping(term), term.required("groupByLabelKey") != nil,
        let key = term.string("groupByLabelKey")
      else { return nil }
      if !LabelSyntax.isKey(key) {
        object.refuse(
          at: term.position(of: "groupByLabelKey"), "groupByLabelKey is \"\(key)\", which is no label key",
          fix: "write a label key, such as app.kubernetes.io/part-of")
      }
      return key
    }
    let affinity = KarmadaPolicy.WorkloadAffinity(
      affinityLabelKey: labelKey("affinity"), antiAffinityLabelKey: labelKey("antiAffinity"))
    if let key = affinity.affinityLabelKey, key == affinity.antiAffinityLabelKey {
      object.refuse(
        at: reader.position, "affinity and antiAffinity group by the same label, \(key)",
        fix: "give each a label of its own")
    }
    return affinity == KarmadaPolicy.WorkloadAffinity() ? nil : affinity
  }

  /// A cluster affinity under `key`; nil where there is none.
  static func affinity(_ reader: FieldReader, _ key: String) -> KarmadaPolicy.ClusterAffinity? {
    reader.mapping(key, section: "\(key) of \(reader.section)").map(affinity)
  }

  /// The cluster affinity that `reader` is.
  static func affinity(_ reader: FieldReader) -> KarmadaPolicy.ClusterAffinity {
    var affinity = KarmadaPolicy.ClusterAffinity(
      name: reader.string("affinityName") ?? "", labelSelector: reader.labelSelector("labelSelector"),
      clusterNames: reader.strings("clusterNames") ?? [], exclude: reader.strings("exclude") ?? [])
    guard let fields = reader.mapping("fieldSelector") else { return affinity }
    for requirement in fields.requirements("matchExpressions") {
      guard ["provider", "region", "zone"].contains(requirement.key) else {
        reader.collector.error(
          .refusedUpstream, at: fields.position, "a fieldSelector has the key \(requirement.key)",
          fix: "use provider, region or zone")
        continue
      }
      guard requirement.operator == .isIn || requirement.operator == .notIn else {
        reader.collector.error(
          .refusedUpstream, at: fields.position,
          "a fieldSelector has the operator \(requirement.operator.rawValue)", fix: "use In or NotIn")
        continue
      }
      affinity.fieldSelector.append(requirement)
    }
    return affinity
  }

  private static func affinities(
    _ placement: FieldReader, _ object: KubernetesObject
  ) -> [KarmadaPolicy.ClusterAffinity] {
    var names: Set<String> = []
    return placement.mappings("clusterAffinities", section: "a cluster affinity").map { reader in
      var term = affinity(reader)
      checkName(term.name, of: reader, seen: &names, object)
      term.overflow = reader.mappings("overflowAffinities", section: "an overflow affinity").map { tier in
        let overflow = affinity(tier)
        checkName(overflow.name, of: tier, seen: &names, object)
        return overflow
      }
      return term
    }
  }

  private static func checkName(
    _ name: String, of reader: FieldReader, seen names: inout Set<String>, _ object: KubernetesObject
  ) {
    if name.isEmpty || name.utf8.count > 32 {
      object.refuse(
        at: reader.position, "an affinityName has \(name.utf8.count) characters", fix: "name it in 1 to 32 characters")
    } else if !LabelSyntax.isKey(name) {
      object.refuse(
        at: reader.position(of: "affinityName"), "the affinityName \"\(name)\" has not the form of a label key",
        fix: "use letters, digits, -, _ and ., beginning and ending with a letter or digit")
    } else if !names.insert(name).inserted {
      object.refuse(at: reader.position, "the affinityName \(name) is there twice", fix: "give each its own name")
    }
  }

  private static func spread(
    _ placement: FieldReader, _ object: KubernetesObject
  ) -> [KarmadaPolicy.SpreadConstraint] {
    var constraints: [KarmadaPolicy.SpreadConstraint] = []
    for reader in placement.mappings("spreadConstraints", section: "a spread constraint") {
      let label = reader.string("spreadByLabel") ?? ""
      let fieldName = reader.string("spreadByField") ?? ""
      var field = KarmadaPolicy.SpreadConstraint.Field.cluster
      if !label.isEmpty {
        field = .label
        if !fieldName.isEmpty {
          object.refuse(
            at: reader.position, "spreadByField and spreadByLabel are both given", fix: "keep one of the two")
        }
      } else if !fieldName.isEmpty {
        guard let known = KarmadaPolicy.SpreadConstraint.Field(rawValue: fieldName), known != .label else {
          object.refuse(
            at: reader.position(of: "spreadByField"), "spreadByField is \(fieldName)",
            fix: "use cluster, region, zone or provider")
          continue
        }
        field = known
      }
      let range = 0...Int(Int32.max)
      let minimum = reader.int("minGroups", in: range) ?? 0
      let maximum = reader.int("maxGroups", in: range) ?? 0
      let constraint = KarmadaPolicy.SpreadConstraint(
        field: field, minimumGroups: minimum == 0 ? 1 : minimum, maximumGroups: maximum)
      if maximum > 0 && maximum < constraint.minimumGroups {
        object.refuse(
          at: reader.position, "maxGroups \(maximum) is less than minGroups \(constraint.minimumGroups)",
          fix: "swap them")
      }
      if field != .label, constraints.contains(where: { $0.field == field }) {
        object.refuse(
          at: reader.position, "there are two spread constraints for \(field.rawValue)", fix: "keep one of the two")
      }
      constraints.append(constraint)
    }
    let fields = constraints.map(\.field).filter { $0 != .label }
    if !fields.isEmpty && !fields.contains(.cluster) {
      object.refuse(
        at: placement.position(of: "spreadConstraints"), "no spread constraint is for clusters",
        fix: "add {spreadByField: cluster, minGroups: 1, maxGroups: N}")
    }
    return constraints
  }

  /// Without `replicaScheduling` replicas are duplicated; with it the type defaults to Divided and the preference to
  /// Weighted.
  private static func readScheduling(
    _ placement: FieldReader, into policy: inout KarmadaPolicy, _ object: KubernetesObject
  ) {
    guard let scheduling = placement.mapping("replicaScheduling") else {
      policy.hasNoReplicaScheduling = true
      return
    }
    let type =
      scheduling.has("replicaSchedulingType")
      ? scheduling.word("replicaSchedulingType", as: SchedulingType.self) : .divided
    guard type == .divided else { return }
    let preference =
      scheduling.has("replicaDivisionPreference")
      ? scheduling.word("replicaDivisionPreference", as: DivisionPreference.self) : .weighted
    guard preference == .weighted else {
      policy.scheduling = .aggregated
      return
    }
    policy.scheduling = .staticWeight(nil)
    guard let weights = scheduling.mapping("weightPreference") else { return }
    if let dynamic = weights.string("dynamicWeight"), !dynamic.isEmpty {
      if dynamic != "AvailableReplicas" {
        object.refuse(
          at: weights.position(of: "dynamicWeight"), "dynamicWeight is \(dynamic)", fix: "write AvailableReplicas")
      }
      policy.scheduling = .dynamicWeight
      return
    }
    let rules = weights.mappings("staticWeightList", section: "a static weight").map { rule in
      KarmadaPolicy.StaticWeight(
        target: affinity(rule, "targetCluster") ?? KarmadaPolicy.ClusterAffinity(), weight: weight(rule, object))
    }
    policy.scheduling = .staticWeight(rules)
  }

  private static func weight(_ rule: FieldReader, _ object: KubernetesObject) -> Int64 {
    guard let weight = rule.int64("weight") else {
      if !rule.has("weight") {
        object.refuse(at: rule.position, "a static weight has no weight", fix: "add a weight of at least 1")
      }
      return 1
    }
    if weight < 1 {
      object.refuse(
        at: rule.position(of: "weight"), "a static weight is \(weight)", fix: "write at least 1, or drop the rule")
      return 1
    }
    return weight
  }
}

extension KarmadaPolicy.ClusterAffinity {
  /// Whether nothing is said of which clusters it matches.
  fileprivate var asksForNothing: Bool {
    labelSelector == nil && fieldSelector.isEmpty && clusterNames.isEmpty && exclude.isEmpty
  }
}

/// The form of label keys. Source: k8s.io/apimachinery `pkg/util/validation/validation.go` IsQualifiedName.
enum LabelSyntax {
  /// Whether `text` is a label key: a name of at most 63 characters, after a DNS prefix and a slash if there is one.
  static func isKey(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let name = parts.last, isName(name, longest: 63, allowsUpperCase: true) else {
      return false
    }
    return parts.count == 1 || isName(parts[0], longest: 253, allowsUpperCase: false)
  }

  private static func isName(_ text: Substring, longest: Int, allowsUpperCase: Bool) -> Bool {
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): allowsUpperCase
      default: false
      }
    }
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, bytes.count <= longest else { return false }
    let marks = [UInt8(ascii: "-"), UInt8(ascii: ".")] + (allowsUpperCase ? [UInt8(ascii: "_")] : [])
    return isAlphanumeric(first) && isAlphanumeric(last)
      && bytes.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
  }
}
