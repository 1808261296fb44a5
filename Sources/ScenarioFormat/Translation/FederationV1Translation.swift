// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Intent into Federation v1's annotations.
extension Translation {
  mutating func federationV1Policy() -> FederationV1Policy {
    if workload.kind == "StatefulSet" {
      note("kind", .approximated, "Federation v1 knows no StatefulSet: it is placed like a ReplicaSet")
    }
    var requirements: [LabelSelector.Requirement] = []
    if let selector = intent.eligible.labelSelector {
      note("eligible.labelSelector", .exact, "annotation federation.alpha.kubernetes.io/cluster-selector")
      requirements = selector.matchLabels.entries.map { entry in
        LabelSelector.Requirement(key: entry.key, operator: .isIn, values: [entry.value])
      }
      requirements += selector.matchExpressions
    }
    let preferences = clusterPreferences(object: "preferences annotation")
    noteSpreadDropped("Federation v1 has no spread constraints")
    noteKubeFedLoss()
    noteUnhealthyDropped("Federation v1 moves nothing because a workload is unhealthy")
    return FederationV1Policy(
      rebalance: options.rebalance ?? false, clusters: preferences, clusterSelector: requirements)
  }
}
