// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Quantities
import Results
import ScenarioFormat

/// What is read, and how it is changed before it is checked.
struct ScenarioOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A scenario file, a folder with one, or Kubernetes manifests (YAML or JSON, files or folders).",
      valueName: "scenario|manifests"))
  var inputs: [String]

  @Option(
    name: .customLong("fail"), parsing: .singleValue,
    help: ArgumentHelp(
      "Let something fail, such as region=eu-west@1h+4h; without +FOR for good. Repeatable.",
      valueName: "what=name@at+for"))
  var failures: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Scale replicas to this share, 0.000001 to 1000, of the binding resource: (reserved + requested) / allocatable. \
      Workloads that no cluster is eligible for keep theirs and do not count.
      """, valueName: "share"))
  var load: Double?

  @Option(help: ArgumentHelp("How long a run lasts, such as 6h.", valueName: "span"))
  var horizon: SimulationDuration?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a field, such as workloads.0.replicas=40. Repeatable.", valueName: "path=value"))
  var settings: [SettingOption] = []

  /// What is changed at a point of a sweep; the point wins over `--set`.
  func loadOptions(at point: SweepPoint) -> LoadOptions {
    LoadOptions(
      edits: settings.map { LoadOptions.Edit(path: $0.path, value: $0.value) }
        + point.settings.map { LoadOptions.Edit(path: $0.path, value: $0.value) },
      failures: failures, load: point.settings.contains { $0.path == "load" } ? nil : load,
      horizon: point.settings.contains { $0.path == "horizon" } ? nil : horizon,
      metrics: MetricCatalog.metrics.map(\.id))
  }

  /// What the options change of the scenario, for the name of its output.
  var changes: [String] {
    failures + [load.map { "load=\($0)" }, horizon.map { "horizon=\($0)" }].compactMap { $0 }
      + settings.map { "\($0.path)=\($0.value)" }
  }

  /// The options as they would be written again.
  var arguments: [String] {
    var arguments = inputs
    for failure in failures { arguments += ["--fail", failure] }
    if let load { arguments += ["--load", "\(load)"] }
    if let horizon { arguments += ["--horizon", "\(horizon)"] }
    for setting in settings { arguments += ["--set", "\(setting.path)=\(setting.value)"] }
    return arguments
  }
}

/// `PATH=VALUE`.
struct SettingOption: ExpressibleByArgument, Hashable {
  let path: String
  let value: String

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else { return nil }
    path = String(argument[..<equals])
    value = String(argument[argument.index(after: equals)...])
  }
}

extension SweepAxis: ExpressibleByArgument {
  /// Reads `PATH=A,B,C`.
  public init?(argument: String) { self.init(parsing: argument) }
}

extension Shard {
  /// Reads `i/n`, or says what it is to be.
  init(option text: String) throws {
    guard let shard = Shard(parsing: text) else {
      throw ValidationError("i/n is part i of n: i is 0 to n-1, as 0/2 and 1/2 (or 1 to n, as 1/2 and 2/2)")
    }
    self = shard
  }
}

extension SimulationDuration: ExpressibleByArgument {
  /// Reads `1h30m`.
  public init?(argument: String) { self.init(parsing: argument) }
}

/// When `run --until` ends.
enum StoppingRule: String, ExpressibleByArgument, CaseIterable {
  case precision
}

/// `0..9`, `3`, `0..4,10..12`.
struct SeedOption {
  let text: String
  let list: SeedList

  init(_ text: String) throws {
    self.text = text
    do {
      list = try SeedList(parsing: text)
    } catch {
      throw ValidationError(error.description)
    }
  }

  static let firstTen = SeedOption(first: 10)
  static let firstEleven = SeedOption(first: 11)

  /// The seeds 0 to `count` - 1; traps below 1.
  init(first count: Int) {
    list = SeedList(first: count)
    text = count == 1 ? "0" : "0..\(count - 1)"
  }
}
