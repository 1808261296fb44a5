// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import AllocationKernelsV3
import AllocationKernelsV4
import Testing

@testable import RatioBenchmarks

@Suite struct BenchmarkCatalogTests {
  @Test func `names are distinct in their group, and every demand has a source`() {
    let cases = BenchmarkCatalog.cases
    #expect(Set(cases.map { "\($0.group) \($0.name)" }).count == cases.count)
    #expect(cases.allSatisfy { $0.accepted?.source.isEmpty != true && $0.aim?.source.isEmpty != true })
    #expect(cases.allSatisfy { $0.unitsPerRun > 0 })
  }

  @Test func `cases are chosen by group and by part of the name`() {
    #expect(BenchmarkCatalog.cases(of: [], named: "").isEmpty)
    let named = BenchmarkCatalog.cases(of: [.kernels], named: "rank 64")
    #expect(named.map(\.name) == ["rank 64 clusters, 100 weights"])
  }

  @Test func `both sides of every small case of the kernels give one answer, at every level`() throws {
    AllocationKernelsV3.install()
    AllocationKernelsV4.install()
    for level in Kernels.levels where level != .reference {
      let kernels = try #require(Kernels.at(level))
      for benchmark in KernelBenchmarks.cases(kernels) where benchmark.unitsPerRun <= 4096 {
        let pair = try benchmark.prepare()
        let (subject, reference) = (try pair.subject.sample(1), try pair.reference.sample(1))
        #expect(subject.checksum == reference.checksum, "\(benchmark.name), \(level)")
      }
    }
  }

  @Test func `a checksum tells orders apart`() {
    #expect(BenchmarkChecksum(of: [1, 2]).value != BenchmarkChecksum(of: [2, 1]).value)
    #expect(BenchmarkChecksum(of: [1, 2]).value == BenchmarkChecksum(of: [Int64(1), 2]).value)
  }

  @Test func `the numbers of benchmarks are those of SplitMix64`() {
    // Source: the reference implementation by S. Vigna, seed 1234567.
    var numbers = BenchmarkNumbers(seed: 1_234_567)
    #expect([numbers.next(), numbers.next()] == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
  }
}
