// SPDX-License-Identifier: GPL-3.0-or-later

/// What came of one line of vectors.
public struct CaseOutcome: Equatable, Sendable {
  /// Passed, failed, or not a case at all.
  public enum Verdict: Equatable, Sendable {
    /// The planner answers what the vector expects.
    case passed
    /// It answers something else.
    case failed
    /// The line is not a vector.
    case invalid
  }

  /// The line's number, from 1.
  public var lineNumber: Int
  /// The case's id; empty when the line has none.
  public var id: String
  /// What came of it.
  public var verdict: Verdict
  /// Why it did not pass; empty when it did.
  public var message: String

  /// One line for people, such as `line 7: kf-edge-0003: expect.plan.a: expected 1, got 2`.
  public var text: String {
    let label = id.isEmpty ? "line \(lineNumber)" : "line \(lineNumber): \(id)"
    switch verdict {
    case .passed: return "\(label): passed"
    case .failed: return "\(label): \(message)"
    case .invalid: return "\(label): bad input: \(message)"
    }
  }
}

/// Replays vectors, one JSON object per line, and counts.
public struct ConformanceRun: Sendable {
  /// The planner for every case; nil recognises it by the shape of each.
  public let planner: PlannerKind?
  /// Cases that passed.
  public private(set) var passed = 0
  /// Cases whose answer differs.
  public private(set) var failed = 0
  /// Lines that are not cases.
  public private(set) var invalid = 0

  /// A run that has not seen a line.
  public init(planner: PlannerKind? = nil) { self.planner = planner }

  /// The last line of a report: `N passed, M failed`.
  public var summary: String {
    "\(passed) passed, \(failed) failed" + (invalid == 0 ? "" : ", \(invalid) invalid")
  }

  /// Replays one line and counts it.
  public mutating func check(line: String, number: Int) -> CaseOutcome {
    var outcome = CaseOutcome(lineNumber: number, id: "", verdict: .passed, message: "")
    do throws(VectorFault) {
      guard case .object(let object) = try JSONParser.parse(line) else {
        throw VectorFault("not a JSON object")
      }
      let fields = CaseFields(object)
      outcome.id = try fields.optionalString("id") ?? ""
      guard let expected = fields.value("expect") else { throw VectorFault("expect is missing") }
      guard case .object = expected else { throw VectorFault("expect is \(expected.kind), not an object") }
      let kind = try kind(of: fields)
      if let mismatch = try Self.answer(of: kind, to: fields).mismatch(with: expected) {
        outcome.verdict = .failed
        outcome.message = mismatch
      }
    } catch {
      outcome.verdict = .invalid
      outcome.message = error.message
    }
    switch outcome.verdict {
    case .passed: passed += 1
    case .failed: failed += 1
    case .invalid: invalid += 1
    }
    return outcome
  }

  private func kind(of fields: CaseFields) throws(VectorFault) -> PlannerKind {
    if let planner { return planner }
    guard let kind = try PlannerKind(shapeOf: fields) else {
      throw VectorFault("the case has the shape of no known planner's")
    }
    return kind
  }

  private static func answer(of kind: PlannerKind, to fields: CaseFields) throws(VectorFault) -> PlannerAnswer {
    switch kind {
    case .kubefed: try KubeFedReplay.answer(to: fields)
    case .kubeadmiral: try KubeAdmiralReplay.answer(to: fields)
    case .karmadaAssign: try KarmadaAssignReplay.answer(to: fields)
    case .karmadaSelect: try KarmadaSelectReplay.answer(to: fields)
    }
  }
}
