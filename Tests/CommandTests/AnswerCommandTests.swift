// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct AnswerCommandTests {
  private func folder(_ document: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(try BuiltCommand.run(["init"]).output, to: "scenario.yaml")
    try folder.write(document, to: "README.md")
    return folder
  }

  private let document = """
    # 01 · How many?

    > **7**<!-- = metric(cluster_failures, kubefed) --> clusters.

    Asked in: here.

    <!-- regatta run seeds: 0..1 -->
    <!-- regatta picture causes -->
    ![causes](answer.svg)
    """

  @Test func `help names the markers and exit codes`() throws {
    let help = try BuiltCommand.run(["answer", "--help"])
    #expect(help.status == 0)
    let text = help.output.replacing(#/\s+/#, with: " ")
    #expect(text.contains("regatta table metrics") && text.contains("3 with --check when anything differs"))
  }

  @Test func `check ends with 3 and the place, write mends it, check then ends with 0`() throws {
    let folder = try folder(document)
    let before = try BuiltCommand.run(["answer", "--check", folder.path])
    #expect(before.status == 3, "\(before.errors)")
    #expect(before.output.contains("README.md:3: written 7, a fresh run gives "))
    #expect(before.output.contains("answer.svg:1: written nothing"))
    let printed = try BuiltCommand.run(["answer", folder.path])
    #expect(printed.status == 0 && printed.output.hasPrefix("# 01 · How many?"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/answer.svg"))
    #expect(try BuiltCommand.run(["answer", "--write", folder.path, "--jobs", "1"]).status == 0)
    #expect(try folder.read("README.md") == printed.output.trimmingSuffix("\n"))
    let after = try BuiltCommand.run(["answer", "--check", "\(folder.path)/"])
    #expect(after.status == 0 && after.output.isEmpty, "\(after.output)")
  }

  @Test func `a wrong marker ends with 2 and its place, and nothing is written`() throws {
    let folder = try folder("**1**<!-- = nothing() -->\n<!-- end -->")
    let result = try BuiltCommand.run(["answer", "--write", folder.path])
    #expect(result.status == 2)
    #expect(result.errors.contains("README.md:1:14: error R0504"))
    #expect(result.errors.contains("README.md:2:1: error R0503"))
    #expect(result.lastLineOfErrors == "regatta: 2 errors in the input")
    #expect(try folder.read("README.md").hasPrefix("**1**"))
  }

  @Test func `an index is written without a run, and compared with check`() throws {
    let folder = try folder(document.replacing("<!-- = metric(cluster_failures, kubefed) -->", with: ""))
    let index = "\(folder.path)/index.md"
    let written = try BuiltCommand.run(["answer", folder.path, "--index", index])
    #expect(written.status == 0, "\(written.errors)")
    #expect(try folder.read("index.md").contains("| 01 | [How many?](README.md) | **7** clusters. | here. |"))
    try folder.write("old", to: "index.md")
    let checked = try BuiltCommand.run(["answer", folder.path, "--index", index, "--check"])
    #expect(checked.status == 3)
    #expect(checked.output.contains("index.md:1: the index is not that of these folders"))
  }

  @Test func `write and check exclude each other`() throws {
    #expect(try BuiltCommand.run(["answer", "x", "--write", "--check"]).status == 64)
    #expect(try BuiltCommand.run(["answer", "x", "--jobs", "0"]).status == 64)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
