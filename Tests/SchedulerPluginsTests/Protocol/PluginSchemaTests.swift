// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import SchedulerPlugins

@Suite struct PluginSchemaTests {
  @Test func `the schema in the repository is what the program writes`() throws {
    let committed = URL(fileURLWithPath: "\(Programs.root)/Scenarios/schema/plugin.schema.json")
    if ProcessInfo.processInfo.environment["UPDATE_SCHEMA"] == "1" {
      try Data(PluginSchema.text.utf8).write(to: committed)
    }
    #expect(try String(contentsOf: committed, encoding: .utf8) == PluginSchema.text)
  }

  /// The lines of races under three systems, and of a program that says everything.
  @Test(
    .enabled(if: Tools.hasPython, "python3 is not installed: programs in Python are not tested"),
    arguments: [("karmada-1.18", "capacity"), ("kubefed-0.10", "weights"), ("kubeadmiral", "duplicate")])
  func `what is written is what the schema has`(profile: String, division: String) throws {
    let programs = try Programs()
    try programs.write(hostileProgram, to: "program.py")
    let scenario = try programs.scenario(
      policy: "{exec: [python3, program.py, sound]}", profile: profile, division: division)
    let path = "\(programs.path)/exchanges.jsonl"
    let recording = try ExchangeRecording(path: path)
    _ = try programs.run(scenario, schedulers: PluginSchedulers(recording: recording))
    try recording.finish(order: [])
    let schema = try JSONReader.value(of: Array(PluginSchema.text.utf8)[...])
    var checked = 0
    for line in try programs.read("exchanges.jsonl").split(separator: "\n").dropFirst(2) {
      let exchange = try JSONReader.value(of: Array(line.utf8)[...])
      let request = try #require(exchange["request"])
      let kind = request["call"] == .text("hello") ? "hello" : request["call"] == .text("run") ? "run" : "call"
      let problems = SchemaCheck(schema).problems(of: request, as: kind)
      #expect(problems == [], "\(kind)")
      if let reply = exchange["reply"] { #expect(SchemaCheck(schema).problems(of: reply, as: "reply") == []) }
      checked += 1
    }
    #expect(checked > 8)
  }

  @Test func `the check finds what is wrong`() throws {
    let schema = SchemaCheck(try JSONReader.value(of: Array(PluginSchema.text.utf8)[...]))
    func problems(_ text: String, as kind: String) throws -> [String] {
      schema.problems(of: try JSONReader.value(of: Array(text.utf8)[...]), as: kind)
    }
    #expect(try problems(#"{"v":1,"id":0,"call":"hello"}"#, as: "hello") == [])
    #expect(try problems(#"{"v":2,"id":0,"call":"hello"}"#, as: "hello") == ["v"])
    #expect(try problems(#"{"v":1,"id":0,"call":"hello","x":1}"#, as: "hello") == ["x"])
    #expect(try problems(#"{"id":0,"call":"hello"}"#, as: "hello") == ["v"])
    #expect(try problems(#"{"id":0,"assign":{"a":-1}}"#, as: "reply") == ["assign.a"])
  }
}

/// As much of JSON Schema as the schema uses.
private struct SchemaCheck {
  private let root: JSONValue

  init(_ root: JSONValue) { self.root = root }

  /// The paths that the definition does not allow, or misses.
  func problems(of value: JSONValue, as definition: String) -> [String] {
    root["$defs"]?[definition].map { problems(value, $0, "") } ?? ["no definition \(definition)"]
  }

  private func problems(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    if case .text(let reference)? = schema["$ref"] {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      return root["$defs"]?[name].map { problems(value, $0, path) } ?? ["\(path): \(reference)"]
    }
    if let constant = schema["const"], constant != value { return [path] }
    if case .list(let words)? = schema["enum"], !words.contains(value) { return [path] }
    switch schema["type"] {
    case .text(let type)?: if !matches(value, type) { return [path] }
    case .list(let types)?:
      let isAny = types.contains { if case .text(let type) = $0 { matches(value, type) } else { false } }
      if !isAny { return [path] }
    default: break
    }
    if case .integer(let number) = value {
      if case .integer(let least)? = schema["minimum"], number < least { return [path] }
      if case .integer(let most)? = schema["maximum"], number > most { return [path] }
    }
    if case .list(let elements) = value, let items = schema["items"] {
      return elements.enumerated().flatMap { problems($1, items, "\(path).\($0)") }
    }
    guard case .object(let entries) = value else { return [] }
    func field(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    var found: [String] = []
    if case .list(let required)? = schema["required"] {
      for case .text(let key) in required where value[key] == nil { found.append(field(key)) }
    }
    for entry in entries {
      if let own = schema["properties"]?[entry.key] {
        found += problems(entry.value, own, field(entry.key))
      } else if schema["additionalProperties"] == .flag(false) {
        found.append(field(entry.key))
      } else if let others = schema["additionalProperties"] {
        found += problems(entry.value, others, field(entry.key))
      }
    }
    return found
  }

  private func matches(_ value: JSONValue, _ type: String) -> Bool {
    switch value {
    case .null: type == "null"
    case .flag: type == "boolean"
    case .integer: type == "integer" || type == "number"
    case .number: type == "number"
    case .text: type == "string"
    case .list: type == "array"
    case .object: type == "object"
    }
  }
}
