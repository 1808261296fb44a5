// SPDX-License-Identifier: GPL-3.0-or-later

/// The kind of a diagnostic: a number that never changes its meaning, so that people can look it up.
///
/// R0001 to R0099 are faults of documents, R0100 to R0199 of fields, R0200 to R0299 of scenarios, R0300 to R0399 of
/// manifests, R0400 to R0499 of translations, R0500 to R0599 of answered documents, which their own module lists.
public struct DiagnosticCode: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// What it means, in one line.
  public let meaning: String

  /// The code `number`; every code of an input is a member of `catalogue`.
  public init(_ number: Int, _ meaning: String) {
    self.number = number
    self.meaning = meaning
  }

  /// As messages show it: `R0123`.
  public var name: String {
    let digits = String(number)
    return "R" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Whether the numbers are equal.
  public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.number == right.number }
  /// Takes the number in.
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension DiagnosticCode {
  /// The file cannot be read.
  public static let unreadableFile = DiagnosticCode(1, "a file or folder cannot be read")
  /// The file is too large.
  public static let fileTooLarge = DiagnosticCode(2, "a file is larger than the limit (64 MiB by default)")
  /// Not UTF-8.
  public static let invalidEncoding = DiagnosticCode(3, "a file is not valid UTF-8 text")
  /// NUL or another control character.
  public static let controlCharacter = DiagnosticCode(4, "a file holds a NUL or another control character")
  /// Not YAML.
  public static let syntax = DiagnosticCode(5, "a file is not valid YAML or JSON")
  /// Too many nodes.
  public static let tooManyNodes = DiagnosticCode(6, "a file has more values than the limit (1,000,000 by default)")
  /// Too deep.
  public static let tooDeep = DiagnosticCode(7, "values are nested deeper than the limit (128 by default)")
  /// Aliases expand to too much.
  public static let aliasExpansion = DiagnosticCode(8, "aliases expand to more values than the limit")
  /// The alias has no anchor.
  public static let unknownAlias = DiagnosticCode(9, "an alias names no anchor before it")
  /// The key is there twice.
  public static let duplicateKey = DiagnosticCode(10, "a mapping has the same key twice")
  /// The tag is not known.
  public static let unknownTag = DiagnosticCode(11, "a value carries a tag other than the core ones")
  /// The key is not text.
  public static let complexKey = DiagnosticCode(12, "a mapping's key is itself a mapping or a sequence")
  /// `<<` without mappings.
  public static let invalidMerge = DiagnosticCode(13, "a merge key (<<) holds something other than mappings")
  /// Nothing in it.
  public static let emptyInput = DiagnosticCode(14, "an input holds no document")

  /// The codes of the document layer.
  public static let documentCodes: [DiagnosticCode] = [
    .unreadableFile, .fileTooLarge, .invalidEncoding, .controlCharacter, .syntax, .tooManyNodes, .tooDeep,
    .aliasExpansion, .unknownAlias, .duplicateKey, .unknownTag, .complexKey, .invalidMerge, .emptyInput,
  ]
}

extension DiagnosticCode {
  /// The value is of another type.
  public static let wrongType = DiagnosticCode(100, "a field holds another type of value than it takes")
  /// The key is not known.
  public static let unknownKey = DiagnosticCode(101, "a mapping has a key that is not known there")
  /// The key is missing.
  public static let missingKey = DiagnosticCode(102, "a mapping lacks a key that it must have")
  /// The number is out of range.
  public static let outOfRange = DiagnosticCode(103, "a number is outside the range its field takes")
  /// The word is not among those known.
  public static let unknownWord = DiagnosticCode(104, "a field holds a word that is not among those it takes")
  /// The duration cannot be read.
  public static let invalidDuration = DiagnosticCode(105, "a span of time cannot be read")
  /// The quantity cannot be read.
  public static let invalidQuantity = DiagnosticCode(106, "a Kubernetes quantity cannot be read")

  /// The codes of single fields.
  public static let fieldCodes: [DiagnosticCode] = [
    .wrongType, .unknownKey, .missingKey, .outOfRange, .unknownWord, .invalidDuration, .invalidQuantity,
  ]
}

extension DiagnosticCode {
  /// Every code, ascending by number.
  public static var catalogue: [DiagnosticCode] {
    (documentCodes + fieldCodes + scenarioCodes + manifestCodes).sorted { $0.number < $1.number }
  }

  /// The code called `name`, as `R0123`.
  public static func code(named name: String) -> DiagnosticCode? {
    catalogue.first { $0.name == name.uppercased() }
  }
}
