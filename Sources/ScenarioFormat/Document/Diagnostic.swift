// SPDX-License-Identifier: GPL-3.0-or-later

/// One fault of an input, or one thing the user should know about it.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The input cannot be used.
    case error
    /// The input can be used, perhaps not as meant.
    case warning
  }
  /// How bad it is.
  public var severity: Severity
  /// What kind of fault.
  public var code: DiagnosticCode
  /// Where.
  public var position: SourcePosition
  /// What is wrong, naming the value.
  public var what: String
  /// What to do about it; may be empty.
  public var howToFix: String

  /// A diagnostic.
  public init(
    _ severity: Severity, _ code: DiagnosticCode, at position: SourcePosition, _ what: String, fix howToFix: String = ""
  ) {
    self.severity = severity
    self.code = code
    self.position = position
    self.what = what
    self.howToFix = howToFix
  }

  /// `file:line:column: error R0123: what; how to fix`.
  public var description: String {
    "\(position): \(severity.rawValue) \(code.name): \(what)" + (howToFix.isEmpty ? "" : "; \(howToFix)")
  }
}

/// Gathers the faults of an input, so that all are reported together.
public final class DiagnosticCollector {
  /// What was reported, in the order of reporting.
  public private(set) var diagnostics: [Diagnostic] = []
  /// Whether any of it is an error.
  public private(set) var hasErrors = false
  /// Further errors than this are counted and not kept.
  public let limit: Int
  /// Told which keys the readers of each kind of mapping ask for: how a test keeps the schema in step with them.
  var recordKeys: ((_ schemaName: String, _ keys: [String]) -> Void)?
  /// Readers of native objects, to be looked at for misspelt fields when all is read.
  private var watchedReaders: [FieldReader] = []
  /// Diagnostics beyond the limit.
  public private(set) var omittedCount = 0

  /// A collector that keeps up to `limit` diagnostics.
  public init(limit: Int = 1000) { self.limit = limit }

  /// Keeps `reader` until `warnOfMisspeltKeys`.
  func watch(_ reader: FieldReader) { watchedReaders.append(reader) }

  /// Warns of fields of native objects that look like slips; to be called once all of them have been read.
  func warnOfMisspeltKeys() {
    let readers = watchedReaders
    watchedReaders = []
    for reader in readers { reader.warnOfMisspeltKeys() }
  }

  /// Takes `diagnostic` in; equal ones are kept once when they follow each other.
  public func report(_ diagnostic: Diagnostic) {
    if diagnostic.severity == .error { hasErrors = true }
    if diagnostics.last == diagnostic { return }
    if diagnostics.count >= limit { omittedCount += 1 } else { diagnostics.append(diagnostic) }
  }

  /// Reports an error.
  public func error(
    _ code: DiagnosticCode, at position: SourcePosition, _ what: String, fix howToFix: String = ""
  ) {
    report(Diagnostic(.error, code, at: position, what, fix: howToFix))
  }

  /// Reports a warning.
  public func warning(
    _ code: DiagnosticCode, at position: SourcePosition, _ what: String, fix howToFix: String = ""
  ) {
    report(Diagnostic(.warning, code, at: position, what, fix: howToFix))
  }
}
