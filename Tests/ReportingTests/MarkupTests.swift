// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Reporting

@Suite struct MarkupTests {
  @Test func `what is interpolated is text, what is written is markup`() {
    let name = "<script>alert('x')</script> & \"y\""
    let markup: Markup = "<b title=\"\(name)\">\(name)</b>"
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;"
    #expect(markup.text == "<b title=\"\(escaped)\">\(escaped)</b>")
    let inner: Markup = "<i>\(name)</i>"
    let outer: Markup = "<p>\(inner)</p>"
    #expect(outer.text == "<p><i>\(escaped)</i></p>")
  }

  @Test func `control characters and marks that turn the writing direction do not pass`() {
    let markup: Markup = "\("a\u{0}b\u{1B}[31mc\u{202E}d\ne")"
    #expect(markup.text == "a\u{FFFD}b\u{FFFD}[31mc\u{FFFD}d e")
  }

  @Test(arguments: [
    (0.0, "0"), (12.0, "12"), (12.34, "12.3"), (0.25, ".3"), (-0.3, "-.3"), (-12.35, "-12.4"), (-0.04, "0"),
    (99.96, "100"),
  ])
  func `coordinates take the fewest bytes of a tenth of a pixel`(value: Double, text: String) {
    #expect(SVGNumber.text(value) == text)
  }
}
