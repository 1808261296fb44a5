// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

@Suite struct RandomStreamTests {
  @Test func `key 0 gives the published outputs of SplitMix64 with seed 0`() {
    var stream = RandomStream(key: 0)
    let outputs = (0..<4).map { _ in stream.next() }
    #expect(outputs == [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f, 0xf88b_b8a8_724c_81ec])
    #expect(stream.counter == 4)
  }

  @Test func `key 42 gives the uniforms of SplitMix64 with seed 42`() {
    var stream = RandomStream(key: 42)
    let uniforms = (0..<3).map { _ in stream.uniform() }
    #expect(uniforms == [0.7415648787718233, 0.1599103928769201, 0.27860113025513866])
  }

  @Test func `the n-th number depends on the key and n alone`() {
    let start = RandomStream(seed: 7, purpose: .clusterFailure, entity: 3)
    var whole = start
    let numbers = (0..<100).map { _ in whole.next() }
    for position in [0, 1, 50, 99] {
      var jumped = RandomStream(key: start.key, counter: UInt64(position))
      #expect(jumped.next() == numbers[position])
    }
  }

  @Test func `a stream is 16 bytes`() {
    #expect(MemoryLayout<RandomStream>.size == 16)
  }

  @Test func `the keys of a seed, purpose and entity stay what they are`() {
    #expect(RandomStream(seed: 0, purpose: .clusterFailure, entity: 0).key == 17_990_875_778_844_135_198)
    #expect(
      RandomStream(seed: 1, purpose: .replicaStartup, entity: 2, second: 3, third: 4).key == 16_794_243_313_163_533_565)
  }

  @Test func `adding an entity, a purpose or draws elsewhere changes no other stream`() {
    func failures(clusters: Range<UInt64>, drawsBefore: Int) -> [UInt64: [UInt64]] {
      var byCluster: [UInt64: [UInt64]] = [:]
      for cluster in clusters {
        var other = RandomStream(seed: 5, purpose: .clusterRepair, entity: cluster)
        for _ in 0..<drawsBefore { _ = other.next() }
        var stream = RandomStream(seed: 5, purpose: .clusterFailure, entity: cluster)
        byCluster[cluster] = (0..<10).map { _ in stream.next() }
      }
      return byCluster
    }
    let small = failures(clusters: 10..<20, drawsBefore: 0)
    let large = failures(clusters: 0..<40, drawsBefore: 17)
    for cluster in UInt64(10)..<20 { #expect(small[cluster] == large[cluster]) }
  }

  @Test func `50000 neighbouring keys are all different`() {
    var keys = Set<UInt64>()
    for seed in UInt64(0)..<10 {
      for purpose in UInt64(1)...10 {
        for entity in UInt64(0)..<20 {
          for second in UInt64(0)..<5 {
            for third in UInt64(0)..<5 {
              let stream = RandomStream(
                seed: seed, purpose: StreamPurpose(rawValue: purpose), entity: entity, second: second, third: third)
              keys.insert(stream.key)
            }
          }
        }
      }
    }
    #expect(keys.count == 50_000)
  }

  @Test func `first draws of neighbouring entities are uncorrelated and uniform`() {
    let count = 20_000
    var previous = 0.0
    var sum = 0.0
    var products = 0.0
    for entity in 0..<count {
      var stream = RandomStream(seed: 1, purpose: .nodeFailure, entity: UInt64(entity))
      let value = stream.uniform() - 0.5
      sum += value
      products += value * previous
      previous = value
    }
    // Standard errors: sqrt(1/12 / n) and 1/12 / sqrt(n).
    #expect((sum / Double(count)).magnitude < 4 * (1.0 / 12 / Double(count)).squareRoot())
    #expect((products / Double(count)).magnitude < 4 / 12.0 / Double(count).squareRoot())
  }

  @Test func `whole numbers below 6 are equally likely`() {
    var stream = RandomStream(key: 6)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[Int(stream.uniformInteger(below: 6))] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 10_000) * (Double($1) - 10_000) / 10_000 }
    // 99.9 % quantile with 5 degrees of freedom.
    #expect(chiSquare < 20.515)
  }

  @Test func `a bound just above 2^63 halves neither side`() {
    var stream = RandomStream(key: 9)
    let bound: UInt64 = (1 << 63) + 1
    var low = 0
    for _ in 0..<20_000 where stream.uniformInteger(below: bound) < bound / 2 { low += 1 }
    #expect((Double(low) - 10_000).magnitude < 4 * 5000.0.squareRoot())
    #expect((0..<100).allSatisfy { _ in stream.uniformInteger(below: 1) == 0 })
  }

  @Test func `a bound of 0 traps`() async {
    await #expect(processExitsWith: .failure) {
      var stream = RandomStream(key: 1)
      _ = stream.uniformInteger(below: 0)
    }
  }

  @Test func `uniforms stay in [0, 1) and (0, 1]`() {
    var stream = RandomStream(key: 3)
    var copy = stream
    for _ in 0..<10_000 {
      let open = stream.uniform()
      let positive = copy.uniformPositive()
      #expect(open >= 0 && open < 1 && positive > 0 && positive <= 1)
      #expect(positive == open + 0x1p-53)
    }
  }
}
