// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@Suite struct AvailableReplicasTests {
  private func available(
    _ nodes: [(millicores: Int32, mebibytes: Int32, pods: Int16)], millicores: Int32, mebibytes: Int32,
    _ level: KernelLevel
  ) -> Int64 {
    nodes.map(\.millicores).withUnsafeBufferPointer { cpu in
      nodes.map(\.mebibytes).withUnsafeBufferPointer { memory in
        nodes.map(\.pods).withUnsafeBufferPointer { pods in
          TestedLevels.kernels(level).availableReplicas(
            millicores: cpu, mebibytes: memory, pods: pods, requestedMillicores: millicores,
            requestedMebibytes: mebibytes)
        }
      }
    }
  }

  @Test("4000m 8Gi and 1000m 16Gi free hold 4 + 2 replicas of 500m 2Gi", arguments: TestedLevels.all)
  func twoNodes(level: KernelLevel) {
    let nodes: [(Int32, Int32, Int16)] = [(4000, 8192, 110), (1000, 16_384, 110)]
    #expect(available(nodes, millicores: 500, mebibytes: 2048, level) == 6)
    #expect(available(nodes, millicores: 500, mebibytes: 0, level) == 10)
    #expect(available(nodes, millicores: 0, mebibytes: 2048, level) == 12)
    #expect(available(nodes, millicores: 0, mebibytes: 0, level) == 220)
    #expect(available(nodes, millicores: -1, mebibytes: -1, level) == 220)
  }

  @Test("pod slots bound what fits", arguments: TestedLevels.all)
  func podSlots(level: KernelLevel) {
    #expect(available([(4000, 8192, 3), (4000, 8192, 0)], millicores: 1, mebibytes: 1, level) == 3)
    #expect(
      available(
        [(Kernels.largestNarrowAmount, Kernels.largestNarrowAmount, .max)], millicores: 1, mebibytes: 1, level)
        == 32_767)
  }

  @Test("no nodes hold nothing", arguments: TestedLevels.all)
  func noNodes(level: KernelLevel) { #expect(available([], millicores: 1, mebibytes: 1, level) == 0) }

  @Test("a sum beyond 32 bits is exact: 100,000 nodes of 32,767 pods", arguments: TestedLevels.all)
  func largeSum(level: KernelLevel) {
    let nodes = [(Int32, Int32, Int16)](repeating: (1 << 20, 1 << 20, .max), count: 100_000)
    #expect(available(nodes, millicores: 1, mebibytes: 1, level) == 3_276_700_000)
  }

  @Test func `exact amounts of any size: 3 TiB over 1 GiB, and what is overcommitted counts as 0`() {
    let answer = [Int64.max / 2, -5].withUnsafeBufferPointer { cpu in
      [Int64(3) << 40, 1 << 40].withUnsafeBufferPointer { memory in
        [Int64(1) << 40, 9].withUnsafeBufferPointer {
          Kernels.availableReplicas(
            millicores: cpu, bytes: memory, pods: $0, requestedMillicores: 250, requestedBytes: 1 << 30)
        }
      }
    }
    #expect(answer == 3072)
  }

  @Test func `free memory rounded down to the unit of the request changes nothing`() {
    // 2000 MiB less one byte over 500 MiB: 3, in bytes and in whole MiB.
    let bytes: Int64 = 2000 << 20 - 1
    #expect(bytes / (500 << 20) == 3)
    #expect(available([(1, Int32(bytes >> 20), 110)], millicores: 0, mebibytes: 500, .reference) == 3)
  }
}
