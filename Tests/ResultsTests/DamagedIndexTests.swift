// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB
import Testing

@testable import Results

/// Whatever is done to the index, the answers are those of the records.
@Suite struct DamagedIndexTests {
  private func inStore(_ body: (SampleStore, SampleStore.Answers, String) throws -> Void) throws {
    try inTemporaryFolder { folder in
      let store = SampleStore(root: folder)
      try store.add("one", SampleStore.manifest("one"))
      try store.add("two", SampleStore.manifest("two"), runs: 2)
      let (answers, _) = try store.answers()
      try body(store, answers, "\(folder)/\(ResultsIndex.fileName)")
    }
  }

  /// Bits of every byte of the header, and of bytes all over the rest.
  @Test func `a flipped bit in the index changes no answer`() throws {
    try inStore { store, answers, path in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let places = Array(0..<100) + stride(from: 100, to: bytes.count, by: max(1, bytes.count / 400))
      var rebuilt = 0
      for place in places {
        var flipped = bytes
        flipped[place] ^= 1 << (place % 8)
        try flipped.write(to: URL(fileURLWithPath: path))
        let (found, warnings) = try store.answers()
        #expect(found == answers, "bit \(place % 8) of byte \(place)")
        #expect(warnings.count <= 1 && warnings.allSatisfy { $0.hasPrefix(path + ": ") }, "\(warnings)")
        rebuilt += warnings.count
        for tail in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + tail) }
      }
      #expect(rebuilt > 0, "no bit was ever noticed")
    }
  }

  @Test(arguments: [
    "UPDATE metrics SET value = 0.5 WHERE run = 1 AND metric = 'availability'",
    "DELETE FROM metrics WHERE run = 2", "DELETE FROM runs WHERE id = 1", "UPDATE runs SET seed = 9 WHERE id = 1",
    "UPDATE experiments SET done = 7 WHERE id = 1", "UPDATE experiments SET contenders = 'no JSON' WHERE id = 1",
    "DROP TABLE metrics", "PRAGMA application_id = 7", "UPDATE experiments SET path = 'three' WHERE id = 1",
    "INSERT INTO grdb_migrations VALUES ('99 of a later version')",
  ])
  func `an index that says something else is rebuilt with one warning`(change: String) throws {
    try inStore { store, answers, path in
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: change) }
      try queue.close()
      let (found, warnings) = try store.answers()
      #expect(found == answers)
      #expect(warnings.count == 1)
      #expect(warnings[0].hasPrefix("\(path): ") && warnings[0].hasSuffix("; rebuilt from the records"), "\(warnings)")
      #expect(try store.answers().warnings.isEmpty)
    }
  }

  @Test(arguments: ["text, no database", String(repeating: "x", count: 9000)])
  func `a file that is no index is replaced with one warning`(content: String) throws {
    try inStore { store, answers, path in
      try write(content, to: path)
      let (found, warnings) = try store.answers()
      #expect(found == answers)
      #expect(warnings == ["\(path): file is not a database; rebuilt from the records"])
      #expect(try store.answers().warnings.isEmpty)
    }
  }

  @Test func `an index cut at any page is rebuilt`() throws {
    try inStore { store, answers, path in
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for cut in stride(from: 512, to: bytes.count, by: 2048) {
        try bytes.prefix(cut).write(to: URL(fileURLWithPath: path))
        #expect(try store.answers().0 == answers, "cut at \(cut)")
        #expect(try store.answers().warnings.isEmpty, "cut at \(cut)")
      }
    }
  }

  @Test func `a log that was left behind by another state of the index changes no answer`() throws {
    try inStore { store, answers, path in
      try write(String(repeating: "rubbish ", count: 1000), to: path + "-wal")
      #expect(try store.answers().0 == answers)
    }
  }

  @Test func `where the index is a link or a folder, questions are answered without it`() throws {
    try inStore { store, answers, path in
      try FileManager.default.moveItem(atPath: path, toPath: path + ".else")
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".else")
      let (found, warnings) = try store.answers()
      #expect(found == answers)
      #expect(warnings == ["\(path): it is a symbolic link; answered without it, from the records"])
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      #expect(try store.answers().0 == answers)
    }
  }

  @Test func `an index that another command holds is waited for, and then done without`() throws {
    try inStore { _, _, path in
      let first = try IndexFile(path)
      #expect {
        _ = try IndexFile(path, patience: 1)
      } throws: { error in
        "\(error)" == "another command holds it"
      }
      withExtendedLifetime(first) {}
    }
  }
}
