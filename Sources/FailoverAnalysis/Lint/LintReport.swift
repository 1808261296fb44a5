// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Findings under way: equal ones of several workloads are one.
struct LintReport {
  let contender: String
  private(set) var findings: [Finding] = []

  init(contender: String) { self.contender = contender }

  /// Takes a finding about `object` in; `what` and `fix` nil: as the code has them.
  mutating func add(_ code: LintCode, _ object: String, field: String, _ what: String? = nil) {
    let what = what ?? code.meaning
    let same = findings.firstIndex { $0.code == code.name && $0.field == field && $0.what == what }
    if let same {
      if findings[same].objects.last != object { findings[same].objects.append(object) }
    } else {
      findings.append(
        Finding(
          code: code.name, severity: code.severity, contender: contender, objects: [object], field: field,
          what: what, why: code.source, fix: code.fix))
    }
  }

  /// Worst first, then by code.
  var sorted: [Finding] {
    findings.enumerated().sorted {
      ($0.element.severity, $0.element.code, $0.offset)
        < ($1.element.severity, $1.element.code, $1.offset)
    }.map(\.element)
  }

  /// The findings of `several` runs as one list: equal ones once, with the objects of all.
  static func merged(_ several: [[Finding]]) -> [Finding] {
    var all: [Finding] = []
    for finding in several.joined() {
      let same = all.firstIndex {
        $0.code == finding.code && $0.contender == finding.contender && $0.field == finding.field
          && $0.what == finding.what
      }
      guard let same else {
        all.append(finding)
        continue
      }
      for object in finding.objects where !all[same].objects.contains(object) { all[same].objects.append(object) }
    }
    return all.enumerated().sorted {
      ($0.element.contender, $0.element.severity, $0.element.code, $0.offset)
        < ($1.element.contender, $1.element.severity, $1.element.code, $1.offset)
    }.map(\.element)
  }
}
