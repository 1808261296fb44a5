// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Conformance
import Foundation

extension PlannerKind: ExpressibleByArgument {}

/// Holds the shipped planners to vectors made by the originals.
struct ConformanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Replay vectors of a planner and print each mismatch.",
    discussion: """
      One JSON object a line: the input of a planner and, as "expect", its answer. The planner is recognised by the \
      shape of each case. The last line is "N passed, M failed". Exit codes: 0 all passed, 1 some failed, 2 a file \
      cannot be read or a line is no vector.
      """)

  @Argument(help: ArgumentHelp("Files of vectors; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: "The planner for every case, whatever its shape.")
  var planner: PlannerKind?

  func run() throws {
    var replay = ConformanceRun(planner: planner)
    for file in files { try check(file, in: &replay) }
    StandardOutput.write("\(replay.passed) passed, \(replay.failed) failed")
    if replay.invalid > 0 {
      throw CommandEnd(.invalidInput, "regatta: \(replay.invalid) lines are no vectors")
    }
    if replay.passed + replay.failed == 0 {
      throw CommandEnd(.invalidInput, "regatta: there are no vectors in \(files.joined(separator: ", "))")
    }
    if replay.failed > 0 { throw CommandEnd(.runFailed) }
  }

  private func check(_ file: String, in replay: inout ConformanceRun) throws {
    let name = file == "-" ? "<stdin>" : file
    let lines: InputLines
    do {
      lines = try InputLines(path: file)
    } catch {
      throw CommandEnd(.invalidInput, "\(name): cannot read: \(error.reason)")
    }
    var number = 0
    do {
      while let line = try lines.next() {
        number += 1
        if number == 1 && line.starts(with: [0x1F, 0x8B]) {
          throw CommandEnd(
            .invalidInput, "\(name): compressed by gzip; try: zcat \(file) | regatta conformance -")
        }
        if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
        let outcome = replay.check(line: String(decoding: line, as: UTF8.self), number: number)
        switch outcome.verdict {
        case .passed: break
        case .failed: StandardOutput.write("\(name): \(outcome.text)")
        case .invalid: StandardError.write("\(name): \(outcome.text)")
        }
      }
    } catch let failure as InputLines.Failure {
      throw CommandEnd(.invalidInput, "\(name): cannot read: \(failure.reason)")
    }
  }
}
