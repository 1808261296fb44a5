// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct RecordCodingTests {
  @Test func `a record is one line with sorted keys and plain slashes`() throws {
    let expected =
      #"{"contender":"kubefed","detail":{"recovery":[{"count":37,"seconds":88.2}],"unrecovered":3,"#
      + #""worstWorkloads":[]},"digest":"abcd","events":123456,"metrics":{"availability":0.9991,"#
      + #""time_to_recover_p99":{"censored":3,"n":40,"unit":"s","value":null},"utilisation":null},"#
      + #""scenario":"eu-west/80","scenarioDigest":"00ff","schema":"regatta.run/1","seed":4,"sweep":{"load":"0.8"},"#
      + #""version":"0.1.0"}"#
    #expect(try RecordCoding.line(sampleRecord("kubefed", seed: 4, sweep: ["load": "0.8"])) == expected)
  }

  @Test func `a record read back is the record written`() throws {
    let record = sampleRecord("name with \"quotes\", a\nnewline and ünïcode", seed: 7, sweep: ["b": "2", "a": "1"])
    let line = try RecordCoding.line(record)
    #expect(!line.contains("\n"))
    #expect(try RecordCoding.run(from: Array(line.utf8), path: "x", line: 1) == record)
  }

  @Test(arguments: [
    (#"{"schema":"regatta.run/1"}"#, "runs.jsonl:3: no field \"scenario\""),
    (#"{"schema":"#, "runs.jsonl:3: not valid JSON"),
    (#"{"schema":5}"#, "runs.jsonl:3: schema is not of type String"),
    (#"[]"#, "runs.jsonl:3: the value is not of type Dictionary<String, Any>"),
  ])
  func `an error names file, line and field`(text: String, message: String) {
    #expect {
      _ = try RecordCoding.run(from: Array(text.utf8), path: "runs.jsonl", line: 3)
    } throws: { error in
      "\(error)" == message
    }
  }

  @Test func `a record of another schema is refused by its name`() throws {
    let line = try RecordCoding.line(sampleRecord("a", seed: 0)).replacingOccurrences(of: "run/1", with: "run/9")
    #expect {
      _ = try RecordCoding.run(from: Array(line.utf8), path: "runs.jsonl", line: 1)
    } throws: { error in
      "\(error)" == "runs.jsonl:1: schema \"regatta.run/9\", but this program reads regatta.run/1"
    }
  }
}
