// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct ExperimentManifestFileTests {
  private let manifest = ExperimentManifest(
    version: "0.1.0", scenario: "s", summary: "one / two", scenarioDigests: ["aa", "bb"], command: ["regatta", "run"],
    horizonSeconds: 21_600, contenders: ["b", "a"], seeds: [0, 1], sweepPoints: [["load": "0.6"], ["load": "0.8"]],
    goals: [.init(metric: "availability", relation: ">=", bound: 0.999, text: "availability >= 0.999")],
    translations: [], caveats: ["no network"],
    size: .init(clusters: 2, regions: 1, nodes: 4, workloads: 1, replicas: 10))

  @Test func `a manifest read back is the manifest written`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/" + ExperimentManifest.fileName
      try manifest.write(path)
      #expect(try ExperimentManifest.read(path) == manifest)
      #expect(try text(path).contains("  \"summary\" : \"one / two\""))
      #expect(try text(path).hasSuffix("}\n"))
    }
  }

  @Test func `the plan goes by sweep point, contender, seed`() {
    let plan = manifest.plan
    #expect(plan.count == 8)
    #expect(plan[1] == RunKey(contender: "b", seed: 1, sweep: ["load": "0.6"]))
    #expect(plan[2] == RunKey(contender: "a", seed: 0, sweep: ["load": "0.6"]))
    #expect(plan[4] == RunKey(contender: "b", seed: 0, sweep: ["load": "0.8"]))
  }

  @Test func `a manifest that is cut off says so with its path`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/experiment.json"
      try write("{\"schema\":\"regatta", to: path)
      #expect { _ = try ExperimentManifest.read(path) } throws: { "\($0)" == "\(path): not valid JSON" }
    }
  }

  @Test func `a manifest that was changed says so, one without a check is taken as it is`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/experiment.json"
      try manifest.write(path)
      let written = try text(path)
      try write(written.replacing("0.999,", with: "0.998,"), to: path)
      #expect {
        _ = try ExperimentManifest.read(path)
      } throws: { error in
        "\(error)".hasPrefix("\(path): changed since it was written: its check is ")
      }
      try write(try RecordCoding.page(manifest), to: path)
      #expect(try ExperimentManifest.read(path) == manifest)
    }
  }

  @Test func `a flipped bit in a manifest is found or changes nothing`() throws {
    let bytes = Data(RecordCheck.sealed(page: try RecordCoding.page(manifest)).utf8)
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << bit
        let found = try? ExperimentManifest.parse(flipped, path: "e")
        #expect(found == nil || found == manifest, "bit \(bit) of byte \(place) went unnoticed")
      }
    }
  }
}
