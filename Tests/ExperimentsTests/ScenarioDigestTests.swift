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
    let (remembering, plain) = (DigestStream(), DigestStream())
    for policy in policies + policies {
      for depth in [2, 3] {
        try remembering.fold(policy, depth: depth)
        try policy.encode(to: DigestEncoder(stream: plain, depth: depth))
      }
    }
    #expect(remembering.hash.hexadecimal == plain.hash.hexadecimal)
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
