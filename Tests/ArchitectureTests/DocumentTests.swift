// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct DocumentTests {
  @Test(arguments: ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "COPYING", "Makefile", ".ci/run"])
  func `what a visitor looks for at the top is there`(path: String) {
    #expect(SourceTree.text(path).count > 200, "\(path) is missing or empty")
  }

  @Test func `every document can be reached from the README or the architecture`() {
    let entrances = ["README.md", "docs/ARCHITECTURE.md", "docs/README.md"].map(SourceTree.text).joined()
    for path in SourceTree.paths(under: "docs", ending: ".md") {
      let name = String(path.dropFirst("docs/".count))
      #expect(entrances.contains(name), "nothing leads to \(path)")
    }
  }

  @Test func `links between documents lead to files`() {
    let documents = ["README.md", "CONTRIBUTING.md"] + SourceTree.paths(under: "docs", ending: ".md")
    for document in documents {
      let folder = SourceTree.root.appendingPathComponent(document).deletingLastPathComponent()
      for match in SourceTree.text(document).matches(of: #/\]\(([^)#:\s]+)(?:#[^)]*)?\)/#) {
        let target = folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(document) links to \(match.1)")
      }
    }
  }

  @Test func `the architecture names every module`() {
    let page = SourceTree.text("docs/ARCHITECTURE.md")
    for target in TargetTable(manifest: SourceTree.manifest).targets {
      #expect(page.contains("`\(target)`"), "docs/ARCHITECTURE.md does not name \(target)")
    }
  }

  @Test func `make targets that documents quote exist`() {
    let makefile = SourceTree.text("Makefile")
    for document in ["README.md", "CONTRIBUTING.md"] {
      for match in SourceTree.text(document).matches(of: #/(?:^|`)make ([a-z]+)\b/#.anchorsMatchLineEndings()) {
        #expect(makefile.contains("\n\(match.1):"), "\(document) quotes make \(match.1)")
      }
    }
  }
}
