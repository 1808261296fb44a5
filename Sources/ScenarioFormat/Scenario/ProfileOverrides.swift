// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

extension ScenarioContext {
  /// Writes the values of `reader` into `profile`.
  func apply(_ reader: FieldReader, to profile: inout ControlPlaneProfile) {
    for override in ProfileOverride.table where reader.node(override.name) != nil {
      apply(override, reader, to: &profile)
    }
    reader.finish("set")
  }

  /// Writes the value of one name into `profile`, if it can be read.
  func apply(_ override: ProfileOverride, _ reader: FieldReader, to profile: inout ControlPlaneProfile) {
    let name = override.name
    switch override.place {
    case .span(let path):
      let isRepeated = ProfileOverride.repeatedSpans.contains(name)
      let span = isRepeated ? duration(reader, name, atLeast: .milliseconds(1)) : reader.duration(name)
      if let span { profile[keyPath: path] = span }
    case .optionalSpan(let path):
      if reader.node(name)?.text == "never" {
        profile[keyPath: path] = nil
      } else if let span = reader.duration(name) {
        profile[keyPath: path] = span
      }
    case .flag(let path):
      if let flag = reader.bool(name) { profile[keyPath: path] = flag }
    case .rate(let path):
      if let rate = reader.double(name, in: ProfileOverride.rates(of: name)) { profile[keyPath: path] = rate }
    case .perSecond(let path):
      guard let rate = reader.double(name, in: ProfileOverride.rates) else { return }
      profile[keyPath: path] = .init(perSecond: rate, burst: profile[keyPath: path]?.burst ?? max(1, rate))
    case .burst(let path):
      guard let burst = reader.double(name, in: 1...1_000_000) else { return }
      profile[keyPath: path] = .init(perSecond: profile[keyPath: path]?.perSecond ?? burst, burst: burst)
    case .share(let path):
      if let share = reader.double(name, in: 0...1) { profile[keyPath: path] = share }
    case .count(let path):
      if let count = reader.int(name, in: ProfileOverride.counts) { profile[keyPath: path] = count }
    case .tolerationSeconds:
      if let seconds = reader.int64(name, in: 0...1_000_000_000) { profile.eviction.defaultTolerationSeconds = seconds }
    case .queue:
      if let queue = reader.word(name, as: ControlPlaneProfile.SchedulingPace.Queue.self) {
        profile.scheduling.queue = queue
      }
    case .names(let path):
      if let names = reader.strings(name) { profile[keyPath: path] = names.sorted() }
    case .lease(let path):
      guard profile.detection.lease != nil else { return warnIdle(name, reader, profile) }
      if let span = duration(reader, name, atLeast: .milliseconds(1)) { profile.detection.lease?[keyPath: path] = span }
    case .hysteresis(let part): apply(part, name, reader, to: &profile)
    }
  }

  private func warnIdle(_ name: String, _ reader: FieldReader, _ profile: ControlPlaneProfile) {
    collector.warning(
      .noEffect, at: reader.position(of: name), "\(profile.name) does not use \(name)", fix: "remove it")
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
    case (.sinceLastChange(let failure, let success), .countsConsecutiveFailures):
      guard reader.bool(name) == true else { return }
      profile.detection.hysteresis = .consecutive(failureProbes: failure, successProbes: success)
    default:
      warnIdle(name, reader, profile)
    }
  }
}
