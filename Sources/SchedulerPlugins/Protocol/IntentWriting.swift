// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// An intent in the words of a scenario file.
extension RunFacts {
  static func write(_ intent: Intent, _ line: inout LineWriter) {
    if !intent.eligible.isEverything {
      line.key("eligible")
      line.object { write(intent.eligible, &$0) }
    }
    line.key("division")
    line.text(intent.division.rawValue)
    if !intent.clusters.isEmpty {
      line.key("clusters")
      line.object { line in
        for share in intent.clusters {
          line.key(quoted: LineWriter.quoted(share.cluster))
          line.object { line in
            line.key("min")
            line.number(share.minimum)
            if let maximum = share.maximum {
              line.key("max")
              line.number(maximum)
            }
            line.key("weight")
            line.number(share.weight ?? 1)
          }
        }
      }
    }
    write(intent.spread, &line)
    line.key("onClusterLoss")
    write(move: intent.onClusterLoss.move, after: intent.onClusterLoss.after, &line)
    line.key("onUnhealthy")
    write(move: intent.onUnhealthy.move, after: intent.onUnhealthy.after, &line)
  }

  private static func write(move: Bool, after: SimulationDuration, _ line: inout LineWriter) {
    line.object { line in
      line.key("move")
      line.flag(move)
      line.key("afterNanoseconds")
      line.number(after.nanoseconds)
    }
  }

  private static func write(_ eligible: Intent.Eligibility, _ line: inout LineWriter) {
    if let selector = eligible.labelSelector {
      line.key("labelSelector")
      line.object { write(selector, &$0) }
    }
    if !eligible.names.isEmpty {
      line.key("names")
      line.texts(eligible.names)
    }
    if !eligible.regions.isEmpty {
      line.key("regions")
      line.texts(eligible.regions)
    }
  }

  private static func write(_ selector: LabelSelector, _ line: inout LineWriter) {
    line.key("matchLabels")
    line.object { write(selector.matchLabels, &$0) }
    line.key("matchExpressions")
    line.list { line in
      for requirement in selector.matchExpressions {
        line.object { line in
          line.key("key")
          line.text(requirement.key)
          line.key("operator")
          line.text(requirement.operator.rawValue)
          line.key("values")
          line.texts(requirement.values)
        }
      }
    }
  }

  private static func write(_ spread: Intent.Spread, _ line: inout LineWriter) {
    let parts: [(StaticString, Intent.SpreadRange?)] = [
      ("cluster", spread.cluster), ("region", spread.region), ("zone", spread.zone), ("provider", spread.provider),
    ]
    guard parts.contains(where: { $0.1 != nil }) else { return }
    line.key("spread")
    line.object { line in
      for (name, range) in parts {
        guard let range else { continue }
        line.key(name)
        line.object { line in
          line.key("min")
          line.number(range.minimum)
          if let maximum = range.maximum {
            line.key("max")
            line.number(maximum)
          }
        }
      }
    }
  }
}
