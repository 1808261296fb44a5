// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// The commands of docs/guides/ci.md, as they stand there.
@Suite struct WorkflowGuideTests {
  private let guide = (try? String(contentsOfFile: "\(Program.root)/docs/guides/ci.md", encoding: .utf8)) ?? ""

  /// The `run:` lines of the workflow.
  private var steps: [String] {
    guide.split(separator: "\n").compactMap { line in
      line.split(separator: "run: ", maxSplits: 1).count == 2 && line.hasPrefix("      run: ")
        ? String(line.dropFirst("      run: ".count)) : nil
    }
  }

  /// The lines of the first two shell blocks: saving a baseline, checking by `--run`.
  private var commands: [String] {
    let blocks = guide.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "\n```")[0] }
    return blocks.prefix(2).flatMap { $0.split(separator: "\n").map(String.init) }
  }

  @Test func `its commands work as written: baseline, check, the workflow's steps`() throws {
    let folder = try Folder()
    try folder.write(RegressionGateTests.scenario, to: "scenario.yaml")
    #expect(commands.count == 3 && steps.count == 4)
    for command in commands + steps {
      let line = "regatta() { \"$regatta\" \"$@\"; }; export GITHUB_STEP_SUMMARY=summary.md\n\(command)"
      let result = try Program.shell(line, in: folder.path)
      #expect(result.status == 0, "\(command): \(result.errors)\(result.output)")
    }
    #expect(try folder.text("summary.md").hasPrefix("**PASS: gate: all 40 runs have the digests of the baseline.**"))
  }
}
