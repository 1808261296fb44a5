// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat
import Testing

/// What `edit` and `setFlag` come to when a scenario is read.
@Suite struct ActionResolutionTests {
  private let fleet = "fleet: {generate: {regions: {eu: {}, us: {}}, clusters: 4}}\n"

  private func load(_ workloads: String, _ actions: String, _ more: String = "") throws -> Scenario {
    let loaded = FullScenario.load(scenario(fleet + "workloads: [\(workloads)]\nactions: [\(actions)]\n" + more))
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.description).isEmpty)
    return try #require(loaded.scenario)
  }

  private func karmada(_ policy: NativePolicy?) throws -> KarmadaPolicy {
    guard case .karmada(let found)? = policy else { throw Unexpected() }
    return found
  }
  private struct Unexpected: Error {}

  @Test func `an edit of replicas is meant as written, whatever the load made of the rest`() throws {
    let found = try load(
      "{name: web, replicas: 8, requests: {cpu: 1}}", "{at: 1h, do: edit, workload: web, path: replicas, value: 3}",
      "load: 0.5\n")
    #expect(found.workloads[0].replicas > 8)
    #expect(found.workloadEdits.map(\.spec.replicas) == [3])
    #expect(found.workloadEdits.map(\.action) == [0])
  }

  @Test func `edits are made in the order of time, each on top of those before it`() throws {
    let found = try load(
      "{name: web, replicas: 8, requests: {cpu: 1, memory: 1Gi}}",
      "{at: 2h, do: edit, workload: web, path: requests.memory, value: 2Gi}, "
        + "{at: 1h, do: edit, workload: web, path: requests.cpu, value: 500m}")
    #expect(found.workloadEdits.map(\.action) == [1, 0])
    #expect(found.workloadEdits.map(\.spec.requests.cpuMillicores) == [500, 500])
    #expect(found.workloadEdits.map(\.spec.requests.memoryBytes) == [1 << 30, 2 << 30])
    #expect(found.contenders.allSatisfy { $0.policyEdits.isEmpty })
  }

  @Test func `an edit of the intent is translated for every contender`() throws {
    let found = try load(
      "{name: web, replicas: 8, intent: {eligible: {regions: [eu]}}}",
      "{at: 1h, do: edit, workload: web, path: intent.eligible, value: {regions: [us]}}")
    for contender in found.contenders {
      #expect(contender.policyEdits.map(\.workload) == [0])
      #expect(contender.policyEdits[0].policy != contender.policies[0])
      #expect(contender.policyEdits[0].policy?.system == contender.profile.system)
    }
    #expect(found.workloadEdits[0].spec.intent?.eligible.regions == ["us"])
  }

  @Test func `what a system cannot say changes nothing in it, and is noted`() throws {
    let found = try load(
      "{name: web, replicas: 8, intent: {division: even}}",
      "{at: 1h, do: edit, workload: web, path: intent.clusters.eu-1.max, value: 2}")
    let stock = try #require(found.contenders.first { $0.profile.system == .karmada })
    #expect(stock.policyEdits.isEmpty)
    #expect(stock.notes.contains { $0.mark == .dropped && $0.field.hasPrefix("clusters") })
    let kubeFed = try #require(found.contenders.first { $0.profile.system == .kubeFed })
    #expect(kubeFed.policyEdits.count == 1)
  }

  @Test func `the options of a contender apply to edited policies too`() throws {
    let found = try load(
      "{name: web, replicas: 8}", "{at: 1h, do: edit, workload: web, path: intent.onClusterLoss.after, value: 5s}",
      "contenders: [{profile: karmada-1.18, division: pack}]\n")
    #expect(try karmada(found.contenders[0].policyEdits[0].policy).scheduling == .aggregated)
  }

  @Test func `one copy of many is edited alone`() throws {
    let found = try load(
      "{name: many, count: 12, replicas: 2}",
      "{at: 1h, do: edit, workload: many-07, path: intent.division, value: pack}")
    #expect(found.workloadEdits.map(\.workload) == [6])
    #expect(found.contenders[0].policyEdits.map(\.workload) == [6])
  }

  @Test func `changes of flags add up, for one contender or for all`() throws {
    let found = try load(
      "{name: web}",
      "{at: 2h, do: setFlag, flag: statusPeriod, value: 20s}, "
        + "{at: 1h, do: setFlag, contender: karmada-1.18, flag: evictionRatePerSecond, value: 5}")
    let karmada = try #require(found.contenders.first { $0.name == "karmada-1.18" })
    #expect(karmada.profileChanges.map(\.action) == [1, 0])
    #expect(karmada.profileChanges.map(\.profile.eviction.ratePerSecond) == [5, 5])
    #expect(karmada.profileChanges.map(\.profile.propagation.statusPeriod) == [.seconds(10), .seconds(20)])
    #expect(karmada.profile.eviction.ratePerSecond == 0.5)
    let kubeFed = try #require(found.contenders.first { $0.name == "kubefed-0.10" })
    #expect(kubeFed.profileChanges.map(\.action) == [0])
  }

  @Test func `names that the fleet does not have are reported in an edit as elsewhere`() {
    let loaded = FullScenario.load(
      scenario(
        fleet + "workloads: [{name: web}]\n"
          + "actions: [{at: 1h, do: edit, workload: web, path: intent.eligible.regions, value: [eu, mars]}]\n"))
    #expect(
      loaded.diagnostics.map(\.description) == [
        "s.yaml:5:88: error R0201: there is no region \"mars\"; known are eu, us"
      ])
    #expect(loaded.scenario == nil)
  }

  @Test func `the intent of a workload that objects place cannot be edited, its replicas can`() throws {
    let objects = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec: {replicas: 3, template: {spec: {containers: [{name: c, resources: {requests: {cpu: 100m}}}]}}}
      ---
      apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata: {name: p, namespace: shop}
      spec: {resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]}
      ---

      """
    let intent = FullScenario.load(
      objects
        + scenario(fleet + "actions: [{at: 1h, do: edit, workload: shop/web, path: intent.division, value: pack}]\n"))
    #expect(
      intent.diagnostics.filter { $0.severity == .error }.map(\.what) == [
        "shop/web has no intent: objects alone say how it is placed"
      ])
    let replicas = FullScenario.load(
      objects + scenario(fleet + "actions: [{at: 1h, do: edit, workload: shop/web, path: spec.replicas, value: 7}]\n"))
    #expect(replicas.scenario?.workloadEdits.map(\.spec.replicas) == [7])
  }

  @Test func `pools grow between their bounds, and either bound alone takes the start for the other`() throws {
    let text =
      "fleet: {members: {a: {nodePools: [{name: p, nodes: 4, min: 2, max: 9}, {name: q, nodes: 4, max: 9}, "
      + "{name: r, nodes: 4, min: 2}, {name: s, nodes: 4}]}}}\nworkloads: [{}]\n"
    let loaded = FullScenario.load(scenario(text))
    #expect(loaded.diagnostics.isEmpty)
    let pools = try #require(loaded.scenario?.fleet.clusters.first).pools
    #expect(pools.map(\.isAutoscaled) == [true, true, true, false])
    #expect(pools.map(\.autoscalerBounds.minimum) == [2, 4, 2, 4])
    #expect(pools.map(\.autoscalerBounds.maximum) == [9, 9, 4, 4])
    #expect(pools.map(\.largestNodeCount) == [9, 9, 4, 4])
  }
}
