// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB

/// Takes the values of a row one after the other; one that is not of the wanted type is damage.
struct ValueReader {
  private let values: [DatabaseValue]
  private var next = 0

  init(_ values: [DatabaseValue]) { self.values = values }

  mutating func text() throws -> String { try wanted(try optionalText()) }
  mutating func integer<Number: FixedWidthInteger>() throws -> Number { try wanted(try optionalInteger()) }

  mutating func optionalText() throws -> String? {
    switch try take() {
    case .null: return nil
    case .string(let text): return text
    default: throw wrongType
    }
  }

  mutating func optionalInteger<Number: FixedWidthInteger>() throws -> Number? {
    switch try take() {
    case .null: return nil
    case .int64(let number): return try wanted(Number(exactly: number))
    default: throw wrongType
    }
  }

  mutating func optionalNumber() throws -> Double? {
    switch try take() {
    case .null: return nil
    case .double(let number): return number
    default: throw wrongType
    }
  }

  /// A value that is kept as JSON.
  mutating func json<Value: Decodable>() throws -> Value {
    let text = try text()
    do {
      return try RecordCoding.decode(Value.self, from: text.utf8, path: "", line: nil)
    } catch {
      throw wrongType
    }
  }

  private mutating func take() throws -> DatabaseValue.Storage {
    guard next < values.count else { throw wrongType }
    defer { next += 1 }
    return values[next].storage
  }

  private func wanted<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw wrongType }
    return value
  }

  private var wrongType: IndexDamage { IndexDamage(description: "a row holds what was never put there") }
}

extension IndexTables.Row {
  /// Reads the columns of an experiment, its sum, which is to be `sum`, and its id.
  init(_ reader: inout ValueReader, sum: String) throws {
    experiment = IndexedExperiment(
      name: try reader.text(), scenario: try reader.text(), summary: try reader.text(), version: try reader.text(),
      command: try reader.json(), contenders: try reader.json(), seeds: try reader.json(),
      sweepPoints: try reader.json(), scenarioDigests: try reader.json(), planned: try reader.optionalInteger(),
      done: try reader.integer(), strangers: try reader.integer(), unchecked: try reader.integer(),
      damage: try reader.json())
    manifestStamp = try FileStamp(&reader)
    runsStamp = try FileStamp(&reader)
    runsSum = try reader.text()
    guard try reader.text() == sum else {
      throw IndexDamage(description: "the row of \(experiment.name) does not match its sum")
    }
    id = try reader.integer()
  }

  /// The columns as they are stored.
  func columns() throws -> [DatabaseValue] {
    let head = [experiment.name, experiment.scenario, experiment.summary, experiment.version]
    let lists = [
      try RecordCoding.line(experiment.command), try RecordCoding.line(experiment.contenders),
      try RecordCoding.line(experiment.seeds), try RecordCoding.line(experiment.sweepPoints),
      try RecordCoding.line(experiment.scenarioDigests),
    ]
    let counts = [experiment.planned, experiment.done, experiment.strangers, experiment.unchecked]
    return (head + lists).map(\.databaseValue) + counts.map { $0?.databaseValue ?? .null }
      + [try RecordCoding.line(experiment.damage).databaseValue] + manifestStamp.columns + runsStamp.columns
      + [runsSum.databaseValue]
  }
}

extension FileStamp {
  fileprivate init(_ reader: inout ValueReader) throws {
    self.init(
      size: try reader.integer(), changed: try reader.integer(), number: try reader.integer(),
      check: try reader.optionalText())
  }

  fileprivate var columns: [DatabaseValue] {
    [size.databaseValue, changed.databaseValue, number.databaseValue, check?.databaseValue ?? .null]
  }
}

extension IndexedRun {
  /// Reads the columns of a run; its metrics are rows of their own.
  init(_ reader: inout ValueReader) throws {
    let _: Int = try reader.integer()
    let contender = try reader.text()
    let seed: Int = try reader.integer()
    self.init(
      key: RunKey(contender: contender, seed: seed, sweep: try reader.json()), scenarioDigest: try reader.text(),
      digest: try reader.text(), events: try reader.integer(),
      place: RunsFile.Place(
        line: try reader.integer(), offset: try reader.integer(), length: try reader.integer(),
        check: try reader.optionalText()),
      metrics: [])
  }

  /// The columns of the run that is `position` in its experiment.
  func columns(at position: Int) throws -> [DatabaseValue] {
    [
      position.databaseValue, key.contender.databaseValue, key.seed.databaseValue,
      try RecordCoding.line(key.sweep).databaseValue, scenarioDigest.databaseValue, digest.databaseValue,
      events.databaseValue, place.line.databaseValue, place.offset.databaseValue, place.length.databaseValue,
      place.check?.databaseValue ?? .null,
    ]
  }
}

extension IndexedRun.Metric {
  /// Reads the columns of a metric.
  init(_ reader: inout ValueReader) throws {
    name = try reader.text()
    value = MetricValue(try reader.optionalNumber())
    value.unit = try reader.optionalText()
    value.censored = try reader.optionalInteger()
    value.count = try reader.optionalInteger()
  }

  /// The columns as they are stored.
  var columns: [DatabaseValue] {
    [
      // SQLite keeps no negative zero.
      name.databaseValue, value.value.map { ($0 + 0).databaseValue } ?? .null,
      value.unit?.databaseValue ?? .null, value.censored?.databaseValue ?? .null, value.count?.databaseValue ?? .null,
    ]
  }
}
