// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Findings under way: equal ones of several workloads are one.
struct LintReport {
  let contender: String
  private(set) var findings: [Finding] = []
  /// Where each kind of finding stands.
  private var places: [Kind: Int] = [:]

  /// What makes two findings one.
  private struct Kind: Hashable {
    var contender: String
    var code: String
    var field: String
    var what: String

    init(_ finding: Finding) {
      contender = finding.contender
      code = finding.code
      field = finding.field
      what = finding.what
    }
  }

  init(contender: String) { self.contender = contender }

  /// Takes a finding about `object` in; `what` and `fix` nil: as the code has them. O(1).
  mutating func add(_ code: LintCode, _ object: String, field: String, _ what: String? = nil) {
    let finding = Finding(
      code: code.name, severity: code.severity, contender: contender, objects: [object], field: field,
      what: what ?? code.meaning, why: code.source, fix: code.fix)
    if let same = places[Kind(finding)] {
      if findings[same].objects.last != object { findings[same].objects.append(object) }
    } else {
      places[Kind(finding)] = findings.count
      findings.append(finding)
    }
  }

  /// Worst first, then by code.
  var sorted: [Finding] {
    findings.enumerated().sorted {
      ($0.element.severity, $0.element.code, $0.offset)
        < ($1.element.severity, $1.element.code, $1.offset)
    }.map(\.element)
  }

  /// The findings of `several` runs as one list: equal ones once, with the objects of all. O(objects).
  static func merged(_ several: [[Finding]]) -> [Finding] {
    var all: [Finding] = []
    var places: [Kind: Int] = [:]
    var known: [Set<String>] = []
    for finding in several.joined() {
      guard let same = places[Kind(finding)] else {
        places[Kind(finding)] = all.count
        all.append(finding)
        known.append(Set(finding.objects))
        continue
      }
      for object in finding.objects where known[same].insert(object).inserted { all[same].objects.append(object) }
    }
    return all.enumerated().sorted {
      ($0.element.contender, $0.element.severity, $0.element.code, $0.offset)
        < ($1.element.contender, $1.element.severity, $1.element.code, $1.offset)
    }.map(\.element)
  }
}
