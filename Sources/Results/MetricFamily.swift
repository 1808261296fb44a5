// SPDX-License-Identifier: GPL-3.0-or-later

/// Metrics that are parts, quantiles or companions of one thing, under one code of the catalogue.
public struct MetricFamily: Hashable, Sendable {
  /// The code, as `R1`.
  public let code: String
  /// What they are about, as `time to recover`.
  public let title: String
  /// What has to be known to read them: readings chosen, what is left out.
  public let note: String
  /// The metrics, in the order of tables.
  public let metrics: [MetricDescriptor]

  /// A family; its metrics take its code.
  init(_ code: String, _ title: String, note: String, _ metrics: [MetricDescriptor]) {
    self.code = code
    self.title = title
    self.note = note
    self.metrics = metrics.map {
      var metric = $0
      metric.code = code
      return metric
    }
  }
}
