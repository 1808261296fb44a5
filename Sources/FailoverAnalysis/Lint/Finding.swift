// SPDX-License-Identifier: GPL-3.0-or-later

/// Something in the objects, flags or the fleet that will surprise whoever loses a cluster.
public struct Finding: Hashable, Sendable, Encodable {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable, Encodable, CaseIterable, Comparable {
    /// It will not work as meant.
    case error
    /// It will work, but not as most people expect.
    case warning
    /// Good to know.
    case note

    private var rank: Int { self == .error ? 0 : self == .warning ? 1 : 2 }
    /// Worse ones come first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
  }

  /// Its code: `F0101`.
  public var code: String
  /// How bad it is.
  public var severity: Severity
  /// The contender.
  public var contender: String
  /// What it is about: workloads, or the control plane.
  public var objects: [String]
  /// The flag or field.
  public var field: String
  /// What is the matter.
  public var what: String
  /// Why: upstream's source and version.
  public var why: String
  /// What to do.
  public var fix: String
}

/// A kind of finding: a number that never changes its meaning.
public struct LintCode: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// How bad it is.
  public let severity: Finding.Severity
  /// What it means, in one line.
  public let meaning: String
  /// Where upstream has it: path and version.
  public let source: String
  /// What to do, in general.
  public let fix: String

  /// As people see it: `F0101`.
  public var name: String {
    let digits = String(number)
    return "F" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
