// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Results
import RunMetrics
import Testing

struct WorstEpisodeRecorderTests {
  /// 10 wanted; 2 missing for 100 s, later 8 for 1,000 s, in which a cluster is failed.
  private func log() -> HandMadeLog {
    var log = HandMadeLog(seconds: 4_800)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 8, cluster: 0)
    log.add(0, .servingChanged, 2, cluster: 1)
    log.add(500, .servingChanged, -2, cluster: 1)
    log.add(600, .servingChanged, 2, cluster: 1)
    log.add(1_005, .faultBegan, 0)
    log.add(1_005, .clusterLost, 1, cluster: 0)
    log.add(1_005, .servingLostToFault, -8, cluster: 0)
    log.add(2_005, .servingChanged, 8, cluster: 2)
    log.add(3_000, .faultEnded, 0)
    return log
  }

  @Test func `of two stretches the one of 8,000 lost replica-seconds is kept, not that of 200`() throws {
    let worst = try #require(log().outcome().detail.worstEpisode)
    #expect(worst.start == 1_005 && worst.end == 2_005)
    #expect(worst.lostReplicaSeconds == 8_000)
    // A quarter of its length before it, in which all was there, and the minute that ends it.
    #expect(worst.times == [755, 1_005, 2_005, 2_065])
    #expect(worst.serving == [10, 2, 10, 10])
    #expect(worst.demand == [10, 10, 10, 10])
    #expect(worst.faults.map(\.start) == [1_005] && worst.faults.map(\.end) == [3_000])
  }

  @Test func `what is missing again within a minute is one stretch`() throws {
    var log = log()
    log.add(2_064, .servingChanged, -1, cluster: 1)
    log.add(2_100, .servingChanged, 1, cluster: 1)
    let worst = try #require(log.outcome().detail.worstEpisode)
    #expect(worst.end == 2_100)
    #expect(worst.lostReplicaSeconds == 8_036)
  }

  @Test func `what is missing at the end lasts to the end`() throws {
    var log = log()
    log.add(3_800, .servingLostToFault, -10, cluster: 2)
    let worst = try #require(log.outcome().detail.worstEpisode)
    #expect(worst.start == 3_800 && worst.end == 4_800)
    #expect(worst.lostReplicaSeconds == 10_000)
  }

  @Test func `nothing missing is no episode`() {
    var log = HandMadeLog(seconds: 100)
    log.add(0, .servingChanged, 10, cluster: 0)
    log.add(0, .demandChanged, 10)
    #expect(log.outcome().detail.worstEpisode == nil)
  }

  @Test func `however long a run flaps, 120 points are kept, and the deepest of them`() throws {
    var log = HandMadeLog(seconds: 40_000)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 7, cluster: 0)
    // 3 and 6 are missing by turns, and once all 10.
    for second in Int64(1)..<20_000 { log.add(second * 2, .servingChanged, second % 2 == 0 ? 3 : -3, cluster: 0) }
    log.add(39_999, .servingLostToFault, -4, cluster: 0)
    let worst = try #require(log.outcome().detail.worstEpisode)
    #expect(worst.times.count <= 120 && worst.times.count > 60)
    #expect(worst.times == worst.times.sorted())
    #expect(worst.serving.min() == 0)
    #expect(worst.start == 0 && worst.lostReplicaSeconds == 180_004)
  }

  @Test func `failures that overlap are one stretch that names both; of many, at most 24 stretches are kept`() throws {
    var log = HandMadeLog(seconds: 10_000, failures: 2)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10, cluster: 0)
    log.add(100, .faultBegan, 0)
    log.add(150, .servingLostToFault, -8, cluster: 0)
    log.add(200, .faultBegan, 1)
    log.add(300, .faultEnded, 0)
    log.add(400, .faultEnded, 1)
    let one = try #require(log.outcome().detail.worstEpisode)
    let label = try #require(one.faults.first?.label)
    #expect(one.faults.count == 1 && label.split(separator: ",").count == 2)
    #expect(one.faults[0].start == 100 && one.faults[0].end == 400)
    for place in Int64(0)..<40 {
      log.add(1_000 + place * 100, .faultBegan, 0)
      log.add(1_020 + place * 100 + place, .faultEnded, 0)
    }
    let many = try #require(log.outcome().detail.worstEpisode)
    #expect(many.faults.count == 24)
    #expect(many.faults.first?.end == 400 && many.faults.last?.end == 4_959)
    #expect(many.faults.map(\.start) == many.faults.map(\.start).sorted())
    #expect(many.faults.contains { $0.label.hasSuffix(" parts") })
  }

  @Test func `an open episode of recovery says how long it has lasted`() {
    let detail = log().outcome().detail
    #expect(detail.unrecovered == 0 && detail.unrecoveredAfter == nil)
    var log = log()
    log.add(3_800, .faultBegan, 0)
    log.add(3_800, .servingLostToFault, -8, cluster: 2)
    let open = log.outcome().detail
    #expect(open.unrecovered == 1)
    #expect(open.unrecoveredAfter == [.init(seconds: 1_000, count: 1)])
  }
}
