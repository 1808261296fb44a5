// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results

/// A record with one metric of each shape.
func sampleRecord(_ contender: String, seed: Int, sweep: [String: String] = [:]) -> RunRecord {
  RunRecord(
    scenario: "eu-west/80", scenarioDigest: "00ff", contender: contender, seed: seed, sweep: sweep, digest: "abcd",
    events: 123_456,
    metrics: [
      "availability": MetricValue(0.9991),
      "time_to_recover_p99": MetricValue(value: nil, unit: "s", censored: 3, count: 40),
      "utilisation": MetricValue(nil),
    ],
    version: "0.1.0",
    detail: RunDetail(recovery: [.init(seconds: 88.2, count: 37)], unrecovered: 3))
}

/// Runs `body` with a folder that is removed after.
func inTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("results-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}

func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

func text(_ path: String) throws -> String {
  String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}
