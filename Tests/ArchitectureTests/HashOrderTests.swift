// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

/// Swift's hash seed changes per process: an order that comes from a Dictionary or Set would change results.
@Suite struct HashOrderTests {
  /// Decisions and events: no hashed collection is kept here at all.
  static let withoutHashing: Set<String> = ["SimulationEngine", "FederationWorld", "Scheduling", "SchedulingPolicies"]
  /// Where the order of names cannot reach a result.
  static let outerLayers: Set<String> = ["Experiments", "RatioBenchmarks", "SchedulerPlugins", "regatta"]

  @Test func `decisions and events keep no Dictionary or Set`() {
    for file in SourceTree.sources where Self.withoutHashing.contains(file.target) {
      for (index, line) in file.code.enumerated() where line.contains("[") || line.contains("Set") {
        #expect(HashedNames.declared(on: line, isStored: true) == nil, "\(file.place(index)): \(line)")
      }
    }
  }

  /// Walks whose result has an order all the same: "path: name" and why.
  static let ordered = [
    "Sources/Reporting/Model/WorstWorkloads.swift: sums": "the rows are sorted by loss, then by name"
  ]

  @Test func `layers 0 to 4 never walk over a Dictionary or Set`() {
    for file in SourceTree.sources where !Self.outerLayers.contains(file.target) {
      for (index, name) in HashedNames.walks(in: file.code) where Self.ordered["\(file.path): \(name)"] == nil {
        Issue.record("\(file.place(index)): the order of \(name) depends on the hash seed")
      }
    }
  }

  @Test func `a name is hashed from its declaration to the next function, a property everywhere`() {
    let code = [
      "  let table: [String: Int]", "  func f() {", "    var seen: Set<Int> = []", "    for x in seen { g(x) }", "  }",
      "  func g(seen: [Int]) {", "    for x in seen { f(x) }", "    for x in table { f(x) }",
      "    let y = table.map { $0 }", "      .sorted()", "  }",
    ]
    #expect(HashedNames.walks(in: code).map(\.0) == [3, 7])
    #expect(HashedNames.walks(in: code).map(\.1) == ["seen", "table"])
  }

  @Test(arguments: [
    ("  private var places: [String: Int] = [:]", "places"), ("let seen: Set<Int> = []", "seen"),
    ("var table = [String: [Int]]()", "table"), ("  let index = Dictionary(pairs)", "index"),
    ("func f(_ labels: [String: String]) {", "labels"), ("var seen = Set<String>()", "seen"),
  ])
  func `a hashed collection is recognised`(line: String, name: String) {
    #expect(HashedNames.declared(on: line, isStored: false) == name)
  }

  @Test(arguments: ["let names: [String]", "var rows: [[Int]]", "case set(Setting)", "let settings = Settings(x)"])
  func `what keeps its order is not taken for hashed`(line: String) {
    #expect(HashedNames.declared(on: line, isStored: false) == nil)
  }

  @Test func `a walk is recognised, a sorted one is none`() {
    #expect(HashedNames.walked(on: "for (key, value) in table {") == ["table"])
    #expect(HashedNames.walked(on: "for key in self.table.keys where key > 0 {") == ["table"])
    #expect(HashedNames.walked(on: "let all = table.map { $0 }") == ["table"])
    #expect(HashedNames.walked(on: "for key in table.keys.sorted() {").isEmpty)
    #expect(HashedNames.walked(on: "for key in table.sorted(by: order) {").isEmpty)
  }
}

/// Finds hashed collections by the look of a line. It sees declarations with a written type or initializer, which is how
/// this project writes them.
enum HashedNames {
  /// Lines that walk over a hashed collection in its own order, and the name. A walk that is sorted on its own line or
  /// the next is none, nor is what takes the only element.
  static func walks(in code: [String]) -> [(Int, String)] {
    let properties = Set(code.compactMap { mayDeclare($0) ? declared(on: $0, isStored: true) : nil })
    var locals: Set<String> = []
    var walks: [(Int, String)] = []
    for (index, line) in code.enumerated() {
      if line.contains("func ") || line.contains("init(") { locals = [] }
      if !(locals.isEmpty && properties.isEmpty), mayWalk(line) {
        let isSorted = line.contains(".sorted") || (index + 1 < code.count && code[index + 1].contains(".sorted"))
        let isOnlyOne = line.contains("count == 1")
        for name in walked(on: line)
        where !isSorted && !isOnlyOne && (locals.contains(name) || properties.contains(name)) {
          walks.append((index, name))
        }
      }
      if mayDeclare(line), !line.contains(".sorted"), let name = declared(on: line, isStored: false) {
        locals.insert(name)
      }
    }
    return walks
  }

  // Expressions are slow to match; these quick looks leave few lines for them.
  private static func mayDeclare(_ line: String) -> Bool {
    line.contains("[") && line.contains(":") || line.contains("Set") || line.contains("Dictionary")
  }
  private static func mayWalk(_ line: String) -> Bool {
    line.contains(" in ") || line.contains("ap {") || line.contains(".first") || line.contains(".reduce")
      || line.contains(".joined") || line.contains(".forEach")
  }

  /// The name that a line declares as a Dictionary or Set.
  static func declared(on line: String, isStored: Bool) -> String? {
    let typed = #/(?:^|[\s(,])(\w+)\s*:\s*(?:inout\s+)?(?:\[[\w.?]+\s*:\s*[^\]]|Set<|Dictionary<)/#
    let made = #/(?:let|var)\s+(\w+)\s*=\s*(?:\[[\w.]+\s*:\s*[\w.\[\]? ]+\]\(|Set[<(]|Dictionary[<(]|\[:\])/#
    if let match = line.firstMatch(of: typed), !isStored || isProperty(line) { return String(match.1) }
    if let match = line.firstMatch(of: made), !isStored || isProperty(line) { return String(match.1) }
    return nil
  }

  /// A declaration with an access level or at the outermost level of a type; what a function makes for itself is not
  /// kept.
  private static func isProperty(_ line: String) -> Bool {
    line.contains(#/^(?:  )?(?:(?:public|private|package|internal|fileprivate|static|private\(set\)) )*(?:let|var) /#)
      || line.contains(#/^\s*(?:public|private|package|fileprivate|static)\b.*\b(?:let|var) /#)
  }

  /// The names that a line walks over in their own order.
  static func walked(on line: String) -> [String] {
    let loop = #/\bin\s+(?:self\.)?(\w+)(?:\.keys|\.values)?\s*(?:\{|where\b|$)/#
    let method = #/\b(?:self\.)?(\w+)(?:\.keys|\.values)?\.(?:map|compactMap|flatMap|forEach|reduce|first|joined)\b/#
    return line.matches(of: loop).map { String($0.1) } + line.matches(of: method).map { String($0.1) }
  }
}
