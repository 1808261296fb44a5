// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A Kubernetes resource list, as far as placement counts it.
struct ResourceList {
  var cpuMillicores: Int64?
  var memoryBytes: Int64?
  var pods: Int64?
  /// Resources with a name of their own, in the order of the file.
  var others: [String] = []

  /// The three amounts, 0 where nothing is said.
  var resources: Resources {
    Resources(cpuMillicores: cpuMillicores ?? 0, memoryBytes: memoryBytes ?? 0, pods: pods ?? 0)
  }
}

/// The largest amounts accepted, so that sums over any input stay within 64 bits.
enum LargestAmount {
  /// For one node or replica: a million cores, 32 TiB.
  static let ofNode = Resources(cpuMillicores: 1_000_000_000, memoryBytes: 1 << 45, pods: 1_000_000)
  /// For a whole cluster: a billion cores, 4 PiB.
  static let ofCluster = Resources(cpuMillicores: 1_000_000_000_000, memoryBytes: 1 << 52, pods: 1_000_000_000)
}

extension FieldReader {
  /// A mapping of texts as labels; empty where there is none.
  func labels(_ key: String) -> Labels { Labels((stringMapping(key) ?? []).map { ($0.key, $0.value) }) }

  /// A label selector; nil where there is none, an empty one for `{}`.
  func labelSelector(_ key: String) -> LabelSelector? {
    guard let selector = mapping(key, section: "\(key) of \(section)") else { return nil }
    return LabelSelector(
      matchLabels: selector.labels("matchLabels"), matchExpressions: selector.requirements("matchExpressions"))
  }

  /// The requirements in a list; ones that the API server refuses are reported and left out.
  func requirements(_ key: String) -> [LabelSelector.Requirement] {
    requirements(key, among: list(key) ?? [])
  }

  /// The requirements that `nodes` of the list under `key` are.
  func requirements(_ key: String, among nodes: [DocumentNode]) -> [LabelSelector.Requirement] {
    let readers = nodes.compactMap { FieldReader($0, section: "a requirement of \(key)", collector: collector) }
    return readers.compactMap { reader in
      guard reader.required("key") != nil, let name = reader.string("key"), reader.required("operator") != nil,
        let comparison = reader.word("operator", as: LabelSelector.Requirement.Operator.self)
      else { return nil }
      let values = reader.strings("values") ?? []
      let wantsValues = comparison == .isIn || comparison == .notIn
      guard values.isEmpty != wantsValues else {
        collector.error(
          .refusedUpstream, at: reader.position,
          "the operator \(comparison.rawValue) of the key \(name) \(wantsValues ? "has no" : "takes no") values",
          fix: wantsValues ? "add values" : "remove the values")
        return nil
      }
      return LabelSelector.Requirement(key: name, operator: comparison, values: values)
    }
  }

  /// Tolerations; an empty operator means Equal.
  func tolerations(_ key: String) -> [Toleration] {
    mappings(key, section: "a toleration").compactMap { reader in
      let comparison = reader.has("operator") ? reader.word("operator", as: Toleration.Operator.self) : .equal
      guard let comparison else { return nil }
      let name = reader.string("key") ?? ""
      if name.isEmpty && comparison == .equal {
        collector.error(
          .refusedUpstream, at: reader.position, "a toleration without a key must have the operator Exists",
          fix: "add operator: Exists, or a key")
        return nil
      }
      let effect = reader.string("effect").flatMap { $0.isEmpty ? nil : $0 }
      return Toleration(
        key: name, operator: comparison, value: reader.string("value") ?? "",
        effect: effect == nil ? nil : reader.word("effect", as: Taint.Effect.self),
        tolerationSeconds: reader.int64("tolerationSeconds"))
    }
  }

  /// Taints.
  func taints(_ key: String) -> [Taint] {
    mappings(key, section: "a taint").compactMap { reader in
      guard reader.required("key") != nil, let name = reader.string("key"), reader.required("effect") != nil,
        let effect = reader.word("effect", as: Taint.Effect.self)
      else { return nil }
      return Taint(key: name, value: reader.string("value") ?? "", effect: effect)
    }
  }

  /// A list of resources by name, none above `largest`; nil where there is none.
  func resourceList(_ key: String, largest: Resources = LargestAmount.ofNode) -> ResourceList? {
    guard let reader = mapping(key, section: "\(key) of \(section)") else { return nil }
    var list = ResourceList()
    for entry in reader.allEntries {
      switch entry.key {
      case "cpu":
        let amount = reader.quantity("cpu")?.roundedUpMilliUnits
        list.cpuMillicores = reader.bounded(amount, by: largest.cpuMillicores, "cpu")
      case "memory":
        let amount = reader.quantity("memory")?.roundedUpUnits
        list.memoryBytes = reader.bounded(amount, by: largest.memoryBytes, "memory")
      case "pods":
        list.pods = reader.bounded(reader.quantity("pods")?.roundedUpUnits, by: largest.pods, "pods")
      default:
        if !entry.value.isNull { list.others.append(entry.key) }
      }
    }
    return list
  }

  private func bounded(_ amount: Int64?, by largest: Int64, _ key: String) -> Int64? {
    guard let amount, amount > largest else { return amount }
    collector.error(
      .outOfRange, at: position(of: key), "\(key) is \(node(key)?.summary ?? "too large"), which no machine has",
      fix: "write the real amount")
    return nil
  }
}
