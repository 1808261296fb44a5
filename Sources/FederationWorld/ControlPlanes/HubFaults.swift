// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Faults of the hub, by component.
struct HubFaults {
  private var counts: [Int32] = Array(repeating: 0, count: HubComponent.allCases.count)
  /// Of these, how many struck a store that was since given up for another.
  private var abandoned: [Int32] = Array(repeating: 0, count: HubComponent.allCases.count)

  /// Whether `component` works: neither it nor the whole hub is down.
  func isUp(_ component: HubComponent) -> Bool {
    counts[place(of: component)] == 0 && counts[place(of: .all)] == 0
  }

  /// Whether nothing holds the present store down.
  var isStoreUp: Bool {
    [HubComponent.store, .all].allSatisfy { counts[place(of: $0)] == abandoned[place(of: $0)] }
  }

  /// The store stands elsewhere: the faults under way do not bear on it. One that ends later than another which struck
  /// the new store cannot be told from that one, and is taken to last the longer.
  mutating func abandonStore() { abandoned = counts }

  /// Adds a fault of `component` or takes one off; whether it was the first one, or the last.
  mutating func count(_ component: HubComponent, begins: Bool) -> Bool {
    let place = place(of: component)
    counts[place] += begins ? 1 : -1
    abandoned[place] = min(abandoned[place], counts[place])
    return counts[place] == (begins ? 1 : 0)
  }

  private func place(of component: HubComponent) -> Int { Int(component.number) - 1 }
}
