// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB
import Testing

@testable import Results

@Suite struct ResultsIndexTests {
  /// A store with one whole experiment, one that lacks runs, one that is damaged, and folders that are none.
  private func inStore(_ body: (SampleStore) throws -> Void) throws {
    try inTemporaryFolder { folder in
      let store = SampleStore(root: folder)
      try store.add("night/eu-west", SampleStore.manifest("eu-west"))
      try store.add("night/us-east", SampleStore.manifest("us-east"), runs: 3)
      try store.add("old", SampleStore.manifest("old"))
      let lines = try SampleStore.lines(of: SampleStore.manifest("old"))
      try write(lines[0] + "\nno record\n" + lines[2] + "\n" + lines[3].prefix(50), to: "\(folder)/old/runs.jsonl")
      try store.add(".hidden", SampleStore.manifest("hidden"))
      try store.add("night/eu-west/native/inner", SampleStore.manifest("inner"))
      try body(store)
    }
  }

  private func indexPath(_ store: SampleStore) -> String { "\(store.root)/\(ResultsIndex.fileName)" }

  @Test func `experiments are found by walking and told apart by state`() throws {
    try inStore { store in
      let (answers, _) = try store.answers()
      #expect(answers.experiments.map(\.name) == ["night/eu-west", "night/us-east", "old"])
      #expect(answers.experiments.map(\.state) == [.whole, .partial, .damaged])
      #expect(answers.experiments.map(\.done) == [4, 3, 2])
      #expect(answers.experiments.map(\.planned) == [4, 4, 4])
      #expect(answers.experiments[0].scenario == "eu-west")
      #expect(answers.experiments[0].command == ["regatta", "run", "s.yaml"])
      #expect(answers.experiments[0].damage.isEmpty)
      let length = try SampleStore.lines(of: SampleStore.manifest("old"))[0].utf8.count
      #expect(
        answers.experiments[2].damage == [
          "runs.jsonl:2: not a whole record (9 bytes from byte \(length + 1)): not valid JSON",
          "runs.jsonl:4: torn tail (50 bytes from byte \(2 * length + 12)): not valid JSON",
        ])
    }
  }

  @Test func `runs come in plan order with every metric as recorded, no data and censored ones too`() throws {
    try inStore { store in
      let runs = try store.answers().0.runs[0]
      #expect(runs.map(\.key) == SampleStore.manifest("eu-west").plan)
      #expect(runs[2].metrics.map(\.name) == ["availability", "time_to_recover_p99", "utilisation"])
      #expect(runs[2].metrics[0].value == MetricValue(0.9991))
      #expect(runs[2].metrics[1].value == MetricValue(value: nil, unit: "s", censored: 3, count: 40))
      #expect(runs[2].metrics[2].value == MetricValue(nil))
      let bytes = Data(try text("\(store.root)/night/eu-west/runs.jsonl").utf8)
      for run in runs {
        let line = bytes[run.place.offset..<run.place.offset + run.place.length]
        #expect(RecordCheck.examine(line) == .holds(try #require(run.place.check)))
        #expect(try RecordCoding.run(from: line, path: "", line: 1).key == run.key)
      }
    }
  }

  @Test func `a missing index is built with one warning, and without it nothing is lost`() throws {
    try inStore { store in
      let (first, warnings) = try store.answers()
      #expect(warnings == ["\(indexPath(store)): built from the records"])
      let (second, none) = try store.answers()
      #expect(none.isEmpty)
      #expect(second == first)
      // What was in the write-ahead log is in the file, and the log is gone.
      let files = try FileManager.default.contentsOfDirectory(atPath: store.root).filter { $0.contains("index") }
      #expect(files == [ResultsIndex.fileName])
      try FileManager.default.removeItem(atPath: indexPath(store))
      #expect(try store.answers().0 == first)
      #expect(try store.answers(rebuilds: true).0 == first)
    }
  }

  @Test func `an index is in WAL mode with strict tables`() throws {
    try inStore { store in
      _ = try store.answers()
      let queue = try DatabaseQueue(path: indexPath(store))
      let found = try queue.read { database in
        (
          try String.fetchOne(database, sql: "PRAGMA journal_mode"),
          try Int.fetchOne(database, sql: "SELECT count(*) FROM pragma_table_list WHERE strict = 1"),
          try Int.fetchOne(database, sql: "SELECT count(*) FROM metrics")
        )
      }
      #expect(found.0 == "wal")
      #expect(found.1 == 3)
      #expect(found.2 == 27)
    }
  }

  @Test func `the query in docs/guides/results.md gives the mean of each contender`() throws {
    try inStore { store in
      _ = try store.answers()
      let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("../../docs/guides/results.md")
      let text = try String(contentsOf: page, encoding: .utf8)
      let query = String(try #require(text.firstMatch(of: #/sqlite3 \S+ "((?s:.*?))"/#)).1)
      let rows = try DatabaseQueue(path: indexPath(store)).read { try Row.fetchAll($0, sql: query) }
      #expect(
        rows.map { $0[0] as String } == [
          "night/eu-west", "night/eu-west", "night/us-east", "night/us-east", "old", "old",
        ])
      #expect(rows.map { $0[1] as String } == ["a", "b", "a", "b", "a", "b"])
      #expect(rows.allSatisfy { abs($0[2] as Double - 0.9991) < 1e-12 })
    }
  }

  @Test func `new, changed and removed experiments are noticed; what is refreshed equals what is rebuilt`() throws {
    try inStore { store in
      _ = try store.answers()
      try store.add("night/us-east", SampleStore.manifest("us-east"))
      try store.add("new", SampleStore.manifest("new"), runs: 1)
      try FileManager.default.removeItem(atPath: store.root + "/old")
      try store.add("night/eu-west", SampleStore.manifest("eu-west", seeds: [0, 1, 2]))
      let (refreshed, warnings) = try store.answers()
      #expect(warnings.isEmpty)
      #expect(refreshed.experiments.map(\.name) == ["new", "night/eu-west", "night/us-east"])
      #expect(refreshed.experiments.map(\.done) == [1, 6, 4])
      #expect(try store.answers(rebuilds: true).0 == refreshed)
    }
  }

  @Test func `a file that was touched or copied is read again and found the same`() throws {
    try inStore { store in
      let (first, _) = try store.answers()
      let path = store.root + "/night/eu-west/runs.jsonl"
      let bytes = try text(path)
      try FileManager.default.removeItem(atPath: path)
      try write(bytes, to: path)
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 5)], ofItemAtPath: path)
      #expect(try store.answers().0 == first)
      #expect(try store.answers().0 == first)
    }
  }

  @Test func `a change that leaves size, time and number as they were is found by reading`() throws {
    try inStore { store in
      _ = try store.answers()
      let path = store.root + "/night/eu-west/runs.jsonl"
      let moment = try #require(
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
      let handle = try #require(FileHandle(forUpdatingAtPath: path))
      let place = try #require(Data(try text(path).utf8).firstRange(of: Data("0.9991".utf8))).lowerBound
      try handle.seek(toOffset: UInt64(place + 4))
      try handle.write(contentsOf: Data("8".utf8))
      try handle.close()
      try FileManager.default.setAttributes([.modificationDate: moment], ofItemAtPath: path)
      let (answers, _) = try store.answers(reading: nil)
      #expect(answers.experiments[0].state == .damaged)
      #expect(answers.experiments[0].done == 3)
      #expect(answers.experiments[0].damage.first?.hasPrefix("runs.jsonl:1: changed since it was written (") == true)
      #expect(answers.experiments[0].damage.first?.hasSuffix("it calls itself a, seed 0") == true)
    }
  }

  @Test func `records without a manifest, or with a damaged one, are kept and the file is named`() throws {
    try inStore { store in
      try FileManager.default.removeItem(atPath: store.root + "/night/eu-west/experiment.json")
      try write("{", to: store.root + "/night/us-east/experiment.json")
      let experiments = try store.answers().0.experiments
      #expect(experiments[0].damage == ["experiment.json: cannot read: No such file or directory"])
      #expect(experiments[1].damage == ["experiment.json: not valid JSON"])
      #expect(experiments.prefix(2).map(\.done) == [4, 3])
      #expect(experiments.prefix(2).map(\.planned) == [nil, nil])
      #expect(experiments.prefix(2).map(\.scenario) == ["eu-west", "us-east"])
    }
  }

  @Test func `a second record for a run, and one outside of the plan, are counted and left out`() throws {
    try inStore { store in
      let path = store.root + "/night/eu-west/runs.jsonl"
      let other = try SampleStore.lines(of: SampleStore.manifest("eu-west", contenders: ["z"]))
      let lines = try text(path)
      try write(lines + lines.prefix { $0 != "\n" } + "\n" + other[0] + "\n", to: path)
      let experiment = try store.answers().0.experiments[0]
      #expect(experiment.state == .whole)
      #expect(experiment.done == 4)
      #expect(experiment.strangers == 2)
    }
  }

  @Test func `a results folder that is an experiment itself is one, named by a dot`() throws {
    try inTemporaryFolder { folder in
      try SampleStore(root: folder).add(".", SampleStore.manifest("s"))
      #expect(try SampleStore(root: folder).answers().0.experiments.map(\.name) == ["."])
    }
  }

  @Test func `a linked experiment is one, and a link in a circle ends no walk`() throws {
    try inStore { store in
      let files = FileManager.default
      try files.createSymbolicLink(atPath: store.root + "/link", withDestinationPath: store.root + "/night/eu-west")
      try files.createSymbolicLink(atPath: store.root + "/night/up", withDestinationPath: store.root)
      let names = try store.answers().0.experiments.map(\.name)
      #expect(names == ["link", "night/eu-west", "night/us-east", "old"])
    }
  }

  @Test func `a results folder that is not there is an error with its path`() {
    #expect {
      _ = try SampleStore(root: "/no/such").answers()
    } throws: { error in
      "\(error)" == "/no/such: cannot read: No such file or directory"
    }
  }
}
