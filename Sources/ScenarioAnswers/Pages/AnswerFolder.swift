// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Results
import RunMetrics
import ScenarioFormat

/// A folder with a scenario and a document that answers a question from its runs.
public struct AnswerFolder {
  /// The folder as the user named it.
  public let path: String
  /// The document.
  public var documentPath: String { "\(path)/README.md" }
  /// Its picture.
  public var picturePath: String { "\(path)/\(AnswerDocument.pictureName)" }

  let document: AnswerDocument
  private let plan: RunPlan
  private let scenarios: [Scenario]
  private let figures: [ResolvedExpression]
  private let tables: [TableRequest]
  private let picture: PictureRequest?
  /// What is to be said about the input: with an error there is no folder.
  public let warnings: [Diagnostic]

  /// Why a folder cannot be answered: everything that is wrong with it.
  public struct Refusal: Error {
    /// Errors and warnings, in the order found.
    public let diagnostics: [Diagnostic]
  }

  /// Reads a folder's document and scenario.
  public init(reading path: String) throws(Refusal) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed
    let collector = DiagnosticCollector()
    document = try Self.document(at: "\(trimmed)/README.md", collector: collector)
    plan = RunPlan(of: document, collector: collector)
    let names = Self.names(of: document, path: trimmed, points: plan.points, collector: collector)
    guard let names else { throw Refusal(diagnostics: collector.diagnostics) }
    scenarios = names.scenarios
    let reader = QueryReader(names: names)
    figures = document.figures.compactMap { reader.resolve($0.expression) }
    tables = document.tables.compactMap { TableRequest($0.request, names: names) }
    picture = document.picture.flatMap { PictureRequest($0, names: names) }
    guard !collector.hasErrors else { throw Refusal(diagnostics: collector.diagnostics) }
    warnings = collector.diagnostics
  }

  private static func document(at path: String, collector: DiagnosticCollector) throws(Refusal) -> AnswerDocument {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      collector.error(
        .unreadableFile, at: SourcePosition(file: path), "there is no such document, or it is no UTF-8 text",
        fix: "name a folder that has a README.md and a scenario")
      throw Refusal(diagnostics: collector.diagnostics)
    }
    return AnswerDocument(text, file: path, collector: collector)
  }

  /// The scenario at every point of the sweep; nil when it is wrong at any of them, which is reported.
  private static func names(
    of document: AnswerDocument, path: String, points: [SweepPoint], collector: DiagnosticCollector
  ) -> NameTable? {
    var said: Set<String> = []
    let scenarios = points.compactMap { point -> Scenario? in
      let edits = point.settings.map { LoadOptions.Edit(path: $0.path, value: $0.value) }
      let loaded = ScenarioLoader.load(
        paths: [path], options: LoadOptions(edits: edits, metrics: MetricCatalog.metrics.map(\.id)))
      for diagnostic in loaded.diagnostics where said.insert(diagnostic.description).inserted {
        collector.report(diagnostic)
      }
      return loaded.scenario
    }
    guard scenarios.count == points.count, let first = scenarios.first else { return nil }
    let contenders = first.contenders.map(\.name)
    if contenders.isEmpty || scenarios.contains(where: { $0.contenders.map(\.name) != contenders }) {
      collector.error(
        .malformedRun, at: SourcePosition(file: path), "the scenario has no contenders, or not the same at every point",
        fix: "name the contenders in the scenario and do not sweep them")
      return nil
    }
    return NameTable(scenarios: scenarios, points: points, markdown: document.markdown, collector: collector)
  }

  /// Makes the runs and answers everything that the document asks.
  /// - Throws: `CancellationError` when interrupted; what a failed run says otherwise.
  public func answer(_ options: AnswerOptions) async throws -> FreshAnswer {
    var tracks: [PlacementTrack] = []
    var seen: Set<PlacementTrack> = []
    let wanted =
      figures.flatMap { $0.queries.flatMap(\.tracks) } + tables.flatMap { $0.tracks(in: scenarios) }
      + (picture?.tracks(in: scenarios) ?? [])
    for track in wanted where seen.insert(track).inserted { tracks.append(track) }
    let experiment = try await MeasuredExperiment.make(
      points: plan.points, scenarios: scenarios, seeds: plan.seeds, tracks: tracks, options: options)
    return FreshAnswer(
      folder: self,
      figures: zip(document.figures, figures).map { figure, expression in
        figure.written.text(of: experiment.value(of: expression), isSpan: expression.isSpan)
      }, tables: tables.map(experiment.table), picture: picture.map(experiment.picture),
      digests: experiment.records.map(\.digest))
  }
}
