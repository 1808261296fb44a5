// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Reporting

@Suite struct SHA256Tests {
  /// Source: NIST, "Secure Hash Standard: example values" for FIPS 180-4; the digest of nothing from its test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `the standard's own messages give its digests`(message: String, digest: String) {
    let hexadecimal = SHA256.digest(message.utf8).map { String(format: "%02x", $0) }.joined()
    #expect(hexadecimal == digest)
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func `base 64 is that of RFC 4648`(text: String, code: String) {
    #expect(Base64.text(Array(text.utf8)) == code)
  }

  @Test func `a policy names the digest of 'abc' in base 64`() {
    #expect(SHA256.policySource("abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }
}
