// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@Suite struct ConformanceCommandTests {
  /// 9 replicas over A 4..6 weight 1 and B 4..8 weight 2.
  static let right = #"""
    {"id":"rsp","total":9,"rebalance":false,"key":"ns/w","clusters":[{"name":"A","pref":{"min":4,"max":6,"weight":1}},{"name":"B","pref":{"min":4,"max":8,"weight":2}}],"expect":{"plan":{"A":4,"B":5},"overflow":{}}}
    """#
  static let wrong = right.replacing(#""B":5"#, with: #""B":6"#)

  @Test func `vectors that match end with 0 and the count alone`() throws {
    let result = try BuiltCommand.run(["conformance", "-"], input: Self.right + "\n\n" + Self.right)
    #expect(result.status == 0)
    #expect(result.output == "2 passed, 0 failed\n")
    #expect(result.errors.isEmpty)
  }

  @Test func `one changed digit fails, is named, and ends with 1`() throws {
    let result = try BuiltCommand.run(["conformance", "-"], input: Self.right + "\n" + Self.wrong + "\n")
    #expect(result.status == 1)
    #expect(result.output.contains("<stdin>: line 2: rsp: "))
    #expect(result.lastLine == "1 passed, 1 failed")
  }

  @Test func `a line that is no vector ends with 2 and its place`() throws {
    let result = try BuiltCommand.run(["conformance", "-"], input: Self.right + "\n{\n")
    #expect(result.status == 2)
    #expect(result.lastLine == "1 passed, 0 failed")
    #expect(result.errors.contains("<stdin>: line 2"))
  }

  @Test func `several files are counted together`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.right + "\n", to: "a.jsonl")
    try folder.write(Self.right + "\n" + Self.wrong, to: "b.jsonl")
    let result = try BuiltCommand.run(["conformance", "\(folder.path)/a.jsonl", "\(folder.path)/b.jsonl"])
    #expect(result.status == 1)
    #expect(result.lastLine == "2 passed, 1 failed")
    #expect(result.output.contains("b.jsonl: line 2"))
  }

  @Test func `the planner can be named`() throws {
    let named = try BuiltCommand.run(["conformance", "-", "--planner", "kubefed"], input: Self.right)
    #expect(named.status == 0)
    let other = try BuiltCommand.run(["conformance", "-", "--planner", "karmada-assign"], input: Self.right)
    #expect(other.status != 0)
  }

  @Test func `a reader that leaves is no error`() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: Self.wrong + "\n", count: 2000), to: "many.jsonl")
    let command = try #require(BuiltCommand.path)
    let result = try BuiltCommand.shell("'\(command)' conformance '\(folder.path)/many.jsonl' | head -n 1")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(result.output.split(separator: "\n").count == 1)
  }
}
