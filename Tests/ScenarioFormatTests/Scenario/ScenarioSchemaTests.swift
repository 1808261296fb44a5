// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import ScenarioFormat

@Suite struct ScenarioSchemaTests {
  private var committed: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scenarios/schema/scenario.schema.json")
  }

  @Test func `the schema in the repository is what the program writes`() throws {
    if ProcessInfo.processInfo.environment["UPDATE_SCHEMA"] == "1" {
      try Data(ScenarioSchema.text.utf8).write(to: committed)
    }
    #expect(try String(contentsOf: committed, encoding: .utf8) == ScenarioSchema.text)
  }

  @Test func `the schema has exactly the keys that the reader asks for`() {
    let collector = DiagnosticCollector()
    var asked: [String: [String]] = [:]
    collector.recordKeys = { asked[$0, default: []] += $1 }
    let root = DocumentReader.documents(FullScenario.text.utf8, file: "s.yaml", collector: collector)[0]
    let context = ScenarioContext(collector: collector, folder: "", limits: DocumentLimits())
    _ = ScenarioReading(context: context, options: LoadOptions(), hasOnlyManifests: false)
      .read(root, name: "s", manifests: [])
    let sections = ScenarioSchema.sections
    #expect(Set(sections.map(\.name)) == Set(asked.keys))
    for section in sections {
      let keys = section.fields.map(\.key)
      #expect(Set(keys).count == keys.count, "\(section.name)")
      // A reader that stops early, as at the first law of a distribution, asks for fewer in one mapping, not in all.
      #expect(Set(keys) == Set(asked[section.name] ?? []), "\(section.name)")
    }
  }

  @Test func `the schema is JSON and refers only to what it has`() throws {
    let document = try JSONSerialization.jsonObject(with: Data(ScenarioSchema.text.utf8)) as? [String: Any]
    let definitions = try #require(document?["$defs"] as? [String: Any])
    let references = ScenarioSchema.text.split(separator: "\"#/$defs/").dropFirst().compactMap {
      $0.split(separator: "\"").first.map(String.init)
    }
    #expect(references.count > 40)
    #expect(references.allSatisfy { definitions[$0] != nil })
  }
}
