// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat
import Testing

@testable import ScenarioAnswers

@Suite struct MarkdownTextTests {
  private func found(_ text: String) -> [String] {
    let markdown = MarkdownText(text, file: "README.md")
    return markdown.elements.map { element in
      switch element {
      case .comment(_, let content): "comment" + markdown.string(content)
      case .bold(_, let text): "bold " + markdown.string(text)
      case .openComment(let place): "open \(markdown.position(of: place))"
      }
    }
  }

  @Test func `comments and bold texts are found with what is in them`() {
    #expect(found("a **10**<!-- = x --> __b__ *c*") == ["bold 10", "comment = x ", "bold b"])
  }

  @Test func `code spans, code blocks and what is escaped are passed over`() {
    let text = """
      `**1**` and ``a ` <!-- b -->`` and \\**2** x
      ```
      **3** <!-- c -->
      ~~~
      ```
      ~~~ text
      <!-- d -->
      ~~~~
      **4**
      """
    #expect(found(text) == ["bold 4"])
  }

  @Test func `a bold text may go over a line, not over a paragraph`() {
    #expect(found("**a\nb** **c\n\nd**") == ["bold a\nb"])
  }

  @Test func `a comment without an end is told with its line and column`() {
    #expect(found("a\nb <!-- c") == ["open README.md:2:3"])
  }

  @Test func `columns are counted in characters, not bytes`() {
    let markdown = MarkdownText("äöü **1**", file: "f")
    guard case .bold(let range, _)? = markdown.elements.first else {
      Issue.record("no bold text")
      return
    }
    #expect(markdown.position(of: range.lowerBound).description == "f:1:5")
  }
}
