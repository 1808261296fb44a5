// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Results
import SchedulerPlugins

/// The scheduler programs of one experiment: found before anything runs, recorded or repeated, and judged at the end.
struct PluginRace {
  let schedulers: PluginSchedulers
  private let recording: ExchangeRecording?
  private let replay: RecordedExchanges?
  private let sweeps: [String: [String: String]]

  /// Opens the files that the options name.
  /// - Parameters:
  ///   - scenarios: The scenario of each sweep point, by digest the points' values.
  ///   - isInterrupted: Asked while a program is waited for.
  init(
    _ options: PluginOptions, sweeps: [String: [String: String]], isInterrupted: @escaping @Sendable () -> Bool
  ) throws {
    self.sweeps = sweeps
    do {
      recording = try options.record.map { try ExchangeRecording(path: $0) }
      replay = try options.replay.map { try RecordedExchanges(path: $0) }
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    schedulers = PluginSchedulers(
      recording: recording, replay: replay, sweeps: sweeps, isInterrupted: isInterrupted)
  }

  /// Schedulers for runs that are made once more and not recorded again.
  func again(isInterrupted: @escaping @Sendable () -> Bool) -> PluginSchedulers {
    PluginSchedulers(replay: replay, sweeps: sweeps, isInterrupted: isInterrupted)
  }

  /// Starts each program once, so that one that is not there is said before a thousand runs.
  func checkPrograms(of contenders: [ContenderSpec]) throws {
    guard replay == nil else { return }
    for contender in contenders {
      guard let program = contender.program, let fault = schedulers.fault(starting: program) else { continue }
      let text = "regatta: \(contender.name): \(program.command.joined(separator: " ")): \(fault.detail)"
      guard fault.kind != .start else { throw CommandEnd(.invalidInput, text) }
      StandardError.write(text + "; the race goes on, and what it does not decide stays as it is")
    }
  }

  /// Refuses to record an experiment some of whose runs were made before and are in no recording.
  func checkCompleteness(done: [RunKey], of contenders: [ContenderSpec]) throws {
    guard let recording else { return }
    let programs = Set(contenders.filter { $0.program != nil }.map(\.name))
    let keys = recording.keys
    if let missing = done.first(where: { programs.contains($0.contender) && !keys.contains($0) }) {
      throw CommandEnd(
        .invalidInput,
        "regatta: the run of \(missing) is in the output folder and not in \(recording.path); give --force to make it "
          + "again, or another --out")
    }
  }

  /// Ends the programs and puts the recording into its place.
  func finish(order: [RunKey]) throws {
    schedulers.endAll()
    do {
      try recording?.finish(order: order)
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error)")
    }
  }

  /// What the programs of `records` did wrong, a line for each contender.
  static func faults(in records: [RunRecord]) -> [String] {
    var order: [String] = []
    var conducts: [String: [SchedulerConduct]] = [:]
    for record in records {
      guard let conduct = record.detail?.scheduler else { continue }
      if conducts[record.contender] == nil { order.append(record.contender) }
      conducts[record.contender, default: []].append(conduct)
    }
    return order.compactMap { name in
      let runs = conducts[name] ?? []
      let total = runs.reduce(0) { $0 + $1.faultCount }
      guard total > 0 else { return nil }
      let faulty = runs.count { $0.faultCount > 0 }
      let disqualified = runs.count { $0.disqualifiedAtSeconds != nil }
      let first = runs.lazy.flatMap(\.faults).first.map { "; \($0.kind): \($0.first)" } ?? ""
      return "\(name): \(total) scheduler fault\(total == 1 ? "" : "s") in \(faulty) of \(runs.count) runs"
        + (disqualified > 0 ? ", disqualified in \(disqualified)" : "") + first
    }
  }
}
