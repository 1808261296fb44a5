// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Foundation
import Reporting
import Results

/// A scenario run as a baseline was: same seeds, sweep and options, in a folder that is gone afterwards.
struct CandidateRun {
  let scenario: String
  let baseline: Baseline
  /// Only these contenders; empty: those of the baseline.
  let contenders: [String]
  let jobs: Int?
  let diagnostics: DiagnosticOptions

  func make() async throws -> (input: ReportInput, speed: Baseline.Speed?) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-check-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try await RunCommand.parse(arguments(folder: folder)).make()
    if made.summary.isInterrupted { throw CommandEnd(.interrupted, "regatta: interrupted; nothing was checked") }
    if !made.summary.failures.isEmpty || !made.damage.isEmpty {
      throw CommandEnd(.runFailed, "regatta: \(made.summary.failures.count + made.damage.count) runs failed")
    }
    return (ReportInput(manifest: made.manifest, records: made.records), RecordedSpeed.read([folder]))
  }

  /// The baseline's command with this scenario for its inputs.
  func arguments(folder: String) throws -> [String] {
    var options = Array(baseline.manifest.command.dropFirst(2).drop { !$0.hasPrefix("--") })
    if !contenders.isEmpty {
      while let place = options.firstIndex(of: "--contender") { options.removeSubrange(place...(place + 1)) }
    }
    let named = contenders.isEmpty && !options.contains("--contender") ? baseline.manifest.contenders : contenders
    var arguments = [scenario] + options + named.flatMap { ["--contender", $0] } + ["--out", folder]
    if let jobs { arguments += ["--jobs", "\(jobs)"] }
    if diagnostics.quiet { arguments.append("--quiet") }
    return arguments
  }
}
