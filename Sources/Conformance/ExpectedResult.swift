// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

/// What a planner answered, in the shape that a vector's `expect` must have.
enum PlannerAnswer {
  /// Exactly this.
  case exactly(JSONValue)
  /// One of several, since the original is random here: `expect` must list them all under `one_of`. The first is the
  /// one Regatta takes.
  case oneOf([JSONValue])
  /// Nothing, for this reason: no vector can expect that.
  case refused(PlannerRefusal)
}

extension PlannerAnswer {
  /// Nil when `expect` says the same; else what differs.
  func mismatch(with expected: JSONValue) -> String? {
    switch self {
    case .exactly(let value):
      var differences = Differences()
      differences.compare(expected.inOneForm, value, at: "expect")
      return differences.text
    case .oneOf(let values):
      return Self.mismatch(of: values, with: expected)
    case .refused(let refusal):
      return "no answer: \(refusal)"
    }
  }

  private static func mismatch(of values: [JSONValue], with expected: JSONValue) -> String? {
    guard case .object(let object) = expected, object.members.count == 1,
      case .array(let alternatives)? = object["one_of"]
    else {
      return "expect: the original may answer any of \(values.count) results, which belong under one_of; "
        + "expected \(expected.text()), got \(JSONValue.array(values).text())"
    }
    for (position, alternative) in alternatives.enumerated() where !values.contains(where: { $0.isEqual(alternative) })
    {
      return "expect.one_of[\(position)] is not a possible result: \(alternative.text())"
    }
    for value in values where !alternatives.contains(where: { $0.isEqual(value) }) {
      return "expect.one_of lacks a possible result: \(value.text())"
    }
    guard alternatives.count == values.count else { return "expect.one_of lists a result twice" }
    return nil
  }
}

extension JSONValue {
  /// An `expect` in one form: without the members that state a default (`unschedulable` false, `tier` 0 of a selected
  /// cluster), and with the receivers, which are a set, in the order of their names.
  fileprivate var inOneForm: JSONValue {
    guard case .object(var object) = self else { return self }
    object.members.removeAll { member in
      if case .boolean(false) = member.value { member.name == "unschedulable" } else { false }
    }
    for position in object.members.indices {
      guard case .array(let entries) = object.members[position].value else { continue }
      switch object.members[position].name {
      case "selected":
        object.members[position].value = .array(entries.map(\.withoutTierZero))
      case "receivers":
        object.members[position].value = .array(entries.sorted { $0.precedesAsName($1) })
      default: break
      }
    }
    return .object(object)
  }

  private func precedesAsName(_ other: JSONValue) -> Bool {
    guard case .string(let first) = self, case .string(let second) = other else { return false }
    return NameOrder.precedes(first, second)
  }

  private var withoutTierZero: JSONValue {
    guard case .object(var entry) = self else { return self }
    entry.members.removeAll { member in
      if case .integer(0) = member.value { member.name == "tier" } else { false }
    }
    return .object(entry)
  }

  /// Structural equality: objects as maps, lists in order.
  func isEqual(_ other: JSONValue) -> Bool {
    var differences = Differences()
    differences.compare(self, other, at: "")
    return differences.text == nil
  }
}

/// Collects the first few differences between an expected and an actual value.
struct Differences {
  static let limit = 5
  private var lines: [String] = []
  private var count = 0

  /// Nil without differences.
  var text: String? {
    guard count > 0 else { return nil }
    return lines.joined(separator: "; ") + (count > lines.count ? "; and \(count - lines.count) more" : "")
  }

  private mutating func add(_ line: @autoclosure () -> String) {
    count += 1
    if lines.count < Self.limit { lines.append(line()) }
  }

  mutating func compare(_ expected: JSONValue, _ actual: JSONValue, at path: String) {
    switch (expected, actual) {
    case (.null, .null): break
    case (.boolean(let first), .boolean(let second)) where first == second: break
    case (.integer(let first), .integer(let second)) where first == second: break
    case (.string(let first), .string(let second)) where NameOrder.isSame(first, second): break
    case (.array(let first), .array(let second)):
      if first.count != second.count {
        add("\(path): expected \(first.count) entries \(expected.text()), got \(second.count) \(actual.text())")
        return
      }
      for position in first.indices { compare(first[position], second[position], at: "\(path)[\(position)]") }
    case (.object(let first), .object(let second)): compareMaps(first, second, at: path)
    default: add("\(path): expected \(expected.text()), got \(actual.text())")
    }
  }

  private mutating func compareMaps(_ expected: JSONObject, _ actual: JSONObject, at path: String) {
    let (first, second) = (expected.index, actual.index)
    var (i, j) = (0, 0)
    while i < first.sorted.count || j < second.sorted.count {
      let wanted = i < first.sorted.count ? expected.members[Int(first.sorted[i])] : nil
      let found = j < second.sorted.count ? actual.members[Int(second.sorted[j])] : nil
      if let wanted, let found, NameOrder.isSame(wanted.name, found.name) {
        compare(wanted.value, found.value, at: "\(path).\(wanted.name)")
        (i, j) = (i + 1, j + 1)
      } else if let wanted, found.map({ NameOrder.precedes(wanted.name, $0.name) }) ?? true {
        add("\(path).\(wanted.name): expected \(wanted.value.text()), got no entry")
        i += 1
      } else if let found {
        add("\(path).\(found.name): expected no entry, got \(found.value.text())")
        j += 1
      }
    }
  }
}
