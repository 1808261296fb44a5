// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

/// A file imports what its target declares. The build alone does not see to it: an undeclared module that happens to be
/// built already is found.
@Suite struct ImportTests {
  let table = TargetTable(manifest: SourceTree.manifest)

  /// Part of the toolchain, open to every target.
  static let toolchain = ["Swift", "Synchronization"]
  /// The C library, for a wish about memory (`LargePages`).
  static let mayImportGlibc = ["FederationWorld"]
  /// Where files, processes and text formatting are the work. Everywhere else Foundation would bring in locales, hash
  /// order, and reference counts on hot paths.
  static let mayImportFoundation = [
    "Results", "ScenarioFormat", "Conformance", "Experiments", "ScenarioAnswers", "RatioBenchmarks", "SchedulerPlugins",
    "regatta",
  ]
  /// Modules of headers and C.
  static let withoutSwift = ["CGSL", "VectorLanes"]
  /// A package's own C module that comes with its product.
  static let broughtAlong = ["Yams": ["CYaml"]]

  @Test func `the manifest's table is read`() {
    #expect(table.targets.count >= 17)
    #expect(table.imports["Results"]?.contains("Quantities") == true)
    #expect(table.imports["regatta"]?.contains("ArgumentParser") == true)
    #expect(table.imports["SimulationEngine"] == ["Quantities"])
  }

  @Test func `every folder of Sources is a target and every target has a file`() {
    let folders = Set(SourceTree.sources.map(\.target) + Self.withoutSwift)
    #expect(folders == Set(table.targets))
  }

  @Test func `each file imports only what its target declares`() {
    for file in SourceTree.sources {
      let declared = table.imports[file.target] ?? []
      // A source that several modules share, by links, names the one it is at home in.
      var allowed = declared + [file.target] + Self.toolchain + declared.flatMap { Self.broughtAlong[$0] ?? [] }
      if Self.mayImportFoundation.contains(file.target) { allowed += ["Foundation", "Dispatch"] }
      if Self.mayImportGlibc.contains(file.target) { allowed.append("Glibc") }
      for (index, line) in file.code.enumerated() where line.contains("import") {
        guard let name = Self.imported(by: line) else { continue }
        #expect(allowed.contains(name), "\(file.place(index)): \(file.target) may not import \(name)")
      }
    }
  }

  @Test(arguments: [
    ("import Results", "Results"), ("@testable import Experiments", "Experiments"),
    ("  import Foundation", "Foundation"),
    ("public import struct Foundation.Data", "Foundation"), ("internal import CGSL", "CGSL"),
  ])
  func `an import is recognised whatever stands before it`(line: String, name: String) {
    #expect(Self.imported(by: line) == name)
  }

  @Test(arguments: ["let important = 1", "// import Results", "func imported() {}", "reimport Results"])
  func `what is no import is not taken for one`(line: String) {
    #expect(Self.imported(by: CodeStripper.code(of: line)[0]) == nil)
  }

  static func imported(by line: String) -> String? {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "import"),
      words[..<place].allSatisfy({ $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0) })
    else { return nil }
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    let rest = words[(place + 1)...].drop { kinds.contains($0) }
    return rest.first?.split(separator: ".").first.map(String.init)
  }
}
