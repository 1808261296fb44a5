// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Bad manifests through the program: exit 0, or exit 2 with a place; never a trap, never a hang.
@Suite struct HostileManifestTests {
  @Test(.timeLimit(.minutes(5))) func `bad manifests are refused with a place or used`() throws {
    let folder = try Folder()
    var count = (accepted: 0, refused: 0)
    for (place, manifest) in BadManifests.all.enumerated() {
      let file = "manifest-\(place).yaml"
      try folder.write(manifest.text, to: file)
      let result = try Program.run(["validate", file], in: folder.path)
      switch manifest.verdict {
      case .refused:
        count.refused += 1
        #expect(result.status == 2, "\(manifest.name): \(result.status) \(result.errors.prefix(400))")
        // R0207, nothing to race with, would be the consequence of the fault, not the fault.
        #expect(
          result.errors.firstMatch(of: #/manifest-\d+\.yaml:\d+:\d+: error R(?!0207)\d{4}: /#) != nil,
          "\(manifest.name): \(result.errors.prefix(400))")
      case .accepted:
        count.accepted += 1
        #expect(result.status == 0, "\(manifest.name): \(result.errors.prefix(400))")
        let allocation = try Program.run(["allocate", file, "-o", "json"], in: folder.path)
        #expect(allocation.status == 0, "\(manifest.name): \(allocation.errors.prefix(400))")
        let race = try Program.run(
          ["run", file, "--horizon", "10m", "--seeds", "0", "--check-invariants", "--force", "--out", "out", "-q"],
          in: folder.path)
        #expect(race.status == 0, "\(manifest.name): \(race.errors.prefix(400))")
      }
    }
    print("\(BadManifests.all.count) bad manifests: \(count.accepted) used, \(count.refused) refused with a place")
    #expect(count.refused >= 20)
  }

  @Test func `every fault of a manifest is reported at once`() throws {
    let folder = try Folder()
    let twoFaults = try #require(BadManifests.all.first { $0.name == "a static weight is negative and another a text" })
    try folder.write(twoFaults.text, to: "two.yaml")
    let result = try Program.run(["validate", "two.yaml"], in: folder.path)
    #expect(result.errors.matches(of: #/two\.yaml:\d+:\d+: error R\d{4}: /#).count >= 2, "\(result.errors)")
  }

  @Test func `binary bytes are refused with a place`() throws {
    let folder = try Folder()
    let samples: [[UInt8]] = [
      (0...255).map { UInt8($0) }, [0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00], [0xFF, 0xFE, 0x61, 0x00], [0x00],
      [0xC3, 0x28], [0xEF, 0xBB, 0xBF], Array(repeating: 0xF0, count: 4096),
    ]
    for (place, sample) in samples.enumerated() {
      try Data(sample).write(to: folder.url("binary.yaml"))
      let result = try Program.run(["validate", "binary.yaml"], in: folder.path)
      #expect(result.status == 2, "sample \(place): \(result.status)")
      #expect(result.errors.contains("binary.yaml:1:"), "sample \(place): \(result.errors)")
    }
  }

  @Test func `a folder of good and bad manifests names the bad file`() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/m", withIntermediateDirectories: true)
    let good = try #require(BadManifests.all.first { $0.name == "empty documents between good ones" })
    try folder.write(good.text, to: "m/good.yaml")
    try folder.write("kind: Deployment\napiVersion: apps/v1\nmetadata: 7\n", to: "m/bad.yaml")
    let result = try Program.run(["allocate", "m"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("m/bad.yaml:3:"), "\(result.errors)")
    #expect(!result.errors.contains("good.yaml"))
  }
}
