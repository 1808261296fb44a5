// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// A cluster that the profile's own rules leave for a decision, with what they say of it.
struct EligibleCluster: Hashable, Sendable {
  var cluster: ClusterIndex
  /// More replicas that the system's own estimate has room for; nil: the system does not look.
  var room: Int64?
  var weight: Int64?
  var minimum: Int64?
  var maximum: Int64?

  /// What the system's own policy explained.
  init(_ explanation: ClusterExplanation) {
    cluster = explanation.cluster
    room = explanation.capacity
    weight = explanation.weight
    minimum = explanation.minimum == 0 ? nil : explanation.minimum
    maximum = explanation.maximum
  }

  /// Its fields.
  func write(_ line: inout LineWriter) {
    line.object { line in
      if let room {
        line.key("room")
        line.number(room)
      }
      if let weight {
        line.key("weight")
        line.number(weight)
      }
      if let minimum {
        line.key("min")
        line.number(minimum)
      }
      if let maximum {
        line.key("max")
        line.number(maximum)
      }
    }
  }
}
