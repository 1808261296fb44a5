// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A workload as the scenario writes it: one entry may stand for many alike.
struct WorkloadEntry {
  var spec: WorkloadSpec
  /// How many, when `count` says so; nil: one, under its own name.
  var count: Int?
  var intent: IntentDraft?
  var position: SourcePosition
}

/// `workloads`.
extension ScenarioContext {
  /// The drafts; a workload that `known` has too (by namespace and name) starts from what is known of it.
  func workloads(_ root: FieldReader, known: [WorkloadSpec]) -> [WorkloadEntry] {
    var places: [String: Int] = [:]
    for (place, workload) in known.enumerated() where places[workload.key] == nil { places[workload.key] = place }
    return root.mappings("workloads", section: "a workload").enumerated().map { place, reader in
      workload(reader, place: place) { key in places[key].map { known[$0] } }
    }
  }

  /// The draft at `place` of the list; `known` answers what is known of a workload by its key.
  func workload(_ reader: FieldReader, place: Int, known: (String) -> WorkloadSpec?) -> WorkloadEntry {
    let name = reader.string("name") ?? "workload-\(place + 1)"
    let namespace = reader.string("namespace") ?? "default"
    let base = known("\(namespace)/\(name)") ?? WorkloadSpec(namespace: namespace, name: name)
    return workload(reader, base: base)
  }

  private func workload(_ reader: FieldReader, base: WorkloadSpec) -> WorkloadEntry {
    var spec = base
    spec.kind = reader.string("kind") ?? base.kind
    spec.uid = reader.string("uid") ?? base.uid
    spec.labels = labels(reader, "labels") ?? base.labels
    spec.replicas = reader.int("replicas", in: 0...ScenarioBounds.replicas) ?? base.replicas
    let count = reader.int("count", in: 0...ScenarioBounds.workloads)
    if let requests = reader.mapping("requests", section: "requests") {
      spec.requests = Resources(
        cpuMillicores: requests.quantity("cpu").map { CPUQuantity($0).millicores } ?? 0,
        memoryBytes: requests.quantity("memory").map { MemoryQuantity($0).bytes } ?? 0, pods: 1)
      spec.hasRequests = requests.has("cpu") || requests.has("memory")
      requests.finish("requests")
    } else {
      spec.hasRequests = base.requests.cpuMillicores > 0 || base.requests.memoryBytes > 0
    }
    spec.nodeSelector = labels(reader, "nodeSelector") ?? base.nodeSelector
    spec.tolerations = tolerations(reader, "tolerations") ?? base.tolerations
    spec.startup = distribution(reader, "startup") ?? base.startup
    spec.termination = reader.duration("termination") ?? base.termination
    spec.demand = demand(reader) ?? base.demand
    readService(reader, into: &spec)
    let intent = intent(reader)
    spec.intent = intent?.intent ?? base.intent
    reader.finish("workload")
    return WorkloadEntry(spec: spec, count: count, intent: intent, position: reader.position)
  }

  /// The fields that judge a run, and those that the model has and nothing uses yet.
  private func readService(_ reader: FieldReader, into spec: inout WorkloadSpec) {
    if reader.has("priority"), firstPriority == nil { firstPriority = reader.position(of: "priority") }
    for key in ["group", "allowedRegions"] where reader.has(key) {
      noteUnsimulated("workloads.\(key)", at: reader.position(of: key))
    }
    if let service = reader.mapping("service", section: "a service") {
      for key in ["throughputPerReplica", "routing"] where service.has(key) {
        noteUnsimulated("workloads.service.\(key)", at: service.position(of: key))
      }
      spec.service = ServiceSpec(
        throughputPerReplica: service.double("throughputPerReplica", in: 0...1e12) ?? 0,
        routing: service.word("routing", as: RoutingWord.self)?.rawValue ?? RoutingWord.nearestHealthy.rawValue,
        availabilityTarget: service.double("availability", in: 0...0.999_999_999))
      service.finish("service")
    }
    spec.tenant = reader.string("tenant") ?? spec.tenant
    spec.priority = reader.int("priority", in: -2_000_000_000...2_000_000_000) ?? spec.priority
    spec.group = reader.string("group") ?? spec.group
    spec.allowedRegions = reader.strings("allowedRegions") ?? spec.allowedRegions
    if let bytes = reader.quantity("stateBytes") { spec.stateBytes = bytes.roundedUpUnits }
    spec.minimumAvailable = reader.int("minAvailable", in: 0...ScenarioBounds.replicas) ?? spec.minimumAvailable
  }

  private enum RoutingWord: String, CaseIterable {
    case nearestHealthy = "nearest-healthy"
    case localOnly = "local-only"
  }

  private func demand(_ reader: FieldReader) -> DemandSpec? {
    guard let node = reader.node("demand") else { return nil }
    if node.text == "constant" { return .constant }
    guard let demand = FieldReader(node, section: "demand", collector: collector) else { return nil }
    defer { demand.finish("demand") }
    let steps = demand.mappings("steps", section: "a step of demand")
    let diurnal = demand.mapping("diurnal", section: "diurnal")
    if demand.string("trace") != nil {
      noteUnsimulated("workloads.demand.trace", at: demand.position(of: "trace"))
    }
    if demand.allEntries.count > 1 {
      collector.error(
        .incompleteEntry, at: demand.position, "demand names more than one form",
        fix: "keep one of steps, diurnal and trace")
      return nil
    }
    if let diurnal { return self.diurnal(diurnal) }
    return demand.has("steps") ? self.steps(steps) : nil
  }

  private func steps(_ readers: [FieldReader]) -> DemandSpec {
    var steps: [DemandSpec.Step] = []
    for reader in readers {
      let at = reader.required("at").flatMap { value.duration($0, "at") }
      let replicas = reader.required("replicas").flatMap {
        value.int($0, "replicas", in: 0...ScenarioBounds.replicas)
      }
      reader.finish("step")
      if let at, let replicas { steps.append(.init(at: .zero + at, replicas: replicas)) }
    }
    // The sort must keep equal times in the order written: the later one then wins.
    let order = steps.indices.sorted { (steps[$0].at, $0) < (steps[$1].at, $1) }
    return .steps(order.map { steps[$0] })
  }

  private func diurnal(_ reader: FieldReader) -> DemandSpec? {
    let mean = reader.required("mean").flatMap { value.int($0, "mean", in: 0...ScenarioBounds.replicas) }
    let amplitude = reader.int("amplitude", in: 0...ScenarioBounds.replicas) ?? 0
    let period = reader.has("period") ? duration(reader, "period", atLeast: .minutes(1)) : .hours(24)
    let phase = reader.duration("phase") ?? .zero
    _ = reader.node("period")
    reader.finish("diurnal")
    guard let mean, let period else { return nil }
    return .diurnal(mean: mean, amplitude: amplitude, period: period, phase: phase)
  }
}
