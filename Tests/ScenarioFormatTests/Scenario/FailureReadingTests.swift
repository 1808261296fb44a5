// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities
import ScenarioFormat
import Testing

/// The forms of `failures`, and what each faulty one says.
@Suite struct FailureReadingTests {
  private func load(_ failure: String, fleet: String = "") -> LoadedScenario {
    let own = fleet.isEmpty ? "" : ", \(fleet)"
    let text =
      "fleet: {generate: {regions: {eu: {}, us: {}}, clusters: 4}\(own)}\nworkloads: [{name: web, replicas: 8}]\n"
      + "failures: [{\(failure)}]\n"
    return FullScenario.load(scenario(text))
  }

  private func failures(_ failure: String) -> [FailureSpec] {
    let loaded = load(failure)
    #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics)")
    return loaded.scenario?.failures ?? []
  }

  private func scripted(_ failure: String) -> ScriptedFailureSpec? {
    if case .scripted(let found)? = failures(failure).first { found } else { nil }
  }

  private func process(_ failure: String) -> FailureProcessSpec? {
    if case .process(let found)? = failures(failure).first { found } else { nil }
  }

  @Test func `effects are read`() {
    #expect(
      scripted("at: 1h, region: eu, plane: api, connections: blackholed")?.effect
        == FaultEffect(.api, connections: .blackholed))
    #expect(
      scripted("at: 1h, plane: slow, slow: {latency: 5s, starts: 4, lists: hang}")?.effect
        == FaultEffect(.slow, slowness: Slowness(latency: .seconds(5), startFactor: 4, hangsLists: true)))
    #expect(scripted("at: 1h, nodes: 0.3")?.nodes == .share(0.3))
    #expect(scripted("at: 1h, nodes: 3")?.nodes == .count(3))
    #expect(scripted("at: 1h, hub: scheduler")?.hub == .scheduler)
  }

  @Test func `repetitions with jitter are keyed by their entry and turn`() {
    let found = failures("at: 1h, for: 1m, cluster: eu-1, repeat: {every: 10m, times: 3, jitter: 30s}")
    let turns = found.compactMap { if case .scripted(let turn) = $0 { turn } else { nil } }
    #expect(turns.map(\.occurrence) == [0, 1, 2] && turns.allSatisfy { $0.jitter == .seconds(30) })
    #expect(turns.map(\.at.seconds) == [3600, 4200, 4800])
  }

  @Test func `processes take racks, shocks, common causes, shares and the hub`() {
    let shock = process("process: {rackNodes: 8, region: {up: 9h, down: 1h, hits: {each: rack, share: 0.3}}}")
    #expect(shock?.hits == SharedShock(each: .rack, share: 0.3) && shock?.rackNodes == 8)
    let cause = process("process: {commonCause: {beta: 0.37, group: rack}, node: {up: 9h, down: 1h}}")
    #expect(cause?.commonCause == CommonCause(beta: 0.37, group: .rack) && cause?.rackNodes == 40)
    #expect(process("nodes: 0.5, process: {region: {up: 9h, down: 1h}}")?.nodes == .share(0.5))
    let hub = process("hub: store, process: {hub: {up: 9h, down: 1h}}")
    #expect(hub?.level == .hub && hub?.hub == .store)
    #expect(
      process("plane: api, connections: blackholed, process: {cluster: {up: 9h, down: 1h}}")?.effect.plane == .api)
    #expect(process("preset: cluster-lanl05, nodes: 2")?.nodes == .count(2))
  }

  @Test func `maintenance is read, with the taints of clusters as actions`() {
    let node = failures("at: 1h, maintenance: {of: node, drain: 5m, down: 20m, gap: 1m, atOnce: 2}")
    #expect(
      node == [
        .maintenance(
          MaintenanceSpec(
            of: .node, at: .zero + .hours(1), drain: .minutes(5), down: .minutes(20), gap: .minutes(1), atOnce: 2))
      ])
    let cluster = load("at: 1h, region: eu, maintenance: {of: cluster, drain: 5m, down: 20m}").scenario
    #expect(cluster?.actions.map(\.at.seconds) == [3600, 5100, 5100, 6600])
    #expect(cluster?.actions.map(\.target.cluster) == ["eu-1", "eu-1", "eu-2", "eu-2"])
  }

  @Test(arguments: [
    (
      "at: 1h, plane: slow",
      "error R0212: plane slow does not say how slow; add slow: {latency: 5s, starts: 4, lists: hang}"
    ),
    (
      "at: 1h, plane: slow, slow: {}",
      "error R0212: slow makes nothing slower; write at least one of latency above 0, starts above 1 and lists: hang"
    ),
    ("at: 1h, plane: slow, slow: {starts: 0.5}", "error R0103: starts is 0.5; write a number from 1.0 to 1000.0"),
    ("at: 1h, plane: slow, slow: {lists: stop}", "error R0104: lists is stop; known are answer, hang"),
    ("at: 1h, plane: slow, slow: {latency: 5}", "error R0105: latency is 5, not a span of time; add the unit, as 5s"),
    ("at: 1h, slow: {latency: 5s}", "warning R0255: slow has no effect without plane: slow; remove it"),
    ("at: 1h, plane: apis", "error R0104: plane is apis; did you mean \"api\"?"),
    ("at: 1h, connections: lost", "error R0104: connections is lost; known are refused, blackholed"),
    (
      "at: 1h, plane: user, connections: blackholed",
      "warning R0255: connections has no effect on the plane user, which breaks none; remove it"
    ),
    (
      "at: 1h, region: eu, plane: agent",
      "warning R0255: plane agent has no effect on eu-1, eu-2: Push members have no agent; "
        + "give them syncMode: Pull, or write plane: api"
    ),
    (
      "at: 1h, nodes: 1.5",
      "error R0103: nodes is 1.5; write a share between 0 and 1 such as 0.3, or a whole number such as 3"
    ),
    (
      "at: 1h, nodes: 0",
      "error R0103: nodes is 0; write a share between 0 and 1 such as 0.3, or a whole number such as 3"
    ),
    (
      "at: 1h, nodes: many",
      "error R0100: nodes is many, not a number; write a share between 0 and 1 such as 0.3, or a whole number such as 3"
    ),
    (
      "at: 1h, nodes: 3, plane: hub",
      "warning R0255: plane hub has no effect on single nodes; let whole clusters fail, or write plane: all"
    ),
    (
      "nodes: 0.3, process: {node: {up: 9h, down: 1h}}",
      "warning R0255: nodes has no effect on single nodes and racks; remove it"
    ),
    ("at: 1h, hub: brain", "error R0104: hub is brain; known are all, store, controllers, scheduler"),
    ("at: 1h, hub: all, region: eu", "error R0212: a failure says both hub and region; leave one of them out"),
    ("at: 1h, hub: all, plane: user", "warning R0255: plane has no effect on the hub; remove it"),
    (
      "hub: all, process: {cluster: {up: 9h, down: 1h}}",
      "error R0212: hub stands beside a process of something else; "
        + "write process: {hub: {up: 720h, down: 10m}}, or leave hub out"
    ),
    (
      "at: 1h, process: {cluster: {up: 9h, down: 1h}}",
      "error R0212: a failure says both at and process; write one of at, process, preset and trace"
    ),
    ("for: 1h, process: {cluster: {up: 9h, down: 1h}}", "warning R0255: for has no effect on a process; remove it"),
    (
      "process: {cluster: {up: 9h, down: 1h, hits: {each: cluster, share: 0.3}}}",
      "error R0104: each is cluster, which is no part of a cluster; write node or rack"
    ),
    (
      "process: {node: {up: 9h, down: 1h, hits: {each: node, share: 0.3}}}",
      "error R0104: each is node, which is no part of a node; leave hits out"
    ),
    (
      "process: {region: {up: 9h, down: 1h, hits: {each: node}}}", "error R0102: hits has no share; add share"
    ),
    (
      "process: {region: {up: 9h, down: 1h, hits: {each: node, share: 0}}}",
      "error R0103: share is 0; write a number from 1e-06 to 1.0"
    ),
    (
      "process: {commonCause: {beta: 0.3, group: region}, zone: {up: 9h, down: 1h}}",
      "error R0212: commonCause stands beside no node or cluster; "
        + "write node: {up: ..., down: ...} or cluster: {up: ..., down: ...} beside it"
    ),
    (
      "process: {commonCause: {beta: 0.3, group: rack}, cluster: {up: 9h, down: 1h}}",
      "error R0104: group is rack, which does not hold each cluster; write a larger group, such as region"
    ),
    (
      "process: {commonCause: {beta: 3, group: rack}, node: {up: 9h, down: 1h}}",
      "error R0103: beta is 3; write a number from 0.0 to 1.0"
    ),
    (
      "process: {rackNodes: 0, rack: {up: 9h, down: 1h}}",
      "error R0103: rackNodes is 0; write a whole number from 1 to 1000000"
    ),
    ("at: 1h, maintenance: {down: 5m}", "error R0102: maintenance has no of; add of"),
    ("at: 1h, maintenance: {of: node}", "error R0102: maintenance has no down; add down"),
    ("at: 1h, maintenance: {of: rack, down: 5m}", "error R0104: of is rack; known are node, cluster"),
    ("at: 1h, maintenance: {of: node, down: 0s}", "error R0204: down is 0; write a span above 0, such as 10s"),
    (
      "at: 1h, for: 1h, maintenance: {of: node, down: 5m}",
      "warning R0255: for has no effect on a maintenance; remove it"
    ),
    (
      "maintenance: {of: node, down: 5m}, preset: node-lanl05",
      "error R0212: a failure says both maintenance and preset; write at beside maintenance"
    ),
    (
      "at: 1h, repeat: {every: 1h, times: 2, jitter: 5s}, maintenance: {of: node, down: 5m}",
      "warning R0255: jitter has no effect on a maintenance; remove it"
    ),
    (
      "at: 1h, repeat: {every: 1h, times: 2, jiter: 5s}",
      "error R0101: repeat has no field \"jiter\"; did you mean \"jitter\"?"
    ),
    ("trace: {}", "error R0102: trace has no file; add file"),
    ("trace: {file: nowhere.csv}", "error R0001: there is no file nowhere.csv; check the path"),
  ])
  func `a faulty failure says what to write`(failure: String, message: String) {
    let found = load(failure).diagnostics.map { diagnostic in
      "\(diagnostic.severity.rawValue) \(diagnostic.code.name): \(diagnostic.what)"
        + (diagnostic.howToFix.isEmpty ? "" : "; \(diagnostic.howToFix)")
    }
    #expect(found.contains(message), "\(found)")
    #expect(load(failure).diagnostics.allSatisfy { $0.position.line > 0 || $0.position.file != "s.yaml" })
  }

  @Test func `a mixed selection warns of its Push members alone`() {
    let loaded = load(
      "at: 1h, plane: agent", fleet: "members: {p: {region: eu, syncMode: Pull, nodePools: [{nodes: 1}]}}")
    #expect(loaded.diagnostics.count == 1)
    #expect(loaded.diagnostics.first?.what.contains("eu-1, eu-2, us-1 and 1 more") == true)
  }
}

/// Traces of failures.
@Suite struct FailureTraceTests {
  /// What a trace gives beside a scenario of the clusters eu-1, eu-2, us-1 and us-2 with a zone each.
  private func load(_ rows: String, beside fields: String = "") throws -> LoadedScenario {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(rows.utf8).write(to: folder.appendingPathComponent("f.csv"))
    let text = scenario(
      "fleet: {generate: {providers: [p], regions: {eu: {zones: [z]}, us: {}}, clusters: 4, nodePools: [{nodes: 3}]}}\n"
        + "workloads: [{name: web, replicas: 8}]\nfailures: [{trace: {file: f.csv}\(fields)}]\n")
    try Data(text.utf8).write(to: folder.appendingPathComponent("s.yaml"))
    return ScenarioLoader.load(paths: [folder.appendingPathComponent("s.yaml").path])
  }

  @Test func `each row is a failure, in any order and with any overlap`() throws {
    let loaded = try load(
      """
      # from the operators' log
      name,kind,start,end,plane
      us-1, cluster, 7200, 9000, hub
      eu,region,30m,1h30m,

      "z",zone,0,10.5,user
      p,provider,1h,,
      eu-1/2,node,1h,2h,all
      """)
    #expect(loaded.diagnostics.isEmpty, "\(loaded.diagnostics)")
    let expected: [ScriptedFailureSpec] = [
      ScriptedFailureSpec(
        at: .zero + .hours(2), span: .minutes(30), target: TargetSelector(cluster: "us-1"), effect: FaultEffect(.hub)),
      ScriptedFailureSpec(at: .zero + .minutes(30), span: .hours(1), target: TargetSelector(region: "eu")),
      ScriptedFailureSpec(
        at: .zero, span: .milliseconds(10_500), target: TargetSelector(zone: "z"), effect: FaultEffect(.user)),
      ScriptedFailureSpec(at: .zero + .hours(1), span: nil, target: TargetSelector(provider: "p")),
      ScriptedFailureSpec(
        at: .zero + .hours(1), span: .hours(1), target: TargetSelector(cluster: "eu-1"), ordinal: 2),
    ]
    #expect(loaded.scenario?.failures == expected.map { .scripted($0) })
  }

  @Test func `rows without a plane take that of the entry, with its connections`() throws {
    let loaded = try load(
      "start,end,kind,name\n1h,2h,cluster,eu-1\n", beside: ", plane: api, connections: blackholed")
    #expect(
      loaded.scenario?.failures == [
        .scripted(
          ScriptedFailureSpec(
            at: .zero + .hours(1), span: .hours(1), target: TargetSelector(cluster: "eu-1"),
            effect: FaultEffect(.api, connections: .blackholed)))
      ])
  }

  @Test(arguments: [
    ("", "f.csv:1:1: error R0102: the trace has no column start,end,kind,name; start it with the line"),
    ("start,end,kind\n", "f.csv:1:1: error R0102: the trace has no column name; start it with the line"),
    ("start,end,kind,nam\n", "f.csv:1:16: error R0101: a trace has no column \"nam\"; did you mean \"name\"?"),
    ("start,end,kind,name,start\n", "f.csv:1:21: error R0010: the column start is there twice; remove one"),
    ("start,end,kind,name\n1h,2h,cluster\n", "f.csv:2:1: error R0212: the line has 3 fields and the header 4; write"),
    (
      "start,end,kind,name\nsoon,2h,cluster,eu-1\n",
      "f.csv:2:1: error R0105: start is \"soon\", not a time; write seconds, or a span such as 1h30m"
    ),
    ("start,end,kind,name\n-5,2h,cluster,eu-1\n", "f.csv:2:1: error R0103: start is -5; write a time from 0 to 18250d"),
    ("start,end,kind,name\n1e300,,cluster,eu-1\n", "f.csv:2:1: error R0103: start is 1e300; write a time from 0"),
    (
      "start,end,kind,name\n2h, 1h,cluster,eu-1\n",
      "f.csv:2:5: error R0203: the end 1h is before the start 2h; exchange them"
    ),
    ("start,end,kind,name\n1h,2h,clustr,eu-1\n", "f.csv:2:7: error R0104: kind is clustr; did you mean \"cluster\"?"),
    (
      "start,end,kind,name\n1h,2h,cluster,eu-9x\n",
      "f.csv:2:15: error R0201: there is no cluster \"eu-9x\"; did you mean"
    ),
    (
      "start,end,kind,name\n1h,2h,region,mars\n",
      "f.csv:2:14: error R0201: there is no region \"mars\"; known are eu, us"
    ),
    ("start,end,kind,name\n1h,2h,zone,y\n", "f.csv:2:12: error R0201: there is no zone \"y\""),
    ("start,end,kind,name\n1h,2h,provider,q\n", "f.csv:2:16: error R0201: there is no provider \"q\""),
    (
      "start,end,kind,name\n1h,2h,node,eu-1\n",
      "f.csv:2:12: error R0100: \"eu-1\" is no node; write cluster/ordinal, as eu-west-1/0"
    ),
    (
      "start,end,kind,name\n1h,2h,node,eu-1/3\n",
      "f.csv:2:12: error R0103: eu-1 has no node 3; write an ordinal from 0 to 2"
    ),
    (
      "start,end,kind,name,plane\n1h,2h,node,eu-1/0,hub\n",
      "f.csv:2:19: error R0104: a node has no plane hub; write all or user"
    ),
    (
      "start,end,kind,name,plane\n1h,2h,cluster,eu-1,al\n",
      "f.csv:2:20: error R0104: plane is al; did you mean \"all\"?"
    ),
    (
      "start,end,kind,name,plane\n1h,2h,cluster,eu-1,slow\n",
      "f.csv:2:20: error R0212: plane slow does not say how slow; "
        + "write plane: slow and slow: {latency: 5s} beside trace"
    ),
  ])
  func `a bad line is an error with its place`(rows: String, message: String) throws {
    let loaded = try load(rows)
    #expect(loaded.scenario == nil)
    #expect(loaded.diagnostics.contains { $0.description.contains(message) }, "\(loaded.diagnostics)")
  }

  @Test func `all bad lines are reported at once, and what selects has no effect on a trace`() throws {
    let loaded = try load("start,end,kind,name\nx,,cluster,eu-1\n1h,,cluster,n\n1h,y,zone,w\n", beside: ", region: eu")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.position.line) == [2, 3, 4, 4])
    #expect(loaded.diagnostics.filter { $0.severity == .warning }.map(\.what) == ["region has no effect on a trace"])
  }

  @Test func `rows behind the horizon are counted in one warning`() throws {
    let loaded = try load("start,end,kind,name\n25h,,cluster,eu-1\n1h,,cluster,eu-1\n30h,,cluster,eu-2\n")
    #expect(loaded.diagnostics.map(\.what) == ["2 failures of f.csv begin behind the horizon of 1d"])
    #expect(loaded.scenario?.failures.count == 3)
  }

  @Test func `bytes that are no text are one error`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("trace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data([0xFF, 0xFE, 0x00]).write(to: folder.appendingPathComponent("f.csv"))
    let text = scenario("\(basics)failures: [{trace: {file: \(folder.path)/f.csv}}]\n")
    let loaded = FullScenario.load(text)
    #expect(loaded.diagnostics.map(\.code.name) == ["R0003"])
  }
}
