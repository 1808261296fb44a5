// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@Suite struct FileShapeTests {
  static let longestSource = 450
  static let longestTest = 600
  static let widestLine = 120
  /// The formatter does not break comments; a word may stand out.
  static let widestComment = 130

  @Test func `every file starts with its licence`() {
    for file in SourceTree.sources + SourceTree.tests {
      #expect(
        file.lines.first == "// SPDX-License-Identifier: GPL-3.0-or-later", "\(file.path) lacks the SPDX line")
    }
    #expect(SourceTree.manifest.contains("SPDX-License-Identifier: GPL-3.0-or-later"))
  }

  @Test func `no file says nothing`() {
    for file in SourceTree.sources + SourceTree.tests {
      #expect(file.code.contains { $0.contains { !$0.isWhitespace } }, "\(file.path) is empty")
    }
  }

  @Test func `no file is too long to read`() {
    for file in SourceTree.sources {
      #expect(file.lines.count <= Self.longestSource + 1, "\(file.path) has \(file.lines.count) lines")
    }
    for file in SourceTree.tests {
      #expect(file.lines.count <= Self.longestTest + 1, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func `no line is wider than 120 columns, no comment than 130`() {
    for file in SourceTree.sources + SourceTree.tests {
      for (index, line) in file.lines.enumerated() where line.utf8.count > Self.widestLine {
        // What a string literal holds cannot be broken without changing it.
        if line.contains("\"") { continue }
        let isComment = file.code[index].count < line.count
        #expect(
          line.count <= (isComment ? Self.widestComment : Self.widestLine),
          "\(file.place(index)) is \(line.count) columns wide")
      }
    }
  }

  @Test func `no folder is a drawer for leftovers`() {
    let banned: Set<Substring> = ["Util", "Utils", "Utilities", "Helper", "Helpers", "Common", "Core", "Misc"]
    for file in SourceTree.sources + SourceTree.tests {
      let folders = file.path.split(separator: "/").dropLast()
      #expect(banned.isDisjoint(with: folders), "\(file.path)")
      #expect(!file.path.contains(" "), "\(file.path) has a space")
    }
  }

  @Test func `comments and strings are blanked, code stays`() {
    let code = CodeStripper.code(
      of: "let a = \"TODO\" // TODO\n/* x\ny */ let b = \"\"\"\n  \"c\" \\\"\n\"\"\"; f(\"\\\"\")")
    #expect(code.map { $0.trimmingSuffix(while: \.isWhitespace) } == ["let a =", "", " let b =", "", "; f()"])
  }
}

extension String {
  fileprivate func trimmingSuffix(while drops: (Character) -> Bool) -> String {
    String(self[..<(lastIndex { !drops($0) }.map { index(after: $0) } ?? startIndex)])
  }
}
