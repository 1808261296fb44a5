// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Reporting

@Suite struct PrintableTextTests {
  @Test func `a terminal is shown names, not commands`() {
    #expect(PrintableText.line("a\u{1B}[2Jb\nc\u{9B}") == "a\u{FFFD}[2Jb c\u{FFFD}")
  }

  @Test func `Markdown shows a name as it is`() {
    #expect(PrintableText.markdown("a|b*c_[d](e)`<img>@f") == "a\\|b\\*c\\_\\[d\\](e)\\`&lt;img&gt;&#64;f")
  }

  @Test func `a long name is cut with an ellipsis`() {
    #expect(PrintableText.shortened("kubeadmiral", to: 11) == "kubeadmiral")
    #expect(PrintableText.shortened("kubeadmiral-ops", to: 11) == "kubeadmira…")
  }

  @Test func `a plain table has names left, numbers right, and no space at the end of a line`() {
    let table = TextTable(headers: ["name", "a\nb"], rows: [["x", "1,000"], ["long name", "2"]])
    let expected = """
                     a
      name           b
      ----------------
      x          1,000
      long name      2

      """
    #expect(table.plain() == expected)
    #expect(table.plain(bold: true).hasPrefix("\u{1B}[1m"))
  }

  @Test func `a table too wide is broken into blocks that each begin with the first column`() {
    let table = TextTable(headers: ["n", "aaa", "bbb", "ccc"], rows: [["x", "1", "2", "3"]])
    #expect(table.plainBlocks(width: 11) == "n  aaa  bbb\n-----------\nx    1    2\n\nn  ccc\n------\nx    3\n")
    #expect(table.plainBlocks(width: 16) == table.plain())
  }

  @Test func `a Markdown table escapes its cells and keeps line breaks within them`() {
    let table = TextTable(headers: ["n|m", "a\nb"], rows: [["x|y", "1\n2"]])
    #expect(table.markdown == "| n\\|m | a<br>b |\n| :-- | --: |\n| x\\|y | 1<br>2 |\n")
  }
}
