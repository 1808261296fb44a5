// SPDX-License-Identifier: GPL-3.0-or-later

/// Counts what an input has and a simulation leaves out, so that each gap is told once and not per object.
struct ManifestCoverage {
  private struct Gap {
    var text: String
    var count: Int
    var first: SourcePosition
  }
  private var gaps: [Gap] = []
  private var placeOfGap: [String: Int] = [:]
  private var unknownKinds: [Gap] = []
  private var placeOfKind: [String: Int] = [:]

  /// Notes a kind or field that affects placement and is not modelled.
  mutating func noteGap(_ text: String, at position: SourcePosition) {
    if let place = placeOfGap[text] {
      gaps[place].count += 1
    } else {
      placeOfGap[text] = gaps.count
      gaps.append(Gap(text: text, count: 1, first: position))
    }
  }

  /// Notes an object of a kind that nobody knows.
  mutating func noteUnknown(_ kind: String, at position: SourcePosition) {
    if let place = placeOfKind[kind] {
      unknownKinds[place].count += 1
    } else {
      placeOfKind[kind] = unknownKinds.count
      unknownKinds.append(Gap(text: kind, count: 1, first: position))
    }
  }

  /// Reports a warning per gap, and one for all unknown kinds, the most frequent first.
  func report(to collector: DiagnosticCollector) {
    for gap in gaps {
      let times = gap.count == 1 ? "" : " (\(gap.count) times; here first)"
      collector.warning(.notModelled, at: gap.first, "\(gap.text) is not modelled yet and has no effect\(times)")
    }
    guard let first = unknownKinds.first?.first else { return }
    let ordered = unknownKinds.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.map(\.element)
    let objects = ordered.reduce(0) { $0 + $1.count }
    let names = ordered.map { "\($0.text) (\($0.count))" }.joined(separator: ", ")
    collector.warning(
      .unknownKind, at: first,
      "\(objects) object\(objects == 1 ? "" : "s") of \(ordered.count) unknown "
        + "kind\(ordered.count == 1 ? "" : "s"): \(names)")
  }
}
