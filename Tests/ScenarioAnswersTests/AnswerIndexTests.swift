// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat
import Testing

@testable import ScenarioAnswers

@Suite struct AnswerIndexTests {
  static let document = """
    # 09 · Where do the | new replicas go?

    > To the dead cluster: **10**<!-- = assigned(stock, cluster: a) --> of
    > 30.

    Asked in: karmada-io/karmada #6861,
    PR #7461.

    More.
    """

  @Test func `an index lists number, question with its link, answer and source`() throws {
    let folder = try AnsweredFolder(Self.document)
    let index = try AnswerIndex(reading: [folder.path], for: "\(folder.path)/../README.md")
    let name = try #require(folder.path.split(separator: "/").last)
    #expect(index.count == 1)
    #expect(
      index.lines.dropLast().last
        == """
        | 09 | [Where do the \\| new replicas go?](\(name)/README.md) | To the dead cluster: **10** of 30. | \
        karmada-io/karmada #6861, PR #7461. |
        """)
  }

  @Test func `a document without number, answer or source is refused, and so is a number given twice`() throws {
    let empty = try AnsweredFolder("# Where?\n")
    let first = try AnsweredFolder(Self.document)
    let second = try AnsweredFolder(Self.document)
    var messages: [String] = []
    do throws(AnswerFolder.Refusal) {
      _ = try AnswerIndex(reading: [first.path, empty.path, second.path], for: "README.md")
    } catch {
      messages = error.diagnostics.map(\.what)
    }
    #expect(messages.count == 4)
    #expect(messages.prefix(3) == ["the title has no number", "there is no answer", "nothing says who asked"])
    #expect(messages.last?.hasSuffix("has the number 09 too") == true)
  }

  @Test func `entries stand by their number, not by the order given`() throws {
    let last = try AnsweredFolder(Self.document.replacing("# 09", with: "# 10"))
    let first = try AnsweredFolder(Self.document)
    let index = try AnswerIndex(reading: [last.path, first.path], for: "README.md")
    #expect(
      index.lines.filter { $0.hasPrefix("| 09") || $0.hasPrefix("| 10") }.map { $0.prefix(4) } == ["| 09", "| 10"])
  }
}
