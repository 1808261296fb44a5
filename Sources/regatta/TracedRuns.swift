// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import Results
import RunMetrics

/// The trace of some runs of an experiment: they are made once more, one after the other, and written while they go.
///
/// So a trace can be had of what was raced already, a race is not slowed down by it, and its bytes do not depend on the
/// number of jobs.
struct TracedRuns {
  private let file: TraceFile
  private let scenario: Scenario
  /// Places of the contenders.
  private let contenders: [Int]
  private let seed: Int
  private let sweep: [String: String]
  private let limit: Int
  private let diagnostics: DiagnosticOptions

  /// Makes the file, and checks what is asked for, before anything is raced; nil where no trace is wanted.
  init?(
    _ options: TraceOptions, scenario: Scenario, manifest: ExperimentManifest, diagnostics: DiagnosticOptions
  ) throws {
    guard let path = options.path else { return nil }
    let raced = manifest.contenders
    if let unknown = options.contenders.first(where: { !raced.contains($0) }) {
      throw CommandEnd(
        .invalidInput, "regatta: --trace-contender \(unknown) does not race; these do: \(raced.joined(separator: ", "))"
      )
    }
    let seed = options.seed ?? manifest.seeds[0]
    guard manifest.seeds.contains(seed) else {
      throw CommandEnd(.invalidInput, "regatta: --trace-seed \(seed) is none of --seeds")
    }
    let names = options.contenders.isEmpty ? raced : raced.filter(options.contenders.contains)
    self.scenario = scenario
    self.seed = seed
    self.diagnostics = diagnostics
    sweep = manifest.sweepPoints[0]
    limit = Int(clamping: options.limit.bytes)
    contenders = names.compactMap { name in scenario.contenders.firstIndex { $0.name == name } }
    var about: [(String, TraceValue)] = [
      ("program", .text("regatta \(Regatta.version)")), ("scenario", .text(scenario.name)),
      ("scenarioDigest", .text(manifest.scenarioDigests[0])), ("seed", .number(Int64(seed))),
    ]
    if !sweep.isEmpty { about.append(("sweep", .text(RunKey.label(of: sweep)))) }
    do {
      file = try TraceFile(path: path, about: about)
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error); choose another --trace")
    }
  }

  /// Makes the runs. Each has to have the digest of its record, where there is one.
  func write(
    records: [RunRecord], schedulers: any SchedulerSource, isInterrupted: @escaping @Sendable () -> Bool
  ) throws {
    let replication = WorldReplication(isInterrupted: isInterrupted, schedulers: schedulers)
    // What the head of the file and its end take is far below this.
    let share = max(0, limit - 4096) / max(1, contenders.count)
    for place in contenders {
      let name = scenario.contenders[place].name
      let trace = RunTrace(of: scenario, named: "\(name), seed \(seed)", in: file, share: share)
      let outcome =
        isInterrupted()
        ? nil : try? replication.run(scenario, contender: place, seed: seed, keepsSeries: false, onlooker: trace)
      say(trace.finish(isWhole: outcome != nil), of: name)
      guard let outcome else {
        try close()
        throw CommandEnd(
          .interrupted, "regatta: interrupted; \(file.path) ends where it was stopped, the same command makes it anew")
      }
      let key = RunKey(contender: name, seed: seed, sweep: sweep)
      if let record = records.first(where: { $0.key == key }), record.digest != outcome.digest {
        try close()
        throw CommandEnd(
          .runFailed,
          "regatta: the traced run of \(key) is not the recorded one: digest \(outcome.digest), recorded "
            + record.digest)
      }
    }
    try close()
    let names = contenders.map { scenario.contenders[$0].name }.joined(separator: ", ")
    let point = sweep.isEmpty ? "" : ", at \(RunKey.label(of: sweep))"
    diagnostics.warn("regatta: \(file.path): \(names), seed \(seed)\(point); \((file.size + 1023) / 1024) KiB")
  }

  private func close() throws {
    do {
      try file.close()
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error); the trace is not whole")
    }
  }

  /// What of a process is not in the file.
  private func say(_ gaps: RunTrace.Gaps, of name: String) {
    if let from = gaps.fullFrom {
      diagnostics.warn(
        "regatta: \(file.path): \(name) had used its share of --trace-limit at \(from); \(gaps.unwrittenEvents) events "
          + "after that are left out")
    }
    if gaps.undrawnFailovers > 0 {
      diagnostics.warn(
        "regatta: \(file.path): \(name) had too many failovers at once; \(gaps.undrawnFailovers) are not drawn")
    }
  }
}
