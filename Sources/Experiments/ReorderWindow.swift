// SPDX-License-Identifier: GPL-3.0-or-later

/// Values that arrive in any order and leave in the order of their places.
struct ReorderWindow<Value> {
  /// The place that leaves next.
  private(set) var next = 0
  /// `waiting[k]` has place `next + k`.
  private var waiting: [Value?] = []

  mutating func insert(_ value: Value, at place: Int) {
    precondition(place >= next, "place \(place) has left already; the next is \(next)")
    let offset = place - next
    while waiting.count <= offset { waiting.append(nil) }
    waiting[offset] = value
  }

  /// The next place's value, if it has arrived.
  mutating func popNext() -> Value? {
    guard let value = waiting.first ?? nil else { return nil }
    waiting.removeFirst()
    next += 1
    return value
  }

  /// What is left, ascending by place, gaps left out.
  mutating func drain() -> [Value] {
    defer { waiting = [] }
    return waiting.compactMap { $0 }
  }
}
