// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct CapacityWeightsTests {
  @Test(arguments: [(1.0, [714, 286]), (1.4, [778, 222])] as [(Double, [Int64])])
  func `allocatable 100:100, available 40:10`(ratio: Double, weights: [Int64]) {
    let limits = CapacityWeights.limits(allocatable: [100, 100], ratio: ratio)
    let result = CapacityWeights(available: [40, 10], limits: limits)
    #expect(result.weights(names: ["c1", "c2"]) == weights)
  }

  @Test func `a remainder that several may receive goes to the lowest name`() {
    let limits = CapacityWeights.limits(allocatable: [64, 64, 64])
    let result = CapacityWeights(available: [10, 10, 10], limits: limits)
    #expect(limits == [467, 467, 467])
    #expect(result.baseWeights == [333, 333, 333])
    #expect(result.remainder == 1)
    #expect(result.receivers == [0, 1, 2])
    #expect(result.weights(names: ["us", "ap", "eu"]) == [333, 334, 333])
  }

  @Test func `nothing available gives equal weights that need not add up to 1000`() {
    let result = CapacityWeights(available: [0, -3, 0], limits: [1400, 0, 0])
    #expect(result.weights(names: ["a", "b", "c"]) == [333, 333, 333])
  }

  @Test func `available only where nothing is allocatable is 0 over 0`() {
    let limits = CapacityWeights.limits(allocatable: [0, 10])
    let result = CapacityWeights(available: [5, 0], limits: limits)
    #expect(result.baseWeights == [.min, .min])
    #expect(result.addsRemainderToNobody)
    #expect(result.remainder == 1000)
  }

  @Test(arguments: [(2500, 3), (2000, 2), (1, 1), (0, 0), (-1500, -2)] as [(Int64, Int64)])
  func `thousandths count as whole units, rounded away from zero`(milli: Int64, units: Int64) {
    #expect(CapacityWeights.wholeUnits(fromMilli: milli) == units)
  }

  @Test func `no clusters`() {
    #expect(CapacityWeights.limits(allocatable: []) == [])
    #expect(CapacityWeights(available: [], limits: []).weights(names: []) == [])
  }
}
