// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import Experiments

@Suite struct ScenarioDigestTests {
  func digest(_ change: (inout Scenario) -> Void = { _ in }) throws -> String {
    var scenario = Fixture.scenario()
    change(&scenario)
    return try ScenarioDigest(of: scenario).description
  }

  @Test func `equal scenarios have equal digests of 32 hexadecimal digits`() throws {
    let one = try digest()
    #expect(try digest() == one)
    #expect(one.count == 32 && one.allSatisfy { $0.isHexDigit && !$0.isUppercase })
  }

  @Test func `the digest is the same on every machine and in every process`() throws {
    var hash = StableHash()
    hash.combine(7)
    hash.combine("eu-west-80")
    #expect(hash.hexadecimal == Self.pinned)
  }
  /// Printed once by this program; it changes only with the hash, which would orphan every stored record.
  static let pinned = "3490394aa5dfa4486d7321af8cb73d37"

  @Test func `a policy that came before is folded in as one that is new`() throws {
    let policies: [NativePolicy] = [
      .karmada(KarmadaPolicy(scheduling: .dynamicWeight)), .karmada(KarmadaPolicy(scheduling: .aggregated)),
      .kubeFed(KubeFedPolicy(placementClusters: ["eu-1", "us-1"])),
      // One name in two spellings: equal strings of other bytes.
      .kubeFed(KubeFedPolicy(placementClusters: ["caf\u{e9}"])),
      .kubeFed(KubeFedPolicy(placementClusters: ["cafe\u{301}"])),
    ]
    try expectEqualFolds(FoldMemory(), policies + policies)
  }

  @Test func `a workload that differs in name and uid alone is folded in as one that is new`() throws {
    let selectors = ["a", "b", "c"].map { LabelSelector(matchLabels: ["cell": $0]) }
    let workloads = (0..<40).map { number in
      WorkloadSpec(
        namespace: number % 7 == 0 ? "caf\u{e9}" : "apps", name: "web-\(number)",
        uid: number % 5 == 0 ? "own-\u{e9}" : nil,
        labels: number % 2 == 0 ? ["name": "x", "uid": "y"] : [:], replicas: number % 3,
        intent: Intent(eligible: .init(labelSelector: selectors[number % 3])))
    }
    try expectEqualFolds(FoldMemory(), workloads)
  }

  @Test func `a note that differs in its workload alone is folded in as one that is new`() throws {
    let notes = (0..<40).map { number in
      TranslationNote(
        workload: "apps/web-\(number)", field: "spread.\(number % 3)", mark: number % 4 == 0 ? .exact : .dropped,
        how: number % 5 == 0 ? "caf\u{e9}" : "as it is")
    }
    try expectEqualFolds(FoldMemory(), notes)
  }

  @Test func `shapes beyond what is remembered are folded in as they are`() throws {
    let notes = (0..<3000).map { TranslationNote(workload: "w", field: "f-\($0 % 1500)", mark: .exact, how: "") }
    try expectEqualFolds(FoldMemory(), notes)
  }

  @Test func `arrays of many values are folded in as their own coding has them`() throws {
    let task = KarmadaEvictionTask(cluster: "eu", replicas: 2, purgeMode: .directly, gracePeriodSeconds: 9)
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .dynamicWeight))
    try expectEqualFolds([policy, nil, policy])
    try expectEqualFolds([nil, [ClusterReplicas(cluster: "eu", replicas: 3)], []])
    try expectEqualFolds([[], [task], []])
    try expectEqualFolds([WorkloadSpec(name: "a"), WorkloadSpec(name: "b")])
    try expectEqualFolds([TranslationNote(workload: "a", field: "f", mark: .exact, how: "h")])
  }

  /// Holds what `memory` folds in for `values`, at two depths, against their own coding.
  private func expectEqualFolds<Value: Recurring>(_ memory: FoldMemory<Value>, _ values: [Value]) throws {
    let (remembering, plain) = (DigestStream(), DigestStream())
    for value in values {
      for depth in [2, 3] {
        try memory.fold(value, depth: depth, into: remembering)
        try value.encode(to: DigestEncoder(stream: plain, depth: depth))
      }
    }
    #expect(remembering.hash.hexadecimal == plain.hash.hexadecimal)
  }

  /// Holds what a stream folds in for an array as a whole against the array's own coding.
  private func expectEqualFolds<Many: Encodable>(_ values: Many) throws {
    let (many, plain) = (DigestStream(), DigestStream())
    #expect(try many.foldMany(values, depth: 2))
    try values.encode(to: DigestEncoder(stream: plain, depth: 2))
    #expect(many.hash.hexadecimal == plain.hash.hexadecimal)
  }

  @Test func `any change of a name, a number or the order changes the digest`() throws {
    let digests = [
      try digest(),
      try digest { $0.name += "x" },
      try digest { $0.horizon = .seconds(61) },
      try digest { $0.start = .empty },
      try digest { $0.workloads[0].replicas += 1 },
      try digest { $0.workloads.reverse() },
      try digest { $0.workloads[0].namespace = "" },
      try digest { $0.contenders[1].profile.propagation.statusPeriod = .seconds(11) },
      try digest { $0.contenders.removeLast() },
      try digest { $0.goals.append(Goal(metric: "availability", relation: .atLeast, bound: 0.5, text: "")) },
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test func `an optional that is absent differs from one that is empty`() throws {
    let absent = try digest { $0.workloads[0].minimumAvailable = nil }
    let zero = try digest { $0.workloads[0].minimumAvailable = 0 }
    #expect(absent != zero)
  }

  @Test func `strings that share a boundary differ`() throws {
    let one = try digest {
      $0.workloads[0].namespace = "ab"
      $0.workloads[0].name = "c"
    }
    let other = try digest {
      $0.workloads[0].namespace = "a"
      $0.workloads[0].name = "bc"
    }
    #expect(one != other)
  }
}
