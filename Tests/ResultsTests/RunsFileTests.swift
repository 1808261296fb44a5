// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct RunsFileTests {
  private let lines = (0..<3).compactMap { try? RecordCoding.line(sampleRecord("a", seed: $0)) }

  @Test func `a file cut at any byte gives its whole records and names the torn rest`() throws {
    let bytes = Data((lines.joined(separator: "\n") + "\n").utf8)
    let length = lines[0].utf8.count + 1
    for cut in 0...bytes.count {
      let file = RunsFile.parse(bytes.prefix(cut), path: "runs.jsonl")
      // A line that lacks only its newline is whole.
      #expect(file.records.count == (cut + 1) / length, "cut at \(cut)")
      let torn = cut % length != 0 && (cut + 1) % length != 0
      #expect(file.damage.map(\.kind) == (torn ? [.tornTail] : []), "cut at \(cut)")
    }
  }

  @Test func `a bad line in the middle costs that line alone`() {
    let text = "\(lines[0])\nnot json\n\n\(lines[1])\n"
    let file = RunsFile.parse(Data(text.utf8), path: "runs.jsonl")
    #expect(file.records.map(\.seed) == [0, 1])
    #expect(file.damage.map(\.description) == ["runs.jsonl:2: not a whole record: not valid JSON"])
  }

  @Test func `a torn tail says how long it is`() {
    let file = RunsFile.parse(Data("\(lines[0])\n{\"schema\"".utf8), path: "r")
    #expect(file.damage.map(\.description) == ["r:2: torn tail (9 bytes): not valid JSON"])
  }

  @Test func `a file that is not there is an error with its path`() {
    #expect {
      _ = try RunsFile.read("/no/such/runs.jsonl")
    } throws: { error in
      "\(error)" == "/no/such/runs.jsonl: cannot read: No such file or directory"
    }
  }
}
