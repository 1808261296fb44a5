// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct SequentialStoppingTests {
  @Test func `5 % about the mean is reached at the oracle's 47th run`() throws {
    let oracle = try MethodOracle.read().sequentialStopping
    let target = PrecisionTarget(relative: oracle.gamma, firstLook: oracle.n0, cap: 60)
    let stopping = SequentialStopping(target, oracle.data)
    let interval = try #require(stopping.interval)
    #expect(stopping.state == .precise)
    #expect(stopping.summary.count == oracle.stop.n)
    #expect(stopping.summary.mean.agrees(with: oracle.stop.mean, within: 1e-12))
    #expect(interval.halfWidth.agrees(with: oracle.stop.halfWidth, within: 1e-12))
    for point in oracle.checkpoints {
      let summary = Summary(oracle.data.prefix(point.n))
      let atPoint = try #require(ConfidenceInterval(meanOf: summary))
      #expect(summary.mean.agrees(with: point.mean, within: 1e-12))
      #expect(atPoint.halfWidth.agrees(with: point.halfWidth, within: 1e-12))
    }
  }

  @Test func `runs made ahead of need change nothing`() throws {
    let data = try MethodOracle.read().sequentialStopping.data
    var stopping = SequentialStopping(PrecisionTarget(relative: 0.05, cap: 60))
    for value in data.prefix(47) { stopping.add(value) }
    let ended = stopping
    stopping.add(1e9)
    #expect(stopping == ended && stopping.summary.count == 47)
  }

  @Test func `the cap is reported, not passed over`() throws {
    let data = try MethodOracle.read().sequentialStopping.data
    let stopping = SequentialStopping(PrecisionTarget(relative: 0.05, cap: 40), data)
    #expect(stopping.state == .capped && stopping.summary.count == 40)
    #expect(stopping.expectedFurtherRuns == 0)
    let short = SequentialStopping(PrecisionTarget(relative: 0.05, cap: 60), data.prefix(20))
    #expect(short.state == .running && short.summary.count == 20)
  }

  @Test func `no spread is precise at the first look`() {
    let target = PrecisionTarget(absolute: 0.1, cap: 50)
    #expect(SequentialStopping(target, Array(repeating: 3.0, count: 9)).state == .running)
    let tenth = SequentialStopping(target, Array(repeating: 3.0, count: 12))
    #expect(tenth.state == .precise && tenth.summary.count == 10)
  }

  @Test func `paired differences take far fewer runs than either contender alone`() {
    var draws = SyntheticDraws(experiment: 7)
    let luck = (0..<2000).map { _ in draws.normal() }
    let first = luck.map { 10 + $0 }
    let second = luck.map { 9 + $0 + 0.1 * draws.normal() }
    let target = PrecisionTarget(absolute: 0.1, cap: 2000)
    let alone = SequentialStopping(target, first)
    let paired = SequentialStopping(target, zip(first, second).map { $0 - $1 })
    #expect(paired.summary.count == 10 && paired.state == .precise)
    #expect(alone.summary.count > 250 && alone.state == .precise)
  }

  @Test func `of two targets the laxer counts`() {
    let target = PrecisionTarget(absolute: 2, relative: 0.05, cap: 10)
    #expect(target.allowedHalfWidth(mean: 10) == 2)
    #expect(target.allowedHalfWidth(mean: -420).agrees(with: 20, within: 1e-12))
  }

  @Test func `half the allowed width takes four times the runs, or a few less by Student`() throws {
    let values = (0..<100).map { Double($0 % 10) }
    let wide = SequentialStopping(PrecisionTarget(absolute: 0.3, cap: 100_000), values)
    let narrow = SequentialStopping(PrecisionTarget(absolute: 0.15, cap: 100_000), values)
    let toWide = 100 + (try #require(wide.expectedFurtherRuns))
    let toNarrow = 100 + (try #require(narrow.expectedFurtherRuns))
    #expect((3.9...4.0).contains(Double(toNarrow) / Double(toWide)), "\(toWide) and \(toNarrow)")
    #expect(SequentialStopping(PrecisionTarget(absolute: 1, cap: 20), [1]).expectedFurtherRuns == nil)
    #expect(SequentialStopping(PrecisionTarget(absolute: 0.01, cap: 120), values).expectedFurtherRuns == 20)
  }
}
