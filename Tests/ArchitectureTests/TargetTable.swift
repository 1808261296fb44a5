// SPDX-License-Identifier: GPL-3.0-or-later

/// What `Package.swift` lets each target import.
///
/// The text is parsed rather than `swift package dump-package`, which would wait for the lock that the running
/// `swift test` holds.
struct TargetTable {
  /// Names that a target may import, its own left out, by target.
  private(set) var imports: [String: [String]] = [:]
  /// Targets in the order of the file: lower layers first.
  private(set) var targets: [String] = []

  init(manifest: String) {
    let bytes = Array(manifest.utf8)
    for opening in ["module(", "cModule(", "instructionSet(", ".executableTarget(", ".systemLibrary("] {
      let token = Array(opening.utf8)
      for place in bytes.indices where bytes[place...].starts(with: token) {
        let call = Self.literals(in: bytes, from: place + token.count)
        guard let name = call.first else { continue }
        imports[name] = Array(call.dropFirst())
        targets.append(name)
      }
    }
  }

  /// The string literals up to the parenthesis that closes the call.
  private static func literals(in bytes: [UInt8], from start: Int) -> [String] {
    var found: [String] = []
    var depth = 1
    var literal: [UInt8]?
    for byte in bytes[start...] where depth > 0 {
      switch (byte, literal) {
      case (UInt8(ascii: "\""), nil): literal = []
      case (UInt8(ascii: "\""), let text?):
        found.append(String(decoding: text, as: UTF8.self))
        literal = nil
      case (_, .some): literal?.append(byte)
      case (UInt8(ascii: "("), nil): depth += 1
      case (UInt8(ascii: ")"), nil): depth -= 1
      default: break
      }
    }
    return found
  }
}
