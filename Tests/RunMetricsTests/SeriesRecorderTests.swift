// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

struct SeriesRecorderTests {
  private func log() -> HandMadeLog {
    var log = HandMadeLog(seconds: 4800)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 8, cluster: 0)
    log.add(0, .servingChanged, 2, cluster: 1)
    log.add(0, .boundChanged, 80, cluster: 0)
    log.add(1005, .faultBegan, 0)
    log.add(1005, .clusterLost, 1, cluster: 0)
    log.add(1005, .servingLostToFault, -8, cluster: 0)
    log.add(2005, .servingChanged, 9, cluster: 2)
    return log
  }

  @Test func `no series unless they are wanted`() {
    #expect(log().outcome().detail.series == nil)
  }

  @Test func `the state is taken every 480th of the horizon as it has been until then`() throws {
    let series = try #require(log().outcome(withSeries: true).detail.series)
    #expect(series.times.count == 480)
    #expect(series.times[0] == 0 && series.times[100] == 1000 && series.times[479] == 4790)
    #expect(series.demand.allSatisfy { $0 == 10 })
    // 11 serve after 2005 s, of which 10 are demanded.
    #expect([0, 100, 101, 200, 201].map { series.serving[$0] } == [10, 10, 2, 2, 10])
    #expect(series.readyByRegion.map(\.name) == ["a", "b", "c"])
    #expect(series.readyByRegion.map { $0.values[479] } == [0, 2, 9])
    #expect(series.utilisation[0].values[100] == 0.25 && series.utilisation[0].values[101] == 0)
    #expect(series.faults.map(\.start) == [1005])
    #expect(series.faults.map(\.end) == [4800])
  }

  @Test func `the series change no metric and no digest`() {
    let with = log().outcome(withSeries: true)
    let without = log().outcome()
    #expect(with.metrics == without.metrics && with.digest == without.digest)
  }
}
