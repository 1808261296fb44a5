// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Testing

@Suite struct ResourceQuantitiesTests {
  @Test(
    arguments: [
      ("16", 16_000), ("500m", 500), ("1.5", 1500), ("0.0001", 1), ("2k", 2_000_000), ("100m", 100), ("0", 0),
    ] as [(String, Int64)])
  func `CPU is whole millicores, rounded up`(text: String, millicores: Int64) throws {
    #expect(CPUQuantity(try #require(KubernetesQuantity(parsing: text))).millicores == millicores)
  }

  @Test(
    arguments: [
      ("64Gi", 68_719_476_736), ("512Mi", 536_870_912), ("128974848", 128_974_848), ("129e6", 129_000_000),
      ("129M", 129_000_000), ("128974848000m", 128_974_848), ("123Mi", 128_974_848), ("1m", 1),
    ] as [(String, Int64)])
  func `memory is whole bytes, rounded up`(text: String, bytes: Int64) throws {
    #expect(MemoryQuantity(try #require(KubernetesQuantity(parsing: text))).bytes == bytes)
  }

  /// Values that cover every magnitude: products of a power of two, a small odd number and a power of ten.
  static var magnitudes: [Int64] {
    var values: [Int64] = [0, .max]
    for shift in 0..<62 {
      for factor in [1, 3, 5, 1000, 1023] as [Int64] {
        let (product, overflow) = factor.multipliedReportingOverflow(by: 1 << shift)
        if !overflow { values += [product, product - 1, -product] }
      }
    }
    return values
  }

  @Test func `the description of any CPU and memory reads back as the same`() throws {
    for value in Self.magnitudes {
      let memory = MemoryQuantity(bytes: value)
      #expect(MemoryQuantity(try #require(KubernetesQuantity(parsing: memory.description))) == memory)
      let cpu = CPUQuantity(millicores: value)
      #expect(CPUQuantity(try #require(KubernetesQuantity(parsing: cpu.description))) == cpu)
    }
  }

  @Test func `descriptions are in the largest unit that divides`() {
    #expect(CPUQuantity(millicores: 16_000).description == "16")
    #expect(CPUQuantity(millicores: 1500).description == "1500m")
    #expect(MemoryQuantity(bytes: 64 << 30).description == "64Gi")
    #expect(MemoryQuantity(bytes: 1536 << 20).description == "1536Mi")
    #expect(MemoryQuantity(bytes: 1000).description == "1000")
    #expect(MemoryQuantity.zero.description == "0")
  }
}
