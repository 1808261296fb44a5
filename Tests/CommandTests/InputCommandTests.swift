// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct InputCommandTests {
  @Test func `the starter is valid and can be raced`() throws {
    let folder = try TemporaryFolder()
    let starter = try BuiltCommand.run(["init"])
    #expect(starter.status == 0)
    try folder.write(starter.output, to: "first.yaml")
    let valid = try BuiltCommand.run(["validate", "first.yaml"], in: folder.path)
    #expect(valid.status == 0)
    #expect(valid.errors.isEmpty)
    #expect(valid.output.contains("is valid: "))
    let race = try BuiltCommand.run(["run", "first.yaml", "--seeds", "0", "-q"], in: folder.path)
    #expect([0, 3].contains(race.status))
    #expect(race.output.contains("availability"))
  }

  @Test func `init writes a file once`() throws {
    let folder = try TemporaryFolder()
    let first = try BuiltCommand.run(["init", "mine.yaml"], in: folder.path)
    #expect(first.status == 0 && first.output.isEmpty)
    let text = try folder.read("mine.yaml")
    #expect(text.contains("kind: Scenario"))
    try folder.write("changed", to: "mine.yaml")
    #expect(try BuiltCommand.run(["init", "mine.yaml"], in: folder.path).status == 2)
    #expect(try folder.read("mine.yaml") == "changed")
    #expect(try BuiltCommand.run(["init", "mine.yaml", "--force"], in: folder.path).status == 0)
    #expect(try folder.read("mine.yaml") == text)
  }

  @Test func `validate names every fault with its place and ends with 2`() throws {
    let folder = try TemporaryFolder()
    let text = SmallRace.text().replacing("horizon: 2h", with: "horizon: soon").replacing("500m", with: "500q")
    try folder.write(text, to: "bad.yaml")
    let result = try BuiltCommand.run(["validate", "bad.yaml"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("bad.yaml:4:"))
    #expect(result.errors.matches(of: #/bad\.yaml:\d+:\d+: error R\d{4}: /#).count >= 2)
    let json = try BuiltCommand.run(["validate", "bad.yaml", "-o", "json"], in: folder.path)
    #expect(json.status == 2)
    for line in json.output.split(separator: "\n") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["file"] as? String == "bad.yaml")
      #expect((object?["line"] as? Int ?? 0) >= 1)
    }
  }

  @Test func `options that change the scenario are checked like the scenario`() throws {
    let folder = try SmallRace.folder()
    for option in [["--fail", "eu-west"], ["--set", "horizon=soon"], ["--load=-1"]] {
      let result = try BuiltCommand.run(["validate", "race.yaml"] + option, in: folder.path)
      #expect(result.status == 2, "\(option)")
      #expect(result.errors.contains("error R"), "\(option)")
    }
    let fine = try BuiltCommand.run(
      ["validate", "race.yaml", "--fail", "region=east@1h+10m", "--set", "workloads.0.replicas=3", "--horizon", "3h"],
      in: folder.path)
    #expect(fine.status == 0, "\(fine.errors)")
  }

  @Test func `the schema is JSON`() throws {
    let result = try BuiltCommand.run(["schema"])
    #expect(result.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect((object?["$schema"] as? String)?.contains("json-schema.org") == true)
  }

  @Test func `presets are listed with their sources`() throws {
    let result = try BuiltCommand.run(["list", "presets"])
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").count > 2)
  }
}

@Suite struct AllocateCommandTests {
  /// Nine replicas over A 4..6 weight 1 and B 4..8 weight 2, as KubeFed's objects say it.
  static func manifests(weightOfB: Int = 2) -> String {
    func cluster(_ name: String) -> String {
      """
      apiVersion: core.kubefed.io/v1beta1
      kind: KubeFedCluster
      metadata: {name: \(name), namespace: kube-federation-system}
      status: {conditions: [{type: Ready, status: "True"}]}
      """
    }
    return [
      cluster("A"), cluster("B"),
      """
      apiVersion: types.kubefed.io/v1beta1
      kind: FederatedDeployment
      metadata: {name: web, namespace: shop}
      spec:
        template:
          spec:
            replicas: 9
            template: {spec: {containers: [{name: c, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}}
        placement: {clusters: [{name: A}, {name: B}]}
      """,
      """
      apiVersion: scheduling.kubefed.io/v1alpha1
      kind: ReplicaSchedulingPreference
      metadata: {name: web, namespace: shop}
      spec:
        targetKind: FederatedDeployment
        totalReplicas: 9
        clusters:
          A: {minReplicas: 4, maxReplicas: 6, weight: 1}
          B: {minReplicas: 4, maxReplicas: 8, weight: \(weightOfB)}
      """,
    ].joined(separator: "\n---\n")
  }

  @Test func `manifests of one system make it the contender: A 4, B 5`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.manifests(), to: "fleet.yaml")
    let result = try BuiltCommand.run(
      ["allocate", "fleet.yaml", "--contender", "kubefed-0.10", "-o", "json"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let line = try #require(result.output.split(separator: "\n").first)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["workload"] as? String == "shop/web")
    #expect(object["replicas"] as? Int == 9)
    #expect(object["unplaced"] as? Int == 0)
    #expect(object["assigned"] as? [String: Int] == ["A": 4, "B": 5])
    let clusters = try #require(object["clusters"] as? [[String: Any]])
    #expect(clusters.compactMap { $0["max"] as? Int } == [6, 8])
  }

  @Test func `the table and the difference are for people`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.manifests(), to: "old.yaml")
    try folder.write(Self.manifests(weightOfB: 1000), to: "new.yaml")
    let table = try BuiltCommand.run(["allocate", "old.yaml"], in: folder.path)
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.contains("shop/web under kubefed-0.10: 9 replicas"))
    let same = try BuiltCommand.run(["allocate", "--diff", "old.yaml", "old.yaml"], in: folder.path)
    #expect(same.output == "no difference\n")
    let unknown = try BuiltCommand.run(["allocate", "old.yaml", "--contender", "x"], in: folder.path)
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("kubefed-0.10"))
  }
}
