// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities
import TestSupport
import Testing

@testable import Results

@Suite final class TraceFileTests {
  private let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func at(_ seconds: Int64) -> SimulationTime { .zero + .seconds(seconds) }

  private func check() throws -> TraceCheck { try TraceCheck(Data(contentsOf: URL(fileURLWithPath: path))) }

  @Test(arguments: [
    (Int64(0), "0"), (1, "0.001"), (1_500, "1.5"), (1_000_000, "1000"), (-20, "-0.02"), (.max, "9223372036854775.807"),
  ])
  func `nanoseconds are microseconds with at most three decimals`(nanoseconds: Int64, text: String) {
    #expect(TraceLine.microseconds(nanoseconds) == text)
  }

  @Test func `names keep quotes, backslashes, control characters and any script`() throws {
    let name = "a \"b\" \\ \u{1}\n\u{7F} 日本 🛶"
    let file = try TraceFile(path: path, about: [("of", .text(name))])
    file.beginProcess(name, share: 1 << 20)
    file.name(track: 1, name)
    file.begin(1, name, at: at(1), [(name, .text(name))])
    file.end(1, at: at(2))
    #expect(file.endProcess(at: at(2)) == nil)
    try file.close()
    let check = try check()
    #expect(check.faults.isEmpty, "\(check.faults)")
    #expect(check.processes == [name] && check.about == ["of": name])
    #expect(check.spans.map(\.name) == [name] && check.spans[0].arguments == [name: name])
  }

  @Test func `what is open when a process ends ends with it, the innermost first`() throws {
    let file = try TraceFile(path: path, about: [])
    for process in ["one", "two"] {
      file.beginProcess(process, share: 1 << 20)
      file.name(track: 7, "t")
      file.begin(7, "outer", at: at(1))
      file.begin(7, "inner", at: at(2))
      file.end(9, at: at(3))
      #expect(file.endProcess(at: at(5)) == nil)
    }
    try file.close()
    let check = try check()
    #expect(check.faults.isEmpty, "\(check.faults)")
    #expect(check.spans.map(\.name) == ["inner", "outer", "inner", "outer"])
    #expect(check.spans.allSatisfy { $0.end == 5e6 })
    let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
    #expect(file.size == size)
  }

  @Test func `a process takes no more than its share and says what it left out`() throws {
    let file = try TraceFile(path: path, about: [])
    file.beginProcess("cut", share: 4096)
    file.name(track: 1, "t")
    file.begin(1, "long", at: at(0))
    for second in 1...1000 as ClosedRange<Int64> { file.instant(1, "tick", at: at(second)) }
    file.end(1, at: at(1001))
    let cut = try #require(file.endProcess(at: at(1001)))
    file.beginProcess("whole", share: 4096)
    file.name(track: 1, "t")
    file.instant(1, "tick", at: at(3))
    #expect(file.endProcess(at: at(4)) == nil)
    try file.close()
    #expect(file.size < 4096 + 1024)
    let check = try check()
    #expect(check.faults.isEmpty, "\(check.faults)")
    let ticks = check.moments.filter { $0.name == "tick" && $0.process == "cut" }.count
    // The thousand ticks and the end of the span.
    #expect(ticks > 10 && cut.count == 1001 - ticks)
    #expect(cut.from == at(Int64(ticks) + 1))
    #expect(check.spans.map(\.end) == [cut.from.seconds * 1e6])
    #expect(check.moments.contains { $0.name == "the trace is full" && $0.process == "cut" })
    #expect(check.moments.contains { $0.name == "tick" && $0.process == "whole" })
  }

  @Test func `the file is whole JSON whenever its writer stops, also within a block`() throws {
    let file = try TraceFile(path: path, about: [])
    #expect(try check().faults.isEmpty)
    file.beginProcess("p", share: 1 << 30)
    file.name(track: 1, "t")
    for second in 1...4000 as ClosedRange<Int64> { file.instant(1, "tick number \(second)", at: at(second)) }
    let early = try check()
    #expect(early.faults.isEmpty, "\(early.faults)")
    #expect(early.moments.count > 2000 && early.moments.count < 4000)
    try file.close()
    #expect(try check().moments.count == 4000)
  }

  @Test func `a path that cannot be written is an error with its name, at once or at the end`() throws {
    #expect {
      _ = try TraceFile(path: "/no/such/trace.json", about: [])
    } throws: { error in
      "\(error)" == "/no/such/trace.json: cannot write: No such file or directory"
    }
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    #expect {
      let file = try TraceFile(path: "/dev/full", about: [])
      file.beginProcess("p", share: 1 << 20)
      try file.close()
    } throws: { error in
      "\(error)".contains("/dev/full: cannot write: No space left")
    }
  }
}
