// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments

/// What is read, and how it is changed before it is checked.
struct ScenarioOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A scenario file, a folder with one, or Kubernetes manifests (YAML or JSON, files or folders).",
      valueName: "scenario|manifests"))
  var inputs: [String]

  @Option(
    name: .customLong("fail"),
    help: ArgumentHelp(
      "Let something fail, such as region=eu-west@1h+4h; without +SPAN for good. Repeatable.",
      valueName: FailureOption.form))
  var failures: [FailureOption] = []

  @Option(help: ArgumentHelp("Requested over allocatable, of the binding resource.", valueName: "share"))
  var load: Double?

  @Option(help: ArgumentHelp("How long a run lasts, such as 6h.", valueName: "span"))
  var horizon: String?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a field, such as workloads.0.replicas=40. Repeatable.", valueName: "path=value"))
  var settings: [SettingOption] = []

  /// The changes in the order in which they are made: `--set` wins over `--load` and `--horizon`, a sweep over both.
  func changes(at point: SweepPoint) -> [SweepPoint.Setting] {
    var changes: [SweepPoint.Setting] = []
    if let load { changes.append(.init(path: "load", value: "\(load)")) }
    if let horizon { changes.append(.init(path: "horizon", value: horizon)) }
    changes += settings.map { .init(path: $0.path, value: $0.value) }
    return changes + point.settings
  }

  /// The options as they would be written again.
  var arguments: [String] {
    var arguments = inputs
    for failure in failures { arguments += ["--fail", failure.text] }
    if let load { arguments += ["--load", "\(load)"] }
    if let horizon { arguments += ["--horizon", horizon] }
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
  public init?(argument: String) { self.init(parsing: argument) }
}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(parsing: argument) }
}

/// `0..9`, `3`, `0..4,10..12`.
struct SeedOption: ExpressibleByArgument {
  let text: String
  let list: SeedList

  init?(argument: String) {
    guard let list = try? SeedList(parsing: argument) else { return nil }
    text = argument
    self.list = list
  }

  static let `default` = SeedOption(list: .firstTen, text: "0..9")

  private init(list: SeedList, text: String) {
    self.list = list
    self.text = text
  }
}
