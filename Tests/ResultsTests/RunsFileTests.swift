// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct RunsFileTests {
  private let lines = (0..<3).compactMap {
    try? RecordCheck.sealed(line: RecordCoding.line(sampleRecord("a", seed: $0)))
  }

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
    #expect(
      file.damage.map(\.description) == [
        "runs.jsonl:2: not a whole record (8 bytes from byte \(lines[0].utf8.count + 1)): not valid JSON"
      ])
  }

  @Test func `a torn tail says how long it is`() {
    let file = RunsFile.parse(Data("\(lines[0])\n{\"schema\"".utf8), path: "r")
    #expect(
      file.damage.map(\.description) == [
        "r:2: torn tail (9 bytes from byte \(lines[0].utf8.count + 1)): not valid JSON"
      ])
  }

  @Test func `a record that was changed and is still JSON is named by line, byte and run`() {
    let changed = lines[1].replacing("\"availability\":0.9991", with: "\"availability\":0.9981")
    let file = RunsFile.parse(Data("\(lines[0])\n\(changed)\n\(lines[2])\n".utf8), path: "r")
    #expect(file.records.map(\.seed) == [0, 2])
    let stated = lines[1].suffix(10).prefix(8)
    let found = RecordCheck.check(of: changed.dropLast(#","check":"00000000"}"#.count).utf8)
    #expect(
      file.damage.map(\.description) == [
        "r:2: changed since it was written (\(changed.utf8.count) bytes from byte \(changed.utf8.count + 1)): "
          + "its check is \(stated), its bytes give \(found); it calls itself a, seed 1"
      ])
  }

  @Test func `a record from before there were checks is taken as it is`() throws {
    let record = sampleRecord("a", seed: 5)
    let file = RunsFile.parse(Data((try RecordCoding.line(record) + "\n").utf8), path: "r")
    #expect(file.records == [record])
    #expect(file.places.map(\.check) == [nil])
    #expect(try file.sealedLines() == [Data(RecordCheck.sealed(line: RecordCoding.line(record)).utf8)])
  }

  @Test func `records say where they stand`() {
    let file = RunsFile.parse(Data((lines.joined(separator: "\n\n") + "\n").utf8), path: "r")
    let length = lines[0].utf8.count
    #expect(file.places.map(\.line) == [1, 3, 5])
    #expect(file.places.map(\.offset) == [0, length + 2, 2 * length + 4])
    #expect(file.places.map(\.length) == [length, length, length])
    #expect(file.places.map(\.check) == lines.map { String($0.suffix(10).prefix(8)) })
  }

  @Test(arguments: ["\u{B}", "", "\u{0}\u{0}\u{0}\u{0}"])
  func `whole records that lost the newline between them are both kept`(between: String) {
    let text = "\(lines[0])\(between)\(lines[1])\n\(lines[2])\n"
    let file = RunsFile.parse(Data(text.utf8), path: "r")
    #expect(file.records.map(\.seed) == [0, 1, 2])
    let rest = between.utf8.count == 1 ? "1 byte" : "\(between.utf8.count) bytes"
    #expect(file.damage.map(\.description.isEmpty) == [false])
    #expect(file.damage.first?.what == "2 whole records are kept; \(rest) belong to none")
  }

  @Test func `a record written behind a torn one is kept`() {
    let file = RunsFile.parse(Data("\(lines[0].prefix(100))\(lines[1])\n".utf8), path: "r")
    #expect(file.records.map(\.seed) == [1])
    #expect(file.damage.map(\.what) == ["1 whole record is kept; 100 bytes belong to none"])
    #expect(file.places.map(\.offset) == [100])
  }

  /// Every bit of a file, one at a time: either it is found, or the records are the ones that were written. Whatever is
  /// hit, the other record is there.
  @Test func `a flipped bit is found or changes nothing, and costs at most the record it is in`() throws {
    let records = (0..<2).map { sampleRecord("a", seed: $0, sweep: ["load": "0.8"]) }
    let lines = try records.map { RecordCheck.sealed(line: try RecordCoding.line($0)) }
    let bytes = Data((lines.joined(separator: "\n") + "\n").utf8)
    let length = lines[0].utf8.count
    var found = 0
    for place in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[place] ^= 1 << bit
        let file = RunsFile.parse(flipped, path: "r")
        if !file.damage.isEmpty { found += 1 }
        let hit = place == length ? nil : place / (length + 1)
        let isKept = file.records == records
        #expect(isKept || !file.damage.isEmpty, "bit \(bit) of byte \(place) went unnoticed")
        let others = records.indices.filter { $0 != hit }.map { records[$0] }
        #expect(others.allSatisfy(file.records.contains), "bit \(bit) of byte \(place) cost another record")
        #expect(file.records.allSatisfy(records.contains), "bit \(bit) of byte \(place) made a record up")
      }
    }
    // What may go unnoticed is a letter of the word check itself.
    #expect(found >= bytes.count * 8 - 2 * 8 * "check".count)
  }

  @Test func `a file that is not there is an error with its path`() {
    #expect {
      _ = try RunsFile.read("/no/such/runs.jsonl")
    } throws: { error in
      "\(error)" == "/no/such/runs.jsonl: cannot read: No such file or directory"
    }
  }
}
