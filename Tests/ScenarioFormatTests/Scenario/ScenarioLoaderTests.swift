// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat
import Testing

/// A valid scenario with `body` behind the header.
func scenario(_ body: String) -> String { "apiVersion: regatta/v1alpha1\nkind: Scenario\n\(body)" }

/// A fleet and a workload to put other parts beside.
let basics = "fleet: {generate: {regions: {eu: {}, us: {}}, clusters: 4}}\nworkloads: [{name: web, replicas: 8}]\n"

@Suite struct ScenarioLoaderTests {
  @Test func `a scenario that uses every section loads, and says in one warning what is not simulated`() throws {
    let loaded = FullScenario.load()
    #expect(loaded.diagnostics.map(\.severity) == [.warning])
    #expect(
      loaded.diagnostics.first?.what
        == "accepted and not simulated yet: network.links.loss, network.links.bandwidth, "
        + "workloads.group, workloads.allowedRegions, workloads.service.throughputPerReplica, "
        + "workloads.service.routing, workloads.demand.trace, workloads.priority without set: {schedulerQueue: prioritised}"
    )
    let scenario = try #require(loaded.scenario)
    #expect(
      scenario.fleet.clusters.map(\.name) == [
        "eu-west-1", "eu-west-2", "A", "B", "us-east-1", "us-east-2", "us-east-3",
      ])
    #expect(
      scenario.workloads.map(\.key).prefix(4) == ["shop/web", "default/many-1", "default/many-2", "default/many-3"])
    #expect(scenario.contenders.map(\.name) == ["karmada", "kubefed-0.10", "kubeadmiral-ops"])
    #expect(scenario.failures.count == 22)
    // Four trace rows, and for the cluster's maintenance two actions.
    #expect(scenario.actions.count == 9)
    #expect(scenario.goals.map(\.bound) == [0.999, 120])
  }

  @Test func `the starter loads without a diagnostic`() {
    let loaded = ScenarioLoader.load(text: StarterScenario.text, file: "scenario.yaml")
    #expect(loaded.diagnostics.isEmpty)
    #expect(loaded.scenario?.contenders.count == 4)
  }

  @Test func `priorities go without a warning where a contender has the queue that heeds them`() {
    func warnings(_ set: String) -> [String] {
      let text = basics.replacing("replicas: 8", with: "replicas: 8, priority: 5")
      return FullScenario.load(scenario("\(text)contenders: [{profile: karmada-1.18, set: {\(set)}}]\n"))
        .diagnostics.map(\.what)
    }
    #expect(warnings("schedulerQueue: prioritised").isEmpty)
    #expect(warnings("schedulerQueue: rateLimited").count == 1)
  }

  @Test func `every field is optional`() throws {
    let loaded = FullScenario.load(scenario("fleet: {members: {a: }}\nworkloads: [{}]\n"))
    #expect(loaded.diagnostics.isEmpty)
    let result = try #require(loaded.scenario)
    #expect(result.name == "s")
    #expect(result.horizon == .hours(24))
    #expect(
      result.fleet.clusters.first?.allocatable == Resources(cpuMillicores: 160_000, memoryBytes: 640 << 30, pods: 1100))
    #expect(result.contenders.map(\.name) == ["karmada-1.18", "kubefed-0.10", "kubeadmiral"])
    #expect(result.workloads.first?.intent == Intent())
  }

  @Test func `contender options act on the profile`() throws {
    let contenders = try #require(FullScenario.load().scenario).contenders
    #expect(contenders[0].profile.eviction.isEnabled)
    #expect(contenders[0].profile.eviction.ratePerSecond == 2)
    #expect(contenders[0].profile.eviction.workers == 4)
    #expect(contenders[0].profile.detection.period == .seconds(5))
    #expect(contenders[0].profile.detection.hysteresis == .sustained(failure: .seconds(15), success: .seconds(30)))
    #expect(contenders[0].taintPolicies.count == 1)
    #expect(contenders[1].profile.detection.hysteresis == .sinceLastChange(failureProbes: 5, successProbes: 1))
    #expect(contenders[2].profile.eviction.taintDelay == .seconds(300))
    #expect(contenders.allSatisfy { $0.policies.count == 9 && $0.policies.allSatisfy { $0 != nil } })
  }

  @Test func `a preset gives round trips between the fleet's regions in both directions`() throws {
    let network = try #require(FullScenario.load().scenario).network
    let toHome = network.links.first { $0.from == "us-east" && $0.to == "home" }
    #expect(toHome?.roundTrip == .milliseconds(76))
    #expect(network.links.first { $0.from == "home" && $0.to == "us-east" }?.roundTrip == .milliseconds(76))
    #expect(network.links.first?.from == "hub")
  }

  @Test func `a sample of clusters depends on seed and workload alone`() throws {
    func names(_ text: String) throws -> [[String]] {
      try #require(FullScenario.load(text).scenario).workloads.filter { $0.name.hasPrefix("many") }.map {
        $0.intent?.eligible.names ?? []
      }
    }
    let first = try names(FullScenario.text)
    #expect(first.allSatisfy { $0.count == 2 && Set($0).count == 2 })
    #expect(try names(FullScenario.text) == first)
    let fewer = FullScenario.text.replacing("many, count: 3", with: "many, count: 2")
    #expect(try names(fewer) == Array(first.prefix(2)))
    let other = FullScenario.text.replacing("seed: 7", with: "seed: 8")
    #expect(try names(other) != first)
  }

  @Test func `five copies over three cells take cell 1, 2, 3, 1, 2`() throws {
    let text = """
      apiVersion: regatta/v1alpha1
      kind: Scenario
      fleet: {generate: {regions: {a: {}}, clusters: 7, cells: 3}}
      workloads:
      - {name: web, count: 5, intent: {eligible: {cells: in-turn}}}
      """
    let scenario = try #require(FullScenario.load(text).scenario)
    let cells = scenario.workloads.map { $0.intent?.eligible.labelSelector?.matchLabels["cell"] }
    #expect(cells == ["cell-1", "cell-2", "cell-3", "cell-1", "cell-2"])
    let first = try #require(scenario.workloads[0].intent?.eligible)
    #expect(scenario.fleet.clusters.filter(first.admits).map(\.name) == ["a-1", "a-4", "a-7"])
  }

  @Test func `cells in turn without cells in the fleet are refused with what to add`() {
    let text = """
      apiVersion: regatta/v1alpha1
      kind: Scenario
      fleet: {generate: {clusters: 7}}
      workloads:
      - {name: web, count: 5, intent: {eligible: {cells: in-turn}}}
      """
    let result = FullScenario.load(text)
    #expect(result.scenario == nil)
    #expect(result.diagnostics.contains { $0.howToFix.contains("cells: 20") })
  }

  @Test(arguments: [
    ("network.preset", "aws-mean-2017"), ("workloads.web.replicas", "7"), ("workloads.0.replicas", "7"),
    ("fleet.members.C.region", "home"), ("contenders.kubeadmiral-ops.operator.taintUnreadyAfter", "60s"),
  ])
  func `--set changes what its path names`(path: String, value: String) throws {
    var text = FullScenario.text
    text = text.replacing("load: 0.50\n", with: "").replacing("regions: {home: NorthEurope}", with: "regions: {}")
    let options = LoadOptions(edits: [.init(path: path, value: value)])
    let scenario = try #require(FullScenario.load(text, options).scenario)
    switch path {
    case "network.preset": #expect(scenario.network.preset == "aws-mean-2017")
    case "fleet.members.C.region": #expect(scenario.fleet.index(named: "C") != nil)
    case "contenders.kubeadmiral-ops.operator.taintUnreadyAfter":
      #expect(scenario.contenders.last?.profile.eviction.taintDelay == .minutes(1))
    default: #expect(scenario.workloads.first?.replicas == 7)
    }
  }

  @Test func `--fail adds a failure`() throws {
    let options = LoadOptions(failures: ["region=eu@1h+4h", "cluster=us-1@30m,plane=hub"])
    let failures = try #require(FullScenario.load(scenario(basics), options).scenario).failures
    #expect(
      failures == [
        .scripted(at: .zero + .hours(1), span: .hours(4), target: TargetSelector(region: "eu"), plane: .all),
        .scripted(at: .zero + .minutes(30), span: nil, target: TargetSelector(cluster: "us-1"), plane: .hub),
      ])
  }

  @Test func `load and horizon of the command line win`() throws {
    let options = LoadOptions(load: 0.25, horizon: .minutes(90))
    let scenario = try #require(FullScenario.load(FullScenario.text, options).scenario)
    #expect(scenario.horizon == .minutes(90))
    let reached = try #require(LoadScaling.load(of: scenario.workloads, on: scenario.fleet))
    #expect(reached >= 0.25 && reached < 0.252)
  }

  @Test func `manifests alone make a default scenario`() {
    let text = """
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
      apiVersion: cluster.karmada.io/v1alpha1
      kind: Cluster
      metadata: {name: m1}
      status: {resourceSummary: {allocatable: {cpu: "8", memory: 32Gi, pods: "110"}},
               nodeSummary: {totalNum: 2, readyNum: 2}}
      """
    let loaded = ScenarioLoader.load(text: text, file: "folder/objects.yaml")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty)
    #expect(loaded.scenario?.name == "objects")
    #expect(loaded.scenario?.workloads.map(\.key) == ["shop/web"])
    #expect(loaded.scenario?.contenders.contains { $0.name == "karmada-1.18" } == true)
  }
}
