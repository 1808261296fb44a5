// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Records as JSON with one spelling: sorted keys, plain slashes, the shortest digits that read back the same. Equal
/// values are equal bytes.
public enum RecordCoding {
  /// One line without its newline. Throws when a number is not finite.
  public static func line(_ value: some Encodable) throws(ResultsError) -> String {
    try encode(value, formatting: [.sortedKeys, .withoutEscapingSlashes])
  }

  /// Indented text that ends in a newline, for files that people open. Throws when a number is not finite.
  public static func page(_ value: some Encodable) throws(ResultsError) -> String {
    try encode(value, formatting: [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) + "\n"
  }

  /// The run in `bytes`; `path` and `line` are for the message alone.
  public static func run(from bytes: some Collection<UInt8>, path: String, line: Int) throws(ResultsError)
    -> RunRecord
  {
    let record = try decode(RunRecord.self, from: bytes, path: path, line: line)
    guard record.schema == RunRecord.schemaName else {
      throw .damaged(
        path: path, line: line, what: "schema \"\(record.schema)\", but this program reads \(RunRecord.schemaName)")
    }
    return record
  }

  /// A value of the given type in `bytes`; `path` and `line` are for the message alone.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>, path: String, line: Int?
  ) throws(ResultsError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw .damaged(path: path, line: line, what: message(of: error))
    } catch {
      throw .damaged(path: path, line: line, what: "\(error)")
    }
  }

  private static func encode(_ value: some Encodable, formatting: JSONEncoder.OutputFormatting) throws(ResultsError)
    -> String
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch EncodingError.invalidValue(let value, let context) {
      throw .notEncodable(what: "\(field(context.codingPath)) is \(value)")
    } catch {
      throw .notEncodable(what: "\(error)")
    }
  }

  private static func message(of error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "no field \"\(field(context.codingPath + [key]))\""
    case .typeMismatch(let type, let context):
      "\(field(context.codingPath)) is not of type \(type)"
    case .valueNotFound(let type, let context):
      "\(field(context.codingPath)) is null where a \(type) is wanted"
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      "not valid JSON"
    case .dataCorrupted(let context):
      "\(field(context.codingPath)): \(context.debugDescription)"
    @unknown default:
      "\(error)"
    }
  }

  private static func field(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "the value" }
    return path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
