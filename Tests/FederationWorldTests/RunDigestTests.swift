// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

struct RunDigestTests {
  private func observation(_ seconds: Int64, _ value: Int64) -> Observation {
    Observation(time: .zero + .seconds(seconds), kind: .servingChanged, workload: 1, cluster: 2, value: value)
  }

  private func digest(_ observations: [Observation]) -> String {
    var digest = RunDigest()
    for observation in observations { digest.add(observation) }
    return digest.text
  }

  @Test func `it is 32 hexadecimal digits`() {
    let text = digest([observation(1, 1)])
    #expect(text.count == 32)
    #expect(text.allSatisfy { $0.isHexDigit && !$0.isUppercase })
  }

  @Test func `the order of observations counts`() {
    let one = observation(1, 1)
    let other = observation(1, 2)
    #expect(digest([one, other]) != digest([other, one]))
    #expect(digest([one, other]) == digest([one, other]))
  }

  @Test func `each field counts, and so does their number`() {
    let base = observation(1, 1)
    var changed: [Observation] = []
    for place in 0..<5 {
      var copy = base
      switch place {
      case 0: copy.time = copy.time + .milliseconds(1)
      case 1: copy.kind = .assigned
      case 2: copy.workload = 2
      case 3: copy.cluster = 1
      default: copy.value = -1
      }
      changed.append(copy)
    }
    let digests = [digest([]), digest([base]), digest([base, base])] + changed.map { digest([$0]) }
    #expect(Set(digests).count == 8)
  }

  @Test func `workload and cluster are not confused`() {
    #expect(
      digest([Observation(time: .zero, kind: .assigned, workload: 1, cluster: 2)])
        != digest([Observation(time: .zero, kind: .assigned, workload: 2, cluster: 1)]))
  }

  @Test func `what is told for metrics alone counts for nothing`() {
    let base = observation(1, 1)
    let told = Observation.Kind.allCases.filter { !$0.isDigested }
    #expect(told.contains(.assignedChanged) && !told.contains(.missedFailover))
    for kind in told { #expect(digest([base, Observation(time: .zero, kind: kind)]) == digest([base]), "\(kind)") }
  }

  @Test func `no two of 10,000 digests of near observations are equal`() {
    var seen: Set<String> = []
    for time in 0..<100 as Range<Int64> {
      for value in 0..<100 as Range<Int64> { seen.insert(digest([observation(time, value)])) }
    }
    #expect(seen.count == 10_000)
  }

  @Test func `equal runs have equal digests, another seed or contender another`() {
    for profile in ProfileCatalog.profiles {
      var random = RandomFederation(seed: 4)
      let scenario = random.scenario(profile: profile)
      let first = Runs.digest(scenario, seed: 4)
      for _ in 0..<3 { #expect(Runs.digest(scenario, seed: 4) == first) }
      #expect(Runs.digest(scenario, seed: 5) != first)
    }
  }

  @Test func `checks change no digest`() {
    var random = RandomFederation(seed: 9)
    let scenario = random.scenario(profile: Federations.karmadaWithFailover)
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: 9,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet))
    while run.step() {}
    #expect(digest(run.observations) == Runs.digest(scenario, seed: 9))
  }
}
