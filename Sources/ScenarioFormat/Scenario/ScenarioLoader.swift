// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What the command line changes in a scenario.
public struct LoadOptions: Sendable {
  /// A value for one field, as `--set` and the points of a sweep give it.
  public struct Edit: Hashable, Sendable {
    /// Keys joined by dots; elements of a list by place from 0 or by `name`.
    public var path: String
    /// The value as YAML.
    public var value: String
    /// `path=value`.
    public init(path: String, value: String) {
      self.path = path
      self.value = value
    }
  }
  /// Edits, in order.
  public var edits: [Edit]
  /// Further failures, as `region=eu-west@1h+4h`.
  public var failures: [String]
  /// The load wished instead of the scenario's; nil: as it says.
  public var load: Double?
  /// The horizon instead of the scenario's; nil: as it says.
  public var horizon: SimulationDuration?
  /// Another size for the fleet; nil: as the scenario has it.
  public var fleetSize: FleetSize?
  /// The metrics that goals may name; empty: any.
  public var metrics: [String]
  /// How large inputs may be.
  public var limits: DocumentLimits

  /// Options; nothing given changes nothing.
  public init(
    edits: [Edit] = [], failures: [String] = [], load: Double? = nil, horizon: SimulationDuration? = nil,
    fleetSize: FleetSize? = nil, metrics: [String] = [], limits: DocumentLimits = DocumentLimits()
  ) {
    self.edits = edits
    self.failures = failures
    self.load = load
    self.horizon = horizon
    self.fleetSize = fleetSize
    self.metrics = metrics
    self.limits = limits
  }
}

/// What loading gave: a scenario where there was no error, and everything there is to say about the input.
public struct LoadedScenario: Sendable {
  /// The scenario; nil when there is any error.
  public var scenario: Scenario?
  /// Errors and warnings in the order found.
  public var diagnostics: [Diagnostic]
  /// The Kubernetes objects among the input.
  public var inventory: ManifestInventory
}

/// Reads scenarios: a scenario file, Kubernetes manifests, or both.
public enum ScenarioLoader {
  /// The scenario at `path`, a scenario file, a manifest or a folder.
  public static func load(
    path: String, options: LoadOptions = LoadOptions()
  ) -> (scenario: Scenario?, diagnostics: [Diagnostic]) {
    let loaded = load(paths: [path], options: options)
    return (loaded.scenario, loaded.diagnostics)
  }

  /// The scenario that `paths` make together: at most one scenario file; everything else is manifests beside its own. A
  /// folder that has a `scenario.yaml` stands for that file, any other for the manifests below it.
  public static func load(paths: [String], options: LoadOptions = LoadOptions()) -> LoadedScenario {
    let collector = DiagnosticCollector()
    let files = InputFiles(limits: options.limits, collector: collector)
    var documents: [DocumentNode] = []
    for path in paths {
      let scenario = path.hasSuffix("/") ? "\(path)scenario.yaml" : "\(path)/scenario.yaml"
      let inputs = InputFiles.exists(scenario) ? [scenario] : files.files(at: path)
      for file in inputs { documents += files.documents(ofFile: file) }
    }
    return load(documents, paths: paths, options: options, collector: collector)
  }

  /// The scenario in `text`, which messages call `file`; relative paths in it start from that file's folder.
  public static func load(text: String, file: String, options: LoadOptions = LoadOptions()) -> LoadedScenario {
    let collector = DiagnosticCollector()
    let documents = DocumentReader.documents(text.utf8, file: file, limits: options.limits, collector: collector)
    return load(documents, paths: [file], options: options, collector: collector)
  }

  private static func load(
    _ documents: [DocumentNode], paths: [String], options: LoadOptions, collector: DiagnosticCollector
  ) -> LoadedScenario {
    let first = SourcePosition(file: paths.first ?? "input")
    let scenarios = documents.filter(isScenario)
    var manifests = documents.filter { !isScenario($0) }
    if documents.isEmpty, !collector.hasErrors {
      collector.error(.emptyInput, at: first, "there is no document in it", fix: "see regatta init for a scenario")
    }
    for extra in scenarios.dropFirst() {
      collector.error(
        .notAScenario, at: extra.position, "a second scenario", fix: "give one scenario at a time")
    }
    guard !documents.isEmpty else {
      return LoadedScenario(scenario: nil, diagnostics: collector.diagnostics, inventory: .empty)
    }
    var root = scenarios.first ?? DocumentNode(.mapping([]), at: first)
    let file = scenarios.first?.position.file ?? first.file
    let context = ScenarioContext(collector: collector, folder: folder(of: file), limits: options.limits)
    if scenarios.isEmpty, manifests.allSatisfy({ $0["apiVersion"] == nil && $0["kind"] == nil }) {
      collector.error(
        .notAScenario, at: manifests.first?.position ?? first, "this is neither a scenario nor a Kubernetes object",
        fix: "start a scenario with apiVersion: regatta/v1alpha1 and kind: Scenario")
      manifests = []
    }
    apply(options, to: &root, collector: collector)
    let isDefault = scenarios.isEmpty
    let reading = ScenarioReading(context: context, options: options, hasOnlyManifests: isDefault)
    let scenario = reading.read(root, name: name(of: file, isScenario: !isDefault), manifests: manifests)
    return LoadedScenario(
      scenario: collector.hasErrors ? nil : scenario, diagnostics: collector.diagnostics,
      inventory: reading.inventory)
  }

  private static func isScenario(_ document: DocumentNode) -> Bool {
    document["kind"]?.text == "Scenario" || document["apiVersion"]?.text?.hasPrefix("regatta/") == true
  }

  private static func apply(_ options: LoadOptions, to root: inout DocumentNode, collector: DiagnosticCollector) {
    for edit in options.edits { DocumentEdits.set(edit.path, to: edit.value, in: &root, collector: collector) }
    for failure in options.failures { DocumentEdits.addFailure(failure, to: &root, collector: collector) }
    if let load = options.load {
      let node = DocumentNode(.scalar(text: "\(load)", isQuoted: false), at: SourcePosition(file: "--load"))
      DocumentEdits.replace("load", by: node, in: &root)
    }
    if let horizon = options.horizon {
      let text = horizon == .zero ? "0" : horizon.description
      let node = DocumentNode(.scalar(text: text, isQuoted: false), at: SourcePosition(file: "--horizon"))
      DocumentEdits.replace("horizon", by: node, in: &root)
    }
  }

  /// The folder that holds `file`; empty for the working folder.
  static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "" }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// A name from the path: the file without its suffix, for `scenario.yaml` and for folders the folder.
  static func name(of path: String, isScenario: Bool) -> String {
    let parts = path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
    guard let last = parts.last else { return "manifests" }
    let stem = last.split(separator: ".").first.map(String.init) ?? last
    return isScenario && stem == "scenario" && parts.count > 1 ? parts[parts.count - 2] : stem
  }
}
