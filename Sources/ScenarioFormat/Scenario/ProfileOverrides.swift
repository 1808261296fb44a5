// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `contenders[].set`: single values of a profile by name.
enum ProfileOverride {
  /// A value's place in the profile, by the type of its field.
  enum Place {
    case span(WritableKeyPath<ControlPlaneProfile, SimulationDuration>)
    case optionalSpan(WritableKeyPath<ControlPlaneProfile, SimulationDuration?>)
    case flag(WritableKeyPath<ControlPlaneProfile, Bool>)
    case rate
    case workers
    case tolerationSeconds
    case hysteresis(HysteresisPart)
  }

  /// The numbers inside the rule of detection.
  enum HysteresisPart: Sendable {
    case failureThreshold, successThreshold, failureProbes, successProbes
  }

  /// Every name, in the order of the profile.
  static var table: [(name: String, place: Place)] {
    [
      ("detectionPeriod", .span(\.detection.period)),
      ("failureThreshold", .hysteresis(.failureThreshold)),
      ("successThreshold", .hysteresis(.successThreshold)),
      ("failureProbes", .hysteresis(.failureProbes)),
      ("successProbes", .hysteresis(.successProbes)),
      ("unavailableDelay", .optionalSpan(\.reaction.unavailableDelay)),
      ("availableDelay", .optionalSpan(\.reaction.availableDelay)),
      ("unschedulableDelay", .optionalSpan(\.reaction.unschedulableDelay)),
      ("evictionEnabled", .flag(\.eviction.isEnabled)),
      ("taintDelay", .optionalSpan(\.eviction.taintDelay)),
      ("removesTaintOnReady", .flag(\.eviction.removesTaintOnReady)),
      ("defaultTolerationSeconds", .tolerationSeconds),
      ("evictionRatePerSecond", .rate),
      ("evictionWorkers", .workers),
      ("gracefulEvictionTimeout", .span(\.eviction.gracefulTimeout)),
      ("decisionTime", .span(\.scheduling.decisionTime)),
      ("retryBase", .span(\.scheduling.retryBase)),
      ("retryLimit", .span(\.scheduling.retryLimit)),
      ("propagationDelay", .span(\.propagation.delay)),
      ("statusPeriod", .span(\.propagation.statusPeriod)),
      ("feedbackDelay", .span(\.propagation.feedbackDelay)),
      ("deletionRetryLimit", .span(\.propagation.deletionRetryLimit)),
      ("dividesByWebster", .flag(\.switches.dividesByWebster)),
      ("packsGrades", .flag(\.switches.packsGrades)),
      ("usesResourceModels", .flag(\.switches.usesResourceModels)),
    ]
  }

  /// Values that make a version, and that no operator can change during a run.
  static let versionSwitches = ["dividesByWebster", "packsGrades", "usesResourceModels"]

  /// Spans that something waits for again and again: much shorter ones would hardly let time pass.
  static let repeatedSpans = ["detectionPeriod", "statusPeriod", "retryBase", "retryLimit", "deletionRetryLimit"]
}

extension ScenarioContext {
  /// Writes the values of `reader` into `profile`.
  func apply(_ reader: FieldReader, to profile: inout ControlPlaneProfile) {
    for (name, place) in ProfileOverride.table {
      guard let node = reader.node(name) else { continue }
      switch place {
      case .span(let path):
        let isRepeated = ProfileOverride.repeatedSpans.contains(name)
        let span = isRepeated ? duration(reader, name, atLeast: .milliseconds(1)) : reader.duration(name)
        if let span { profile[keyPath: path] = span }
      case .optionalSpan(let path):
        if node.text == "never" {
          profile[keyPath: path] = nil
        } else if let span = reader.duration(name) {
          profile[keyPath: path] = span
        }
      case .flag(let path):
        if let flag = reader.bool(name) { profile[keyPath: path] = flag }
      case .rate:
        if let rate = reader.double(name, in: 0.000_001...1_000_000) { profile.eviction.ratePerSecond = rate }
      case .workers:
        if let workers = reader.int(name, in: 1...10_000) { profile.eviction.workers = workers }
      case .tolerationSeconds:
        if let seconds = reader.int64(name, in: 0...1_000_000_000) {
          profile.eviction.defaultTolerationSeconds = seconds
        }
      case .hysteresis(let part): apply(part, name, reader, to: &profile)
      }
    }
    reader.finish("set")
  }

  private func apply(
    _ part: ProfileOverride.HysteresisPart, _ name: String, _ reader: FieldReader,
    to profile: inout ControlPlaneProfile
  ) {
    switch (profile.detection.hysteresis, part) {
    case (.sustained(let failure, let success), .failureThreshold),
      (.sustained(let failure, let success), .successThreshold):
      guard let span = reader.duration(name) else { return }
      profile.detection.hysteresis =
        part == .failureThreshold
        ? .sustained(failure: span, success: success) : .sustained(failure: failure, success: span)
    case (.sinceLastChange(let failure, let success), .failureProbes),
      (.sinceLastChange(let failure, let success), .successProbes):
      guard let count = reader.int(name, in: 1...1_000_000) else { return }
      profile.detection.hysteresis =
        part == .failureProbes
        ? .sinceLastChange(failureProbes: count, successProbes: success)
        : .sinceLastChange(failureProbes: failure, successProbes: count)
    default:
      collector.warning(
        .noEffect, at: reader.position(of: name), "\(profile.name) does not use \(name)", fix: "remove it")
    }
  }
}
