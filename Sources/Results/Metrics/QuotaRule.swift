// SPDX-License-Identifier: GPL-3.0-or-later

extension MetricFamily {
  /// The quota rule (Q2).
  static let quotaRule = MetricFamily(
    "Q2", "quota rule",
    note: "Quota is the share of Q1. Looked at after each moment in which an assignment changed, the first "
      + "placement included.",
    [
      MetricDescriptor(
        id: "broken_quota_share", title: "broken quota", unit: "1", direction: .lowerIsBetter, sampling: .snapshot,
        formula: "clusters with fewer than floor(share) or more than ceil(share) replicas, over all looked at",
        smallestEffect: 0.01, source: "Balinski, Young, Fair representation, 1982",
        inputs: ["intents that divide by weights or evenly"])
    ])
}
