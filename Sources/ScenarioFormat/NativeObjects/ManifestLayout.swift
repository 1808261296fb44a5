// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// A text that workloads have of their own where all else of their manifests may be alike.
enum WorkloadText {
  /// The name.
  case name
  /// The name as a label's value, which holds at most 63 characters.
  case label
  /// The name of the objects that belong to the workload.
  case companion
  /// The uid.
  case uid

  /// What it is for `workload`.
  func text(of workload: WorkloadSpec) -> String {
    switch self {
    case .name: workload.name
    case .label: workload.name.utf8.count > 63 ? String(workload.name.prefix(63)) : workload.name
    case .companion: WorkloadObjects.companionName(workload)
    case .uid: workload.uid
    }
  }
}

/// The text of one manifest, in UTF-8, with gaps for what each workload has of its own: it is laid out once for all
/// workloads that are alike.
struct ManifestLayout {
  /// How scalars are written.
  enum Style {
    /// Plain where that is safe.
    case yaml
    /// In double quotes.
    case json
  }

  private let style: Style
  private var bytes: [UInt8] = []
  /// Before which of `bytes` a text comes that is not there yet; ascending.
  private var gaps: [(place: Int, text: WorkloadText)] = []

  init(style: Style) { self.style = style }

  /// Adds `text` as it is.
  mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Adds a text as a scalar or a key.
  mutating func add(scalar text: String) { style.append(text, to: &bytes) }

  /// Leaves a gap for `text` as a scalar.
  mutating func add(_ text: WorkloadText) { gaps.append((bytes.count, text)) }

  /// Adds `count` spaces.
  mutating func indent(_ count: Int) { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count)) }

  /// Appends the text to `output`, its gaps filled with what `workload` has; without a workload there are to be none.
  func append(to output: inout [UInt8], of workload: WorkloadSpec?) {
    var done = 0
    for gap in gaps {
      guard let workload else { preconditionFailure("a manifest of no workload with a workload's \(gap.text)") }
      output.append(contentsOf: bytes[done..<gap.place])
      style.append(gap.text.text(of: workload), to: &output)
      done = gap.place
    }
    output.append(contentsOf: bytes[done...])
  }

  /// The text as a string, its gaps filled with what `workload` has; without a workload there are to be none.
  func text(of workload: WorkloadSpec? = nil) -> String {
    var output: [UInt8] = []
    append(to: &output, of: workload)
    return String(decoding: output, as: UTF8.self)
  }
}

extension ManifestLayout.Style {
  private static let ambiguousWords: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
  private static let longestAmbiguousWord = 5

  /// Appends `text`: in YAML plain where no reader can take it for anything but this text, else in double quotes.
  fileprivate func append(_ text: String, to output: inout [UInt8]) {
    if self == .yaml, Self.isPlain(text) {
      output.append(contentsOf: text.utf8)
    } else {
      Self.appendQuoted(text, to: &output)
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "/") else { return false }
    let isPlain = text.utf8.allSatisfy { byte in
      isLetter(byte) || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
    return isPlain && (text.utf8.count > longestAmbiguousWord || !ambiguousWords.contains(text.lowercased()))
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func appendQuoted(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): output.append(contentsOf: "\\\\".utf8)
      case UInt8(ascii: "\n"): output.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): output.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): output.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        output.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
        output.append(contentsOf: String(byte, radix: 16).utf8)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
