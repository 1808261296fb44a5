// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import ScenarioFormat
import Testing

/// The quickstart, damaged: whatever is left of it, the answer is a scenario or an error with a place.
@Suite struct HostileScenarioTests {
  static let file = "\(Program.root)/Scenarios/quickstart/scenario.yaml"
  static func bytes() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file))) }

  /// What became of damaged inputs.
  struct Count {
    var loaded = 0
    var refused = 0

    mutating func add(_ loaded: LoadedScenario, _ damage: String) {
      let errors = loaded.diagnostics.filter { $0.severity == .error }
      if loaded.scenario != nil {
        self.loaded += 1
        #expect(errors.isEmpty, "\(damage): a scenario beside errors")
      } else {
        refused += 1
        #expect(!errors.isEmpty, "\(damage): neither a scenario nor an error")
        let hasPlaces = errors.allSatisfy {
          $0.description.firstMatch(of: #/^quickstart\.yaml:[1-9]\d*:[1-9]\d*: error R\d{4}: ./#) != nil
        }
        #expect(hasPlaces, "\(damage): \(errors.map(\.description))")
      }
    }
  }

  @Test(.timeLimit(.minutes(5))) func `cut at every byte it loads or is refused with a place`() throws {
    let bytes = try Self.bytes()
    var count = Count()
    for end in 0..<bytes.count {
      let text = String(decoding: bytes[..<end], as: UTF8.self)
      count.add(ScenarioLoader.load(text: text, file: "quickstart.yaml"), "cut at byte \(end)")
    }
    print("quickstart cut at \(bytes.count) bytes: \(count.loaded) loaded, \(count.refused) refused with a place")
    #expect(count.loaded + count.refused == bytes.count)
    #expect(count.loaded > 0 && count.refused > bytes.count / 4)
  }

  @Test(.timeLimit(.minutes(5))) func `with any value of another type it loads or is refused with a place`() throws {
    let text = String(decoding: try Self.bytes(), as: UTF8.self)
    let collector = DiagnosticCollector()
    let root = try #require(
      DocumentReader.documents(text.utf8, file: "quickstart.yaml", collector: collector).first)
    var paths: [String] = []
    collect(root, "", &paths)
    #expect(paths.count > 150)
    let replacements = ["[]", "{}", "null", "text", "-1", "1e400", "99999999999999999999", ".nan", "true", "[[{}]]"]
    var count = (loaded: 0, refused: 0)
    for path in paths {
      for replacement in replacements {
        let options = LoadOptions(edits: [.init(path: path, value: replacement)])
        let loaded = ScenarioLoader.load(text: text, file: "quickstart.yaml", options: options)
        let errors = loaded.diagnostics.filter { $0.severity == .error }
        #expect((loaded.scenario == nil) == !errors.isEmpty, "\(path)=\(replacement)")
        #expect(errors.allSatisfy { !$0.position.file.isEmpty && !$0.what.isEmpty }, "\(path)=\(replacement)")
        if errors.isEmpty { count.loaded += 1 } else { count.refused += 1 }
      }
    }
    print(
      "quickstart with \(paths.count) values of \(replacements.count) other types: \(count.loaded) loaded, "
        + "\(count.refused) refused with a place")
    #expect(count.refused > count.loaded)
  }

  @Test(.timeLimit(.minutes(5))) func `with any byte turned into garbage it loads or is refused with a place`() throws {
    let bytes = try Self.bytes()
    let garbage: [UInt8] = [0x00, 0xFF, UInt8(ascii: "{"), UInt8(ascii: "&"), UInt8(ascii: "\t"), UInt8(ascii: "-")]
    var count = Count()
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[place] = garbage[place / 7 % garbage.count]
      let text = String(decoding: damaged, as: UTF8.self)
      count.add(ScenarioLoader.load(text: text, file: "quickstart.yaml"), "byte \(place)")
    }
    print("quickstart with a byte of garbage: \(count.loaded) loaded, \(count.refused) refused with a place")
    #expect(count.loaded > 0 && count.refused > 0)
  }

  private func collect(_ node: DocumentNode, _ path: String, _ paths: inout [String]) {
    if !path.isEmpty { paths.append(path) }
    let prefix = path.isEmpty ? "" : "\(path)."
    for entry in node.entries ?? [] { collect(entry.value, prefix + entry.key, &paths) }
    for (place, element) in (node.elements ?? []).enumerated() { collect(element, "\(prefix)\(place)", &paths) }
  }
}
