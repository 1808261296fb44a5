// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// The part of an OverridePolicy or ClusterOverridePolicy that changes replicas.
struct KarmadaOverridePolicy {
  /// What clusters get.
  struct Rule {
    var target: KarmadaPolicy.ClusterAffinity?
    /// The replicas it writes; nil: it removes the field, and the member's API server then fills in 1.
    var replicas: Int
  }
  var name: String
  var isNamespaced: Bool
  var namespace: String
  /// Empty: every template.
  var selectors: [ResourceSelector]
  var rules: [Rule]

  /// Reads `object`. Source: karmada `pkg/apis/policy/v1alpha1/override_types.go`.
  init?(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    name = object.name
    isNamespaced = object.kind == "OverridePolicy"
    namespace = object.namespace
    selectors = ResourceSelector.read(spec, of: object, isNamespaced: isNamespaced)
    rules = []
    for rule in spec.mappings("overrideRules", section: "an override rule") { addRule(rule, &coverage) }
    // The deprecated form: one rule written into the spec itself.
    if spec.has("overriders") { addRule(spec, &coverage) }
  }

  private mutating func addRule(_ rule: FieldReader, _ coverage: inout ManifestCoverage) {
    let target = KarmadaPlacement.affinity(rule, "targetCluster")
    for override in rule.mapping("overriders")?.mappings("plaintext", section: "a plaintext override") ?? [] {
      guard let path = override.string("path") else { continue }
      guard path == "/spec/replicas" else {
        if path.hasPrefix("/spec/template/spec") && !path.hasSuffix("/image") {
          coverage.noteGap("an override of \(path)", at: override.position)
        }
        continue
      }
      let removes = override.string("operator") == "remove"
      let replicas = removes ? 1 : override.int("value", in: 0...Int(Int32.max))
      if let replicas { rules.append(Rule(target: target, replicas: replicas)) }
    }
  }

  /// How closely it names `workload`; nil where it does not apply.
  func precision(for workload: WorkloadSpec) -> Int? {
    if isNamespaced && namespace != workload.namespace { return nil }
    if selectors.isEmpty { return -1 }
    return selectors.compactMap { $0.precision(for: workload)?.rawValue }.max()
  }
}

extension KarmadaClusterTaintPolicy {
  private enum Match: String, CaseIterable {
    case isIn = "In"
    case notIn = "NotIn"
  }

  /// Reads `object`. Source: karmada `pkg/apis/policy/v1alpha1/clustertaint_types.go`.
  init?(_ object: KubernetesObject) {
    guard object.hasName(), let spec = object.spec() else { return nil }
    let taints = spec.taints("taints")
    if taints.isEmpty && !spec.has("taints") {
      object.refuse(at: spec.position, "there are no taints", fix: "add at least one")
    }
    for (place, taint) in taints.enumerated()
    where taints[..<place].contains(where: { $0.key == taint.key && $0.effect == taint.effect }) {
      object.refuse(
        at: spec.position(of: "taints"), "the taint \(taint.key):\(taint.effect.rawValue) is there twice",
        fix: "keep one of the two")
    }
    self.init(
      name: object.name, target: KarmadaPlacement.affinity(spec, "targetClusters"),
      addOn: Self.conditions(spec, "addOnConditions"), removeOn: Self.conditions(spec, "removeOnConditions"),
      taints: taints)
  }

  private static func conditions(_ spec: FieldReader, _ key: String) -> [Condition] {
    spec.mappings(key, section: "a condition").compactMap { reader in
      guard reader.required("conditionType") != nil, let type = reader.string("conditionType"),
        reader.required("operator") != nil, let match = reader.word("operator", as: Match.self)
      else { return nil }
      return Condition(type: type, isIn: match == .isIn, statusValues: reader.strings("statusValues") ?? [])
    }
  }
}
