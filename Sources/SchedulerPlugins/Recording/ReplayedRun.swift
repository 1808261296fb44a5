// SPDX-License-Identifier: GPL-3.0-or-later

/// Where a run that is repeated from a recording leaves it.
public struct ReplayDifference: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which call, which field, and both values.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// The exchanges of one run in their order.
struct ReplayedRun: Sendable {
  /// What stands in for a program's reply.
  enum Answer {
    case reply(JSONValue)
    case fault(SchedulerFault)
    case difference(ReplayDifference)
  }

  private let bytes: [UInt8]
  private var place = 0
  private var calls = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// What was recorded for the next request, which has to be `request`.
  mutating func answer(to request: [UInt8]) -> Answer {
    guard let line = takeLine() else {
      return .difference(
        ReplayDifference("the recording ends after \(calls) exchanges, and \(Self.title(of: request)) is asked"))
    }
    calls += 1
    let exchange: JSONValue
    do throws(SchedulerFault) {
      exchange = try JSONReader.value(of: line)
    } catch {
      return .difference(ReplayDifference("exchange \(calls) of the recording is damaged"))
    }
    let opening = ExchangeLine.opening.count
    let isSame = line.dropFirst(opening).starts(with: request)
    if !isSame {
      return .difference(
        ReplayDifference(
          "exchange \(calls), \(Self.title(of: request)), is not the recorded one: "
            + Self.firstDifference(between: request, and: exchange["request"])))
    }
    if let reply = exchange["reply"] { return .reply(reply) }
    guard case .text(let word)? = exchange["fault"], let kind = SchedulerFault.Kind(rawValue: word),
      case .text(let detail)? = exchange["detail"]
    else { return .difference(ReplayDifference("exchange \(calls) of the recording is damaged")) }
    return .fault(SchedulerFault(kind, detail))
  }

  /// What is said where not everything that was recorded was asked; nil where it was.
  var left: String? {
    let count = bytes[place...].count { $0 == UInt8(ascii: "\n") }
    return count == 0 ? nil : "the run ends after \(calls) exchanges, \(count) more were recorded"
  }

  private mutating func takeLine() -> ArraySlice<UInt8>? {
    guard place < bytes.count else { return nil }
    let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    defer { place = min(end + 1, bytes.count) }
    return bytes[place..<end]
  }

  /// What a request is, for people.
  private static func title(of request: [UInt8]) -> String {
    guard let value = try? JSONReader.value(of: request[...]), case .text(let call)? = value["call"] else {
      return "a call"
    }
    guard case .text(let workload)? = value["workload"], case .integer(let time)? = value["timeNanoseconds"] else {
      return call
    }
    return "\(call) for \(workload) at \(Double(time) / 1e9) s"
  }

  /// The first field in which two requests differ, with both values.
  static func firstDifference(between request: [UInt8], and recorded: JSONValue?) -> String {
    guard let recorded, let asked = try? JSONReader.value(of: request[...]),
      let found = difference(asked, recorded, path: "")
    else { return "they are written in other ways" }
    return found
  }

  private static func difference(_ asked: JSONValue, _ recorded: JSONValue, path: String) -> String? {
    if asked == recorded { return nil }
    func field(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    switch (asked, recorded) {
    case (.object(let left), .object(let right)):
      for entry in left {
        guard let other = recorded[entry.key] else {
          return "\(field(entry.key)) is \(entry.value.summary), recorded is none"
        }
        if let found = difference(entry.value, other, path: field(entry.key)) { return found }
      }
      if let missing = right.first(where: { asked[$0.key] == nil }) {
        return "\(field(missing.key)) is not there, recorded is \(missing.value.summary)"
      }
      return "\(path.isEmpty ? "the request" : path) has its fields in another order"
    case (.list(let left), .list(let right)):
      for (place, pair) in zip(left, right).enumerated() {
        if let found = difference(pair.0, pair.1, path: field("\(place)")) { return found }
      }
      return "\(path) has \(left.count) elements, recorded are \(right.count)"
    default: return "\(path) is \(asked.summary), recorded is \(recorded.summary)"
    }
  }
}
