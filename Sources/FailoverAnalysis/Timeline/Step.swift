// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A value of the control plane that stands behind a step.
public struct Setting: Hashable, Sendable, Encodable {
  /// The flag, field or constant as upstream calls it.
  public var name: String
  /// The name under `contenders[].set`; nil where a scenario changes it elsewhere.
  public var set: String?
  /// Its present value.
  public var value: String

  /// A setting.
  public init(name: String, set: String? = nil, value: String) {
    self.name = name
    self.set = set
    self.value = value
  }
}

/// One step on the way from the failure to replicas that are ready elsewhere.
public struct Step: Hashable, Sendable, Encodable {
  /// What happens.
  public var name: String
  /// What it adds to the way; nil: it stands beside the way.
  public var adds: TimeWindow?
  /// When it is done, after the failure.
  public var at: TimeWindow
  /// Why it takes this long.
  public var why: String
  /// What decides it.
  public var settings: [Setting]
}

/// Steps under way: each adds to the moment that is reached.
struct Timeline {
  /// Answers what upstream calls the value a scenario sets by a name.
  let upstreamName: (String, FederationSystem) -> String?
  let system: FederationSystem
  private(set) var steps: [Step] = []
  /// When the last step that adds is done.
  private(set) var now = TimeWindow.zero

  init(system: FederationSystem, upstreamName: @escaping (String, FederationSystem) -> String?) {
    self.system = system
    self.upstreamName = upstreamName
  }

  /// Whether a step never happens, so that nothing behind it does.
  var isStuck: Bool { now.isNever }

  /// A step on the way.
  mutating func add(_ name: String, _ window: TimeWindow, why: String, _ settings: [Setting] = []) {
    now = now + window
    steps.append(Step(name: name, adds: window, at: now, why: why, settings: settings))
  }

  /// A step whose moment after the failure is known as it is.
  mutating func reach(_ name: String, at moment: TimeWindow, why: String, _ settings: [Setting] = []) {
    now = moment
    steps.append(Step(name: name, adds: nil, at: moment, why: why, settings: settings))
  }

  /// Takes out the steps that would end at `moment` or later.
  mutating func cut(from moment: SimulationDuration) { steps.removeAll { $0.at.earliest >= moment } }

  /// What stands beside the way.
  mutating func note(_ name: String, at moment: TimeWindow, why: String, _ settings: [Setting] = []) {
    steps.append(Step(name: name, adds: nil, at: moment, why: why, settings: settings))
  }

  /// A value that `contenders[].set` can change.
  func setting(_ name: String, _ value: String) -> Setting {
    Setting(name: upstreamName(name, system) ?? name, set: name, value: value)
  }

  /// A span that `contenders[].set` can change.
  func setting(_ name: String, _ span: SimulationDuration?) -> Setting {
    setting(name, span.map { "\($0)" } ?? "never")
  }
}
