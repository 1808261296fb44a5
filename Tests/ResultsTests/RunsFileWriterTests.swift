// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct RunsFileWriterTests {
  /// A clock that the test turns.
  final class Clock {
    var seconds = 0.0
  }

  @Test func `after every flush the file holds whole records and nothing else`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let clock = Clock()
      let writer = try RunsFileWriter.create(path, secondsNow: { clock.seconds })
      for seed in 0..<40 {
        clock.seconds += 0.3
        try writer.append(sampleRecord("kubefed", seed: seed))
        let file = try RunsFile.read(path)
        #expect(file.damage.isEmpty)
        #expect(file.records.map(\.seed) == Array(0...seed))
      }
      try writer.finish()
      #expect(try RunsFile.read(path).records.count == 40)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["runs.jsonl"])
    }
  }

  @Test func `appends within 250 ms of a flush wait for the next one`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let clock = Clock()
      let writer = try RunsFileWriter.create(path, secondsNow: { clock.seconds })
      clock.seconds = 0.2
      try writer.append(sampleRecord("a", seed: 0))
      #expect(try RunsFile.read(path).records.isEmpty)
      clock.seconds = 0.25
      try writer.append(sampleRecord("a", seed: 1))
      #expect(try RunsFile.read(path).records.count == 2)
      try writer.append(sampleRecord("a", seed: 2))
      try writer.flush()
      #expect(try RunsFile.read(path).records.count == 3)
    }
  }

  @Test func `resuming keeps whole records and drops what is torn or bad`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let whole = try (0..<3).map { try RecordCoding.line(sampleRecord("a", seed: $0)) }
      try write(whole[0] + "\n{\"schema\":1}\n" + whole[1] + "\n" + whole[2].prefix(60), to: path)
      let (writer, found) = try RunsFileWriter.resume(path, secondsNow: { 0 })
      #expect(found.damage.map(\.line) == [2, 4])
      #expect(found.damage.map(\.kind) == [.badLine, .tornTail])
      #expect(writer.keys.map(\.seed) == [0, 1])
      try writer.append(sampleRecord("a", seed: 2))
      try writer.finish()
      // They were written without checks, and have them now.
      #expect(try text(path) == whole.map(RecordCheck.sealed(line:)).joined(separator: "\n") + "\n")
    }
  }

  @Test func `a writer that stops between flushes leaves its last flush, and a resumed one sweeps up`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      try write(RecordCoding.line(sampleRecord("a", seed: 0)) + "\n", to: path)
      try write("half a reco", to: path + ".next.tmp")
      try write("half a reco", to: path + ".previous.tmp")
      let (writer, found) = try RunsFileWriter.resume(path, secondsNow: { 0 })
      #expect(found.records.count == 1)
      #expect(found.damage.isEmpty)
      try writer.append(sampleRecord("a", seed: 1))
      try writer.finish()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["runs.jsonl"])
    }
  }

  @Test func `a file of whole records is not written again by resuming or finishing`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let writer = try RunsFileWriter.create(path, secondsNow: { 0 })
      try writer.append(sampleRecord("a", seed: 0))
      try writer.finish()
      let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
      try RunsFileWriter.resume(path, secondsNow: { 0 }).writer.finish()
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == before)
    }
  }

  @Test func `finish names what was damaged on the way and keeps the rest`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let writer = try RunsFileWriter.create(path, secondsNow: { 0 })
      for seed in 0..<3 { try writer.append(sampleRecord("a", seed: seed)) }
      try writer.flush()
      try write(try text(path).replacing("\"seed\":1", with: "\"seed\":7"), to: path)
      let damage = try writer.finish()
      #expect(damage.map(\.line) == [2])
      #expect(damage.map(\.kind) == [.changed])
      #expect(try RunsFile.read(path).records.map(\.seed) == [0, 2])
    }
  }

  /// The nth write of the writer fails, half of it done: what was flushed before stays, the error names the file, and
  /// the next try succeeds.
  @Test(arguments: 0..<8) func `a write that fails leaves whole records and loses none`(failing: Int) throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let clock = Clock()
      let writer = try RunsFileWriter.create(path, secondsNow: { clock.seconds })
      var writes = 0
      writer.appendBytes = { (bytes, descriptor, path) throws(ResultsError) in
        defer { writes += 1 }
        guard writes == failing else { return try FileBytes.append(bytes, to: descriptor, path: path) }
        try FileBytes.append(bytes.prefix(bytes.count / 2), to: descriptor, path: path)
        throw .fileSystem(path: path, action: "write", reason: "No space left on device")
      }
      var errors: [String] = []
      for seed in 0..<6 {
        clock.seconds += 1
        do {
          try writer.append(sampleRecord("a", seed: seed))
        } catch {
          errors.append("\(error)")
        }
        let file = try RunsFile.read(path)
        #expect(file.damage.isEmpty)
        #expect(file.records.count >= seed + 1 - errors.count)
      }
      try writer.finish()
      #expect(try RunsFile.read(path).records.map(\.seed) == Array(0..<6))
      #expect(errors == (failing < writes ? ["\(path): cannot write: No space left on device"] : []))
    }
  }

  @Test func `finish puts records into plan order, strangers last`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let writer = try RunsFileWriter.create(path, secondsNow: { 0 })
      for (contender, seed) in [("z", 9), ("b", 1), ("a", 1), ("b", 0), ("a", 0)] {
        try writer.append(sampleRecord(contender, seed: seed))
      }
      let order = [("a", 0), ("a", 1), ("b", 0), ("b", 1)].map { RunKey(contender: $0.0, seed: $0.1) }
      try writer.finish(order: order)
      #expect(try RunsFile.read(path).records.map(\.key) == order + [RunKey(contender: "z", seed: 9)])
      #expect(writer.keys == order + [RunKey(contender: "z", seed: 9)])
    }
  }

  @Test func `a folder that is not there is an error with the path and the reason`() {
    #expect {
      _ = try RunsFileWriter.create("/no/such/folder/runs.jsonl", secondsNow: { 0 })
    } throws: { error in
      "\(error)" == "/no/such/folder/runs.jsonl: cannot create: No such file or directory"
    }
  }

  @Test func `a record with a number that is not finite is refused and the file stays whole`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/runs.jsonl"
      let writer = try RunsFileWriter.create(path, secondsNow: { 0 })
      try writer.append(sampleRecord("a", seed: 0))
      var bad = sampleRecord("a", seed: 1)
      bad.metrics["availability"] = MetricValue(.infinity)
      #expect { try writer.append(bad) } throws: { "\($0)".contains("metrics.availability") }
      try writer.finish()
      #expect(try RunsFile.read(path).records.map(\.seed) == [0])
    }
  }
}
