// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import ScenarioFormat
import Synchronization

/// The scenario that the command line names, at every size; each is read once.
final class SizedScenarios: Sendable {
  private struct Key: Hashable {
    let level: Int
    let trial: Int
  }

  private let inputs: [String]
  private let base: LoadOptions
  private let scale: SizeScale
  private let contenders: [String]
  private let known = Mutex<[Key: Result<Scenario, SizeStudy.LevelRefusal>]>([:])

  init(options: ScenarioOptions, scale: SizeScale, contenders: [String]) {
    inputs = options.inputs
    base = options.loadOptions(at: SweepPoint(settings: []))
    self.scale = scale
    self.contenders = contenders
  }

  /// The scenario at a level. Only by clusters does it depend on the trial, which draws who goes.
  func scenario(at level: Int, trial: Int) -> Result<Scenario, SizeStudy.LevelRefusal> {
    let key = Key(level: level, trial: scale.measure == .clusters ? trial : 0)
    if let found = known.withLock({ $0[key] }) { return found }
    let result = read(level, trial: trial)
    known.withLock { $0[key] = result }
    return result
  }

  private func read(_ level: Int, trial: Int) -> Result<Scenario, SizeStudy.LevelRefusal> {
    var options = base
    switch scale.measure {
    case .load: options.load = scale.value(at: level)
    case .clusters: options.fleetSize = .clusters(scale.size(at: level), trial: UInt64(trial))
    case .nodes: options.fleetSize = .nodes(scale.size(at: level))
    }
    let loaded = ScenarioLoader.load(paths: inputs, options: options)
    guard let scenario = loaded.scenario else {
      let fault = loaded.diagnostics.first { $0.severity == .error }
      return .failure(.init(reason: fault?.what ?? "the scenario cannot be read at \(scale.text(at: level))"))
    }
    guard scenario.contenders.map(\.name) == contenders else {
      return .failure(.init(reason: "other contenders at \(scale.text(at: level))"))
    }
    return .success(scenario)
  }
}
