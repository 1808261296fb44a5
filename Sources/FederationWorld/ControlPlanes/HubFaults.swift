// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Faults of the hub, by component.
struct HubFaults {
  private var counts: [Int32] = Array(repeating: 0, count: HubComponent.allCases.count)

  /// Whether `component` works: neither it nor the whole hub is down.
  func isUp(_ component: HubComponent) -> Bool {
    counts[place(of: component)] == 0 && counts[place(of: .all)] == 0
  }

  /// Adds a fault of `component` or takes one off; whether it was the first one, or the last.
  mutating func count(_ component: HubComponent, begins: Bool) -> Bool {
    counts[place(of: component)] += begins ? 1 : -1
    return counts[place(of: component)] == (begins ? 1 : 0)
  }

  private func place(of component: HubComponent) -> Int { Int(component.number) - 1 }
}
