// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import Results

struct MetricCatalogTests {
  private let metrics = MetricCatalog.metrics

  @Test func `ids are unique, in snake case and short`() {
    #expect(Set(metrics.map(\.id)).count == metrics.count)
    for metric in metrics {
      #expect(metric.id.wholeMatch(of: #/[a-z][a-z0-9]*(_[a-z0-9]+)*/#) != nil, "\(metric.id)")
      #expect(metric.id.count <= 40, "\(metric.id)")
    }
  }

  @Test func `each family has a code of its own, and its metrics have it`() {
    let codes = MetricCatalog.families.map(\.code)
    #expect(Set(codes).count == codes.count)
    for family in MetricCatalog.families {
      #expect(family.code.wholeMatch(of: #/[A-Z][0-9][a-z]?/#) != nil, "\(family.code)")
      #expect(!family.metrics.isEmpty && family.metrics.allSatisfy { $0.code == family.code }, "\(family.code)")
      #expect(!family.title.isEmpty && family.note.hasSuffix("."), "\(family.code)")
    }
  }

  @Test func `every metric says what it is, in which unit, how much matters and where it comes from`() {
    for metric in metrics {
      for text in [metric.title, metric.unit, metric.formula, metric.source] {
        #expect(!text.isEmpty, "\(metric.id)")
        #expect(!text.contains("  ") && !text.contains("\n"), "\(metric.id)")
      }
      #expect(metric.title.count <= 24, "\(metric.id): \(metric.title)")
      #expect(metric.smallestEffect > 0, "\(metric.id)")
    }
  }

  @Test func `verdicts are about few metrics, each with a better side`() {
    #expect((3...8).contains(MetricCatalog.primary.count))
    for metric in MetricCatalog.primary { #expect(metric.direction != .neutral, "\(metric.id)") }
  }

  @Test func `a name is an id or a code in either case`() {
    #expect(MetricCatalog.family(named: "r1")?.code == "R1")
    #expect(MetricCatalog.family(named: "availability")?.code == "A1")
    #expect(MetricCatalog.family(named: "Availability") == nil)
    #expect(MetricCatalog.metric("time_to_recover_p99")?.code == "R1")
  }
}
