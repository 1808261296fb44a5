// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// All results of one `regatta bench`.
public struct BenchmarkReport: Hashable, Codable, Sendable {
  /// The version of this record.
  public static let currentSchema = "regatta.bench/1"

  /// ``currentSchema``.
  public var schema: String
  /// When it ended, in UTC: `2026-01-31T12:00:00Z`.
  public var date: String
  /// Where it ran.
  public var machine: BenchmarkMachine
  /// The level of the kernels in force.
  public var instructionSet: String
  /// Samples of either side of each case.
  public var pairs: Int
  /// The results, in the order of the catalogue.
  public var results: [BenchmarkResult]

  /// A report.
  public init(date: Date, machine: BenchmarkMachine, instructionSet: String, pairs: Int, results: [BenchmarkResult]) {
    schema = Self.currentSchema
    self.date = date.formatted(.iso8601)
    self.machine = machine
    self.instructionSet = instructionSet
    self.pairs = pairs
    self.results = results
  }

  /// Cases whose sides gave different answers.
  public var disagreements: [BenchmarkResult] { results.filter { !$0.checksumsAgree } }

  /// Cases that missed the ratio demanded of them.
  public var misses: [BenchmarkResult] { results.filter { !$0.isAccepted } }

  /// Indented JSON with sorted keys, ending in a newline.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
