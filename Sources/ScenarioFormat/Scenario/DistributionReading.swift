// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Laws of spans of time.
extension ScenarioContext {
  /// The names of the laws, as the scenario writes them.
  static let distributionNames = [
    "constant", "exponential", "weibull", "lognormal", "gamma", "uniform", "empirical",
  ]

  /// A law: `20s` (always), or one of `{lognormal: {median, p95}}` and the like.
  func distribution(_ reader: FieldReader, _ key: String) -> DistributionSpec? {
    reader.node(key).flatMap { distribution($0, name: key) }
  }

  private func distribution(_ node: DocumentNode, name: String) -> DistributionSpec? {
    if case .scalar = node.content { return value.duration(node, name).map { .constant($0) } }
    guard let outer = FieldReader(node, section: name, collector: collector) else { return nil }
    let law = Self.distributionNames.first { outer.node($0) != nil }
    outer.finish("distribution")
    guard let law, outer.allEntries.count == 1 else {
      collector.error(
        .invalidDistribution, at: node.position, "\(name) names \(law == nil ? "no law" : "more than one law")",
        fix: "write a span, or one of \(Self.distributionNames.joined(separator: ", "))")
      return nil
    }
    switch law {
    case "constant": return outer.duration(law).map { .constant($0) }
    case "exponential": return exponential(outer)
    case "empirical": return empirical(outer)
    default: return outer.mapping(law, section: "the \(law) law").flatMap { twoParameters($0, law: law) }
    }
  }

  /// `{mean: 730h}`, or the mean alone.
  private func exponential(_ outer: FieldReader) -> DistributionSpec? {
    guard let node = outer.node("exponential") else { return nil }
    if case .scalar = node.content {
      return positiveDuration(outer, "exponential").map { .exponential(mean: $0) }
    }
    guard let law = outer.mapping("exponential", section: "the exponential law") else { return nil }
    defer { law.finish("exponential") }
    guard law.required("mean") != nil else { return nil }
    return positiveDuration(law, "mean").map { .exponential(mean: $0) }
  }

  private func empirical(_ outer: FieldReader) -> DistributionSpec? {
    guard let elements = outer.list("empirical") else { return nil }
    let spans = elements.compactMap { value.duration($0, "a value of empirical") }.sorted()
    if spans.count == elements.count, !spans.isEmpty { return .empirical(spans) }
    if elements.isEmpty {
      collector.error(
        .invalidDistribution, at: outer.position(of: "empirical"), "empirical lists no value",
        fix: "list at least one span")
    }
    return nil
  }

  private func twoParameters(_ law: FieldReader, law name: String) -> DistributionSpec? {
    defer { law.finish(name) }
    switch name {
    case "lognormal":
      guard law.required("median") != nil, law.required("p95") != nil else { return nil }
      guard let median = positiveDuration(law, "median"), let upper = positiveDuration(law, "p95") else { return nil }
      return ordered(law, "median", median, "p95", upper).map { .lognormal(median: $0.0, percentile95: $0.1) }
    case "uniform":
      guard law.required("low") != nil, law.required("high") != nil else { return nil }
      guard let low = law.duration("low"), let high = law.duration("high") else { return nil }
      return ordered(law, "low", low, "high", high).map { .uniform(low: $0.0, high: $0.1) }
    default:
      guard law.required("shape") != nil, law.required("scale") != nil else { return nil }
      let shape = law.double("shape", in: 0.05...100)
      guard let scale = positiveDuration(law, "scale"), let shape else { return nil }
      return name == "gamma" ? .gamma(shape: shape, scale: scale) : .weibull(shape: shape, scale: scale)
    }
  }

  private func ordered(
    _ law: FieldReader, _ lowKey: String, _ low: SimulationDuration, _ highKey: String, _ high: SimulationDuration
  ) -> (SimulationDuration, SimulationDuration)? {
    if low <= high { return (low, high) }
    collector.error(
      .reversedBounds, at: law.position(of: lowKey), "\(lowKey) \(low) is above \(highKey) \(high)",
      fix: "exchange them")
    return nil
  }
}
