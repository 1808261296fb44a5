// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A cluster of the scenario, with the Node manifests that are to become its nodes.
struct MemberDraft {
  var spec: ClusterSpec
  var position: SourcePosition
  /// Files or folders of Node manifests, as resolved paths.
  var nodeFiles: [String]
  /// Whether the scenario itself lists node pools.
  var hasOwnPools = true
}

/// `fleet`: generated clusters and listed members.
extension ScenarioContext {
  func fleet(_ root: FieldReader) -> [MemberDraft] {
    guard let fleet = root.mapping("fleet") else { return [] }
    var drafts: [MemberDraft] = []
    if let generate = fleet.mapping("generate", section: "fleet.generate") {
      drafts += generated(generate).map { MemberDraft(spec: $0, position: generate.position, nodeFiles: []) }
    }
    for (name, position, reader) in fleet.namedMappings("members", section: "the cluster") {
      drafts.append(member(reader, name: name, position: position))
    }
    fleet.finish("fleet")
    var seen: Set<String> = []
    for draft in drafts where !seen.insert(draft.spec.name).inserted {
      collector.error(
        .duplicateName, at: draft.position, "there are two clusters \"\(draft.spec.name)\"", fix: "rename one of them")
    }
    return drafts
  }

  private func member(_ reader: FieldReader, name: String, position: SourcePosition) -> MemberDraft {
    var files: [String] = []
    if let node = reader.node("nodes") {
      files = (node.text.map { [$0] } ?? value.strings(node, "nodes") ?? []).map(resolve)
    }
    let hasPools = reader.has("nodePools")
    let pools = nodePools(reader) ?? []
    let spec = ClusterSpec(
      name: name, provider: reader.string("provider") ?? "", region: reader.string("region") ?? "",
      zones: reader.strings("zones") ?? [], labels: labels(reader, "labels") ?? [:],
      taints: taints(reader, "taints") ?? [],
      pools: hasPools || !files.isEmpty ? pools : [Self.defaultPool],
      syncMode: reader.word("syncMode") ?? .push,
      reserved: reader.mapping("reserved").map { resources($0) } ?? .zero)
    reader.finish("member")
    return MemberDraft(spec: spec, position: position, nodeFiles: files, hasOwnPools: hasPools)
  }

  /// The pool of a cluster for which none is given: 10 nodes of 16 cores and 64 GiB.
  static let defaultPool = NodePoolSpec(
    name: "default", nodeCount: 10,
    allocatable: Resources(cpuMillicores: 16_000, memoryBytes: 64 << 30, pods: 110))

  func nodePools(_ reader: FieldReader) -> [NodePoolSpec]? {
    guard reader.has("nodePools") else {
      _ = reader.node("nodePools")
      return nil
    }
    let readers = reader.mappings("nodePools", section: "a node pool")
    var names: Set<String> = []
    return readers.enumerated().map { place, pool in
      let spec = nodePool(pool, fallbackName: readers.count == 1 ? "default" : "pool-\(place + 1)")
      if !names.insert(spec.name).inserted {
        collector.error(
          .duplicateName, at: pool.position, "there are two node pools \"\(spec.name)\" in one cluster",
          fix: "give each a name of its own")
      }
      return spec
    }
  }

  private func nodePool(_ reader: FieldReader, fallbackName: String) -> NodePoolSpec {
    let count = reader.int("nodes", in: 0...ScenarioBounds.nodes) ?? Self.defaultPool.nodeCount
    let minimum = reader.int("min", in: 0...ScenarioBounds.nodes)
    let maximum = reader.int("max", in: 0...ScenarioBounds.nodes)
    checkOrder(minimum, maximum, at: reader, "min", "max")
    let spec = NodePoolSpec(
      name: reader.string("name") ?? fallbackName, nodeCount: count,
      allocatable: nodeResources(reader), labels: labels(reader, "labels") ?? [:],
      taints: taints(reader, "taints") ?? [], zone: reader.string("zone"),
      isCordoned: reader.bool("cordoned") ?? false,
      pricePerHour: reader.double("pricePerHour", in: 0...1_000_000) ?? 0,
      minimumNodes: minimum, maximumNodes: maximum, leadTime: reader.duration("leadTime") ?? .minutes(3),
      stockOutProbability: reader.double("stockOut", in: 0...1) ?? 0)
    reader.finish("nodePool")
    return spec
  }

  private func nodeResources(_ reader: FieldReader) -> Resources {
    let fallback = Self.defaultPool.allocatable
    return Resources(
      cpuMillicores: reader.quantity("cpu").map { CPUQuantity($0).millicores } ?? fallback.cpuMillicores,
      memoryBytes: reader.quantity("memory").map { MemoryQuantity($0).bytes } ?? fallback.memoryBytes,
      pods: Int64(reader.int("pods", in: 0...1_000_000) ?? Int(fallback.pods)))
  }

  /// `{cpu, memory, pods}` in use by others.
  private func resources(_ reader: FieldReader) -> Resources {
    let result = Resources(
      cpuMillicores: reader.quantity("cpu").map { CPUQuantity($0).millicores } ?? 0,
      memoryBytes: reader.quantity("memory").map { MemoryQuantity($0).bytes } ?? 0,
      pods: Int64(reader.int("pods", in: 0...ScenarioBounds.replicas) ?? 0))
    reader.finish("reserved")
    return result
  }

  /// Reports a lower bound above the upper one.
  func checkOrder(_ low: Int?, _ high: Int?, at reader: FieldReader, _ lowKey: String, _ highKey: String) {
    guard let low, let high, low > high else { return }
    collector.error(
      .reversedBounds, at: reader.position(of: lowKey), "\(lowKey) \(low) is above \(highKey) \(high)",
      fix: "exchange them")
  }
}
