// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import ArgumentParser
import Foundation
import RatioBenchmarks

extension BenchmarkGroup: ExpressibleByArgument {}

/// The instruction sets that `--isa` and the environment can ask for.
extension KernelLevel: ExpressibleByArgument {
  /// The scalar reference is what the others are timed against; it is never asked for by hand.
  public static var allValueStrings: [String] { [KernelLevel.base, .v3, .v4].map(\.rawValue) }
}

/// Measures the program against plainer ways to the same answers, in this run, on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time kernels, planners, the engine and whole runs against plain references.",
    discussion: """
      Both sides of each case are run in turns on one thread and timed by its CPU time; the ratio of their least times \
      is printed, and their answers are compared. Benchmarks/README.md says what is measured and which ratios are \
      accepted. Build for release.

      Exit codes: 0 done, 1 two sides gave different answers, 2 the instruction set is not to be had here or the folder \
      cannot be written, 3 a ratio is missed under --strict.
      """)

  /// The shapes of the result.
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Argument(
    help: "What to time: \(BenchmarkGroup.allCases.map(\.rawValue).joined(separator: ", ")); all of it without one.")
  var groups: [BenchmarkGroup] = []

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: Output = .table

  @Option(
    help: ArgumentHelp(
      "The instruction set of the kernels, instead of the widest of this processor.", valueName: "base|v3|v4"))
  var isa: KernelLevel?

  @Option(help: ArgumentHelp("Only cases whose name contains this.", valueName: "text"))
  var only: String = ""

  @Option(help: "Samples of either side of each case.")
  var pairs: Int = 15

  @Option(help: ArgumentHelp("Also write DATE-bench-GROUPS-ISA.json and .txt into this folder.", valueName: "folder"))
  var save: String?

  @Flag(help: "Exit with 3 where an accepted ratio is missed.")
  var strict = false

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if pairs < 1 { throw ValidationError("--pairs is \(pairs); it has to be at least 1") }
  }

  func run() throws {
    if let isa { try KernelSelection.select(isa, askedBy: "--isa \(isa.rawValue)") }
    let chosen = groups.isEmpty ? BenchmarkGroup.allCases : groups
    let cases = BenchmarkCatalog.cases(of: chosen, named: only)
    if cases.isEmpty {
      throw CommandEnd(.invalidInput, "regatta: no case of \(names(of: chosen)) has \"\(only)\" in its name")
    }
    let machine = BenchmarkMachine.current()
    if machine.isDebugBuild { diagnostics.warn("regatta: this is a debug build; build with -c release to time it") }
    let report = BenchmarkReport(
      date: Date(), machine: machine, instructionSet: Kernels.current.level.rawValue, pairs: pairs,
      results: try time(cases))
    switch output {
    case .table: StandardOutput.write(BenchmarkTable.text(report))
    case .json: StandardOutput.write(try report.json())
    }
    if let save { try write(report, of: chosen, to: save) }
    try judge(report)
  }

  private func time(_ cases: [BenchmarkCase]) throws -> [BenchmarkResult] {
    let runner = PairRunner(pairs: pairs)
    return try cases.enumerated().map { place, benchmark in
      diagnostics.note("\(place + 1)/\(cases.count) \(benchmark.group.rawValue): \(benchmark.name)")
      do {
        return try runner.run(benchmark)
      } catch {
        throw CommandEnd(.runFailed, "regatta: \(benchmark.name): \(error)")
      }
    }
  }

  private func judge(_ report: BenchmarkReport) throws {
    if !report.disagreements.isEmpty {
      throw CommandEnd(
        .runFailed, "regatta: subject and reference differ in: \(names(of: report.disagreements))")
    }
    if strict, !report.misses.isEmpty {
      throw CommandEnd(.goalMissed, "regatta: the accepted ratio is missed in: \(names(of: report.misses))")
    }
  }

  private func write(_ report: BenchmarkReport, of groups: [BenchmarkGroup], to folder: String) throws {
    let what = groups.count == BenchmarkGroup.allCases.count ? "all" : groups.map(\.rawValue).joined(separator: "-")
    let name = "\(report.date.prefix(10))-bench-\(what)-\(report.instructionSet)"
    let place = URL(fileURLWithPath: folder)
    do {
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data(report.json().utf8).write(to: place.appendingPathComponent("\(name).json"), options: .atomic)
      try Data(BenchmarkTable.text(report).utf8).write(
        to: place.appendingPathComponent("\(name).txt"), options: .atomic)
    } catch {
      throw CommandEnd(.invalidInput, "regatta: cannot write into \(folder): \(error.localizedDescription)")
    }
  }

  private func names(of groups: [BenchmarkGroup]) -> String { groups.map(\.rawValue).joined(separator: ", ") }

  private func names(of results: [BenchmarkResult]) -> String { results.map(\.name).joined(separator: "; ") }
}
