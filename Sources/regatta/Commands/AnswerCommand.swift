// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Foundation
import Results
import ScenarioAnswers
import ScenarioFormat

/// Fills documents in from runs of their scenarios, or holds them against such runs.
struct AnswerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Fill in or check a README whose figures come from the scenario beside it.",
    discussion: """
      A folder has a scenario and a README.md with markers. The scenario runs under all its contenders; seeds and \
      sweep are those of the marker <!-- regatta run seeds: 0..4; sweep: PATH=A,B,C --> (seeds 0..9 and no sweep \
      without it). Figures are **10**<!-- = assigned(CONTENDER, cluster: b, at: 20m) -->; tables stand between \
      <!-- regatta table metrics: ID, ID --> and <!-- end -->; <!-- regatta picture served --> makes answer.svg. \
      The guide docs/guides/answer.md has all of them.

      Without --write and --check the documents go to standard output with fresh figures; nothing is written. With \
      --index alone only the index is written, and nothing runs.

      Exit codes: 0 done, 1 a run failed, 2 a marker or scenario is wrong, 3 with --check when anything differs.
      """)

  @Argument(help: ArgumentHelp("A folder with a scenario and a README.md.", valueName: "folder"))
  var folders: [String]

  @Flag(help: "Write fresh figures, tables and pictures into the folders.")
  var write = false

  @Flag(help: "Say where a folder differs from a fresh run; end with 3 if anywhere.")
  var check = false

  @Option(
    help: ArgumentHelp(
      "Write a page that lists the folders' questions and answers; with --check compare it.", valueName: "file"))
  var index: String?

  @Option(name: .shortAndLong, help: "Runs at once; the number of cores by default.")
  var jobs: Int?

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if write && check { throw ValidationError("--write and --check exclude each other") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is to be at least 1") }
  }

  func run() async throws {
    var differences = 0
    if index == nil || write || check { differences = try await answerFolders() }
    if let index { differences += try handIndex(index) }
    if differences > 0 {
      throw CommandEnd(
        .goalMissed, "regatta: \(differences) difference\(differences == 1 ? "" : "s"); --write brings them up to date")
    }
  }

  /// Runs and hands over; answers how many differences --check has found.
  private func answerFolders() async throws -> Int {
    let read = try readFolders()
    let interrupt = Interrupt()
    let options = AnswerOptions(
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, version: Regatta.version,
      isInterrupted: { interrupt.isRequested })
    var differences = 0
    for folder in read {
      let answer = try await interrupt.watching { try await fresh(folder, options) }
      if check {
        for difference in answer.differences { StandardOutput.write("\(difference)") }
        differences += answer.differences.count
      } else {
        for number in answer.looseNumbers { diagnostics.warn("\(number)") }
        try hand(answer)
      }
    }
    return differences
  }

  /// Writes the index, or says whether it is another one.
  private func handIndex(_ path: String) throws -> Int {
    let fresh: AnswerIndex
    do throws(AnswerFolder.Refusal) {
      fresh = try AnswerIndex(reading: folders, for: path)
    } catch {
      throw refused(error.diagnostics)
    }
    let written = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    guard written != fresh.text else { return 0 }
    guard !check else {
      let lines = zip(written?.split(separator: "\n", omittingEmptySubsequences: false) ?? [], fresh.lines)
      let same = lines.prefix { $0 == $1 }.count
      StandardOutput.write("\(path):\(same + 1): the index is not that of these folders")
      return 1
    }
    try ReportFiles.write(fresh.text, to: path)
    StandardOutput.write(path)
    return 0
  }

  /// Reads all folders before anything runs; what is wrong with any of them is said at once.
  private func readFolders() throws -> [AnswerFolder] {
    var read: [AnswerFolder] = []
    var wrong: [Diagnostic] = []
    for path in folders {
      do throws(AnswerFolder.Refusal) {
        let folder = try AnswerFolder(reading: path)
        for warning in folder.warnings { diagnostics.warn(warning.description) }
        read.append(folder)
      } catch {
        wrong += error.diagnostics
      }
    }
    guard wrong.isEmpty else { throw refused(wrong) }
    return read
  }

  /// Says what is wrong; the command ends with what it answers.
  private func refused(_ found: [Diagnostic]) -> CommandEnd {
    let errors = found.count { $0.severity == .error }
    for diagnostic in found where diagnostic.severity == .error || !diagnostics.quiet {
      StandardError.write(diagnostic.description)
    }
    return CommandEnd(.invalidInput, "regatta: \(errors) error\(errors == 1 ? "" : "s") in the input")
  }

  private func fresh(_ folder: AnswerFolder, _ options: AnswerOptions) async throws -> FreshAnswer {
    do {
      return try await folder.answer(options)
    } catch is CancellationError {
      throw CommandEnd(.interrupted, "regatta: interrupted")
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(folder.path): \(error)")
    }
  }

  private func hand(_ answer: FreshAnswer) throws {
    guard write else { return StandardOutput.write(answer.text) }
    do {
      for path in try answer.write() { StandardOutput.write(path) }
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error)")
    }
  }
}
