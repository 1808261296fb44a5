// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// The peers' own answers, through the program as its users replay them.
@Suite struct ConformanceVectorTests {
  static let folder = "Tests/ConformanceTests/Vectors"
  static let counts = [
    "kubefed-planner": 4093, "kubeadmiral-planner": 4677, "karmada-assign": 4245, "karmada-select": 4283,
  ]

  @Test func `none of the 17,298 vectors fails`() throws {
    var total = 0
    for (name, count) in Self.counts {
      let result = try Program.shell("gzip -dc \(Self.folder)/\(name).jsonl.gz | \"$regatta\" conformance -")
      #expect(result.status == 0, "\(name)")
      #expect(result.lines.last == "\(count) passed, 0 failed", "\(name): \(result.output.suffix(200))")
      total += count
    }
    #expect(total == 17_298)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Program.root)/\(Self.folder)")
    #expect(files.count == Self.counts.count)
  }

  /// The first vector of each file whose expectation has a digit, that digit changed.
  @Test(arguments: ["kubefed-planner", "kubeadmiral-planner", "karmada-assign", "karmada-select"])
  func `a vector with one digit of its expectation changed fails`(name: String) throws {
    let text = try Program.shell("gzip -dc \(Self.folder)/\(name).jsonl.gz").output
    let lines = text.split(separator: "\n").map(String.init)
    var tried = 0
    for line in lines where tried < 5 {
      guard let changed = Self.withOneDigitChanged(line) else { continue }
      tried += 1
      let folder = try Folder()
      try folder.write(([line, changed]).joined(separator: "\n") + "\n", to: "two.jsonl")
      let result = try Program.run(["conformance", "two.jsonl"], in: folder.path)
      #expect(result.status == 1, "\(changed)")
      #expect(result.lines.last == "1 passed, 1 failed")
      #expect(result.output.contains("line 2"))
    }
    #expect(tried == 5)
  }

  /// `line` with a number of its one answer made another; nil where it has none, or several are right.
  static func withOneDigitChanged(_ line: String) -> String? {
    guard !line.contains("one_of"), !line.contains("receivers"), !line.contains("nondeterministic"),
      let expectation = line.range(of: "\"expect\":"),
      let number = line[expectation.upperBound...].firstMatch(
        of: #/"(?:plan|assigned)":\{"[^"]+":\d|"available":\d/#)
    else { return nil }
    let place = line.index(before: number.range.upperBound)
    guard let digit = line[place].wholeNumberValue else { return nil }
    return line.replacingCharacters(in: place...place, with: "\(digit % 9 + 1)")
  }
}
