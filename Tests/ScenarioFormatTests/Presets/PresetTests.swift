// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

@Suite struct PresetTests {
  @Test(arguments: [
    ("azure-p95-2026", "EastUS", "WestEurope", 91.0), ("azure-p95-2026", "EastUS", "JapanEast", 165),
    ("azure-p95-2026", "WestEurope", "SoutheastAsia", 181), ("azure-p95-2026", "JapanEast", "KoreaCentral", 36),
    ("azure-p95-2026", "AustraliaEast", "SouthAfricaNorth", 348), ("aws-mean-2017", "us-east-1", "eu-west-1", 80.55),
    ("aws-mean-2017", "us-east-1", "us-west-2", 86.98), ("aws-mean-2017", "eu-west-1", "ap-southeast-2", 309.6),
  ])
  func `published round trips in both directions`(preset: String, from: String, to: String, milliseconds: Double) throws
  {
    let preset = try #require(NetworkPreset.preset(named: preset))
    let expected = SimulationDuration(seconds: milliseconds / 1000)
    #expect(preset.roundTrip(from: from, to: to) == expected)
    #expect(preset.roundTrip(from: to, to: from) == expected)
    #expect(preset.roundTrip(from: from, to: from) == .zero)
  }

  @Test func `matrices are whole and aliases lead somewhere`() {
    #expect(NetworkPreset.catalogue.map(\.regions.count) == [10, 18])
    for preset in NetworkPreset.catalogue {
      #expect(preset.upperTriangle.map(\.count) == Array((1..<preset.regions.count).reversed()))
      #expect(preset.aliases.allSatisfy { preset.regions.contains($0.region) })
      #expect(!preset.source.isEmpty)
    }
    #expect(NetworkPreset.azureP95In2026.location(of: "west-europe") == "WestEurope")
    #expect(NetworkPreset.azureP95In2026.location(of: "eu-west") == "WestEurope")
    #expect(NetworkPreset.azureP95In2026.location(of: "moon") == nil)
  }

  @Test func `the Azure matrix has the published median and extremes`() {
    let values = NetworkPreset.azureP95In2026.upperTriangle.flatMap { $0 }.sorted()
    #expect(values.count == 153)
    #expect(values.first == 12 && values[76] == 165 && values.last == 348)
  }

  @Test func `failure presets name their source and what they assume`() {
    let presets = FailurePreset.catalogue
    #expect(Set(presets.map(\.name)).count == presets.count)
    #expect(presets.map(\.name) == presets.map(\.name).sorted())
    #expect(presets.allSatisfy { !$0.source.isEmpty })
    // No rate of whole clusters, zones, regions or providers is published: such presets must say what they assume.
    #expect(presets.allSatisfy { $0.level == .node || $0.source.contains("assumption") })
    #expect(
      FailurePreset.preset(named: "node-lanl05")?.up
        == .weibull(shape: 0.48, scale: SimulationDuration(seconds: 816.6 * 3600)))
  }
}
