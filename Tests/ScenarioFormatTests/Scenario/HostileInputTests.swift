// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat
import Testing

/// Input that must end in a scenario or in messages, whatever it is.
@Suite struct HostileInputTests {
  @Test(arguments: 0..<4)
  func `the full scenario cut off at every byte never traps`(quarter: Int) {
    let bytes = Array(FullScenario.text.utf8)
    var faulty = 0
    for end in stride(from: quarter, to: bytes.count, by: 4) {
      let loaded = FullScenario.load(String(decoding: bytes[..<end], as: UTF8.self))
      let errors = loaded.diagnostics.filter { $0.severity == .error }
      #expect((loaded.scenario == nil) == !errors.isEmpty)
      #expect(errors.allSatisfy { !$0.position.file.isEmpty && !$0.what.isEmpty })
      faulty += errors.isEmpty ? 0 : 1
    }
    #expect(faulty > bytes.count / 12)
  }

  @Test(arguments: [
    "[]", "{}", "null", "text", "-1", "1e308", "99999999999999999999999", ".inf", "9223372036854775807", "[[1]]",
    "9Ei", "500000000000000000h",
  ])
  func `every value replaced by another type never traps`(replacement: String) {
    let collector = DiagnosticCollector()
    let documents = DocumentReader.documents(FullScenario.text.utf8, file: "s.yaml", collector: collector)
    guard let root = documents.first else {
      Issue.record("the full scenario does not parse")
      return
    }
    var paths: [String] = []
    collect(root, "", &paths)
    #expect(paths.count > 250)
    for path in paths {
      let options = LoadOptions(edits: [.init(path: path, value: replacement)])
      let loaded = FullScenario.load(FullScenario.text, options)
      let hasErrors = loaded.diagnostics.contains { $0.severity == .error }
      #expect((loaded.scenario == nil) == hasErrors, "\(path)=\(replacement)")
    }
  }

  private func collect(_ node: DocumentNode, _ path: String, _ paths: inout [String]) {
    if !path.isEmpty { paths.append(path) }
    let prefix = path.isEmpty ? "" : "\(path)."
    for entry in node.entries ?? [] { collect(entry.value, prefix + entry.key, &paths) }
    for (place, element) in (node.elements ?? []).enumerated() { collect(element, "\(prefix)\(place)", &paths) }
  }

  @Test(arguments: [
    "", "\n", "---\n", "text", "- 1\n- 2\n", "{", "[", "\"", "a: [b", "%YAML 9.9\n---\na: 1\n", "? [a]\n: b\n",
    "kind: Scenario\n", "apiVersion: regatta/v1alpha1\n", "a: &a\n  b: *a\n", "key: value: value\n", "\t- a\n",
    "kind: Deployment\n", "apiVersion: v1\nkind: List\nitems: 3\n", "{\"apiVersion\": \"v1\", \"kind\": 5}",
    "apiVersion: v1\nkind: Scenario\nfleet: []\n",
  ])
  func `a bad input has an error with a place`(text: String) {
    let loaded = ScenarioLoader.load(text: text, file: "bad.yaml")
    #expect(loaded.scenario == nil)
    let errors = loaded.diagnostics.filter { $0.severity == .error }
    #expect(!errors.isEmpty)
    #expect(errors.allSatisfy { $0.description.hasPrefix("bad.yaml:") })
  }
}
