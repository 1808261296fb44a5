// SPDX-License-Identifier: GPL-3.0-or-later

/// A first-in, first-out queue in one array; no allocation once it has grown to its longest.
struct FIFO<Element> {
  private var elements: [Element] = []
  private var head = 0

  var isEmpty: Bool { head == elements.count }
  var count: Int { elements.count - head }
  /// The oldest.
  var first: Element? { isEmpty ? nil : elements[head] }

  mutating func append(_ element: Element) { elements.append(element) }

  /// Takes the oldest out; amortised O(1).
  mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    let element = elements[head]
    head += 1
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head > 1024, head * 2 > elements.count {
      elements.removeFirst(head)
      head = 0
    }
    return element
  }

  /// O(n).
  mutating func removeAll(where isUnwanted: (Element) -> Bool) {
    elements.removeFirst(head)
    head = 0
    elements.removeAll(where: isUnwanted)
  }

  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    head = 0
  }
}
