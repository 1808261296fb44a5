// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Twelve equal clusters in three regions, one region lost: what is left carries two thirds at most.
@Suite struct SafeSizeTests {
  static let scenario = """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata: {name: n-1-regions}
    horizon: 2h
    fleet:
      generate:
        regions: {east: {}, west: {}, south: {}}
        clusters: 12
        nodePools: [{nodes: 10, cpu: "16", memory: 64Gi}]
    workloads:
    - {name: web, count: 20, replicas: 60, requests: {cpu: "1", memory: 2Gi}, startup: {constant: 30s}}
    contenders:
    - {name: karmada, profile: karmada-1.18, optIn: failover, division: capacity}
    - {name: kubefed, profile: kubefed-0.10}
    - {name: karmada-stock, profile: karmada-1.18}
    failures:
    - {at: 10m, for: 1h, region: east}
    """

  struct Answer: Decodable {
    struct Contender: Decodable {
      struct Trial: Decodable {
        let seed: Int
        let size: Double?
        let nextMisses: String?
      }
      let contender: String
      let safe: Double?
      let trials: [Trial]
    }
    let contenders: [Contender]
  }

  private func answer(_ arguments: [String]) throws -> (result: Program.Result, answer: Answer, picture: String) {
    let folder = try Folder()
    try folder.write(Self.scenario, to: "s.yaml")
    let result = try Program.run(["size", "s.yaml", "--out", "out", "-q"] + arguments, in: folder.path)
    let document = try String(contentsOf: folder.url("out/size.json"), encoding: .utf8)
    let picture = try String(contentsOf: folder.url("out/size.svg"), encoding: .utf8)
    return (result, try JSONDecoder().decode(Answer.self, from: Data(document.utf8)), picture)
  }

  @Test func `the safe load is at most 66.7 %, and within 5 points of it for the best contender`() throws {
    let (result, answer, picture) = try answer(["--by", "load", "--seeds", "0..2", "--range", "0.4..0.9"])
    #expect(result.status == 0, "\(result.errors)")
    let trials = answer.contenders.flatMap(\.trials)
    #expect(trials.count == 9)
    for size in trials.compactMap(\.size) { #expect(size <= 2.0 / 3) }
    let best = try #require(answer.contenders.compactMap(\.safe).max())
    #expect(best >= 2.0 / 3 - 0.05)
    // Nothing moves under Karmada's defaults, so no load is safe.
    #expect(answer.contenders.first { $0.contender == "karmada-stock" }?.safe == nil)
    #expect(result.output.contains("the largest safe load is") && result.output.contains("none"))
    #expect(picture.contains("<svg") && picture.contains("karmada-stock"))
  }

  @Test func `a load of 80 % takes 15 clusters, never fewer`() throws {
    let (result, answer, _) = try answer(
      ["--by", "clusters", "--load", "0.8", "--seeds", "0..2", "--range", "9..24", "--contender", "kubefed"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(answer.contenders.map(\.safe) == [15])
    #expect(answer.contenders[0].trials.map(\.size) == [15, 15, 15])
  }

  @Test func `a load of 80 % takes 144 nodes or more, a third of them lost`() throws {
    let (result, answer, _) = try answer(
      ["--by", "nodes", "--load", "0.8", "--seeds", "0..1", "--range", "100..200", "--contender", "kubefed"])
    #expect(result.status == 0, "\(result.errors)")
    // 0.8 x 120 x 16 cores have to fit on two thirds of the nodes: 96 / (2/3) = 144.
    for size in answer.contenders[0].trials.compactMap(\.size) { #expect(size >= 144 && size <= 150) }
    #expect(answer.contenders[0].safe != nil)
  }

  @Test func `when no size is safe the command ends with 3 and says so`() throws {
    let (result, answer, _) = try answer(["--by", "load", "--seeds", "0", "--contender", "karmada-stock"])
    #expect(result.status == 3)
    #expect(answer.contenders.map(\.safe) == [nil])
    #expect(result.output.contains("No size from 5.0 % to 100.0 % is safe"))
  }

  @Test(arguments: [
    ["--by", "load", "--load", "0.5"], ["--by", "load", "--step", "0"], ["--by", "racks"],
    ["--by", "load", "--range", "x"],
  ])
  func `a wrong command line ends with 64`(arguments: [String]) throws {
    #expect(try Program.run(["size", "Scenarios/quickstart"] + arguments).status == 64)
  }

  @Test(arguments: ["availability", "no_such_metric >= 1"])
  func `a goal that is none ends with 2 and quotes it`(goal: String) throws {
    let result = try Program.run(["size", "Scenarios/quickstart", "--by", "load", "--goal", goal])
    #expect(result.status == 2 && result.errors.contains(goal.split(separator: " ")[0]))
  }
}
