// SPDX-License-Identifier: GPL-3.0-or-later

/// An experiment as later ones are held against it: its manifest, its runs without what only pictures need, and how fast
/// it was. One file that can be kept under version control.
public struct Baseline: Hashable, Sendable, Codable {
  /// The schema's name and version.
  public static let schemaName = "regatta.baseline/1"

  /// How fast the runs were, on which machine.
  public struct Speed: Hashable, Sendable, Codable {
    /// The processor and how many cores of it; speeds of other machines say nothing.
    public var machine: String
    /// The median over the runs of events per second of the run's own thread.
    public var eventsPerSecond: Double

    /// A speed.
    public init(machine: String, eventsPerSecond: Double) {
      self.machine = machine
      self.eventsPerSecond = eventsPerSecond
    }
  }

  /// `schemaName` of the program that wrote it.
  public var schema: String
  /// What the experiment was about.
  public var manifest: ExperimentManifest
  /// Its runs in plan order, without detail.
  public var runs: [RunRecord]
  /// How fast it was; nil where that was not recorded.
  public var speed: Speed?

  /// A baseline of these records, in the manifest's plan order; those outside of the plan are left out.
  public init(manifest: ExperimentManifest, records: [RunRecord], speed: Speed?) {
    schema = Self.schemaName
    self.manifest = manifest
    let known = Dictionary(records.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    runs = manifest.plan.compactMap { key in
      known[key].map { record in
        var record = record
        record.detail = nil
        return record
      }
    }
    self.speed = speed
  }

  /// Reads a baseline. Throws when the file cannot be read, is not whole or of another schema.
  public static func read(_ path: String) throws(ResultsError) -> Baseline {
    let baseline = try RecordCoding.decode(Baseline.self, from: try FileBytes.read(path), path: path, line: nil)
    guard baseline.schema == schemaName else {
      throw .damaged(
        path: path, line: nil, what: "schema \"\(baseline.schema)\", but this program reads \(schemaName)")
    }
    return baseline
  }

  /// Writes it to `path`, whole or not at all.
  public func write(_ path: String) throws(ResultsError) { try WholeFile.write(try RecordCoding.page(self), to: path) }
}
