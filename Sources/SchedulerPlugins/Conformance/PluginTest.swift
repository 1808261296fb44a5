// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Results
import Scheduling

/// Asks a scheduler program about made-up federations and says what it does wrong: `regatta plugin test`.
public struct PluginTest: Sendable {
  /// What one check came to.
  public struct Finding: Hashable, Sendable, Codable {
    /// How bad it is.
    public enum Grade: String, Hashable, Sendable, Codable {
      case pass
      /// Allowed, and worth to be known.
      case note
      case fail
    }
    /// The grade.
    public var grade: Grade
    /// The check.
    public var check: String
    /// What was found.
    public var detail: String

    init(_ grade: Grade, _ check: String, _ detail: String) {
      self.grade = grade
      self.check = check
      self.detail = detail
    }
  }

  private let program: SchedulerProgram
  private let systems: [FederationSystem]
  private static let caseCount = 64

  /// The systems whose workloads a program can be tested with: by weights and room, and within minimums and maximums.
  public static let systems: [FederationSystem] = [.karmada, .kubeFed]

  /// A test of `program` under the control planes of `systems`.
  public init(_ program: SchedulerProgram, under systems: [FederationSystem] = Self.systems) {
    self.systems = systems
    var program = program
    // A fault is to be seen as often as it happens, not to end the conversation.
    program.mostFaults = .max
    program.mostRestarts = 20
    self.program = program
  }

  /// Runs every check. A program that does not even greet is not asked more.
  /// - Parameter fleets: With how many clusters the time of a call is measured.
  public func run(
    fleets: [Int] = [20, 1000], isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) -> [Finding] {
    let pool = ProgramPool(program)
    defer { pool.endAll() }
    let greeting: PluginProtocol.Introduction
    do throws(SchedulerFault) {
      let member = try PluginGreeting.exchange(with: program, isInterrupted: isInterrupted)
      greeting = try PluginProtocol.Introduction(JSONReader.value(of: member.greeting[...]))
      pool.give(member)
    } catch {
      return [Finding(.fail, "handshake", "\(error.kind.rawValue): \(error.detail)")]
    }
    let words = greeting.capabilities.map(\.rawValue).joined(separator: ", ")
    let title = greeting.title.isEmpty ? "no name" : greeting.title
    var findings = [
      Finding(
        .pass, "handshake",
        "\(title): \(words)" + (greeting.isDeterministic ? "" : "; not deterministic")
          + (greeting.keeps ? "; keeps what it is told" : "; is told everything each time"))
    ]
    for kind in TestFleet.Kind.allCases where systems.contains(kind.system) {
      let fleet = TestFleet(kind, clusters: 20, workloads: 8)
      let order = Array(0..<Self.caseCount)
      let first = answers(order, of: fleet, pool, isInterrupted)
      findings += [Self.answering(first, fleet)] + Self.bounds(first, fleet)
      let again = answers(order, of: fleet, pool, isInterrupted)
      findings.append(
        Self.sameness(
          first, again, check: "\(kind.rawValue): same answer after a reset", isExpected: greeting.isDeterministic))
      let fresh = ProgramPool(program)
      let anew = answers(order, of: fleet, fresh, isInterrupted)
      fresh.endAll()
      findings.append(
        Self.sameness(
          first, anew, check: "\(kind.rawValue): same answer in a new process", isExpected: greeting.isDeterministic))
      let reversed = answers(order.reversed(), of: fleet, pool, isInterrupted)
      findings.append(
        Self.sameness(
          first, reversed, check: "\(kind.rawValue): any order of questions", isExpected: greeting.isDeterministic))
      if isInterrupted() { return findings }
    }
    for count in fleets { findings.append(speed(clusters: count, pool, isInterrupted)) }
    return findings
  }

  /// The answers by case, and the faults.
  private struct Answers {
    var decisions: [Int: SchedulingDecision] = [:]
    var faults: [(kind: String, count: Int, first: String)] = []
    var calls = 0
  }

  private func scheduler(
    _ fleet: TestFleet, _ pool: ProgramPool, _ isInterrupted: @escaping @Sendable () -> Bool
  ) -> PluginScheduler {
    PluginScheduler(
      PluginSession(
        facts: RunFacts(scenario: fleet.scenario, contender: 0, seed: 0), program: program, origin: .program(pool),
        recording: nil, isInterrupted: isInterrupted))
  }

  private func answers(
    _ order: [Int], of fleet: TestFleet, _ pool: ProgramPool, _ isInterrupted: @escaping @Sendable () -> Bool
  ) -> Answers {
    let scheduler = scheduler(fleet, pool, isInterrupted)
    var answers = Answers()
    for number in order {
      let asked = fleet.makeCase(number)
      var stream = RandomStream(seed: 0, purpose: .scheduler, entity: UInt64(number), second: 1)
      answers.decisions[number] = scheduler.decide(asked.request, on: asked.snapshot, random: &stream)
    }
    if let conduct = try? scheduler.end() {
      answers.calls = conduct.calls
      answers.faults = conduct.faults.map { ($0.kind, $0.count, $0.first) }
    }
    return answers
  }

  private static func answering(_ answers: Answers, _ fleet: TestFleet) -> Finding {
    let check = "\(fleet.kind.rawValue): totals, known clusters, bounds"
    guard let first = answers.faults.first else {
      return Finding(.pass, check, "\(answers.calls) calls, no fault")
    }
    let all = answers.faults.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    return Finding(.fail, check, "of \(answers.calls) calls \(all); first: \(first.first)")
  }

  /// What is allowed and still seldom meant: more than there is room for, less than a minimum.
  private static func bounds(_ answers: Answers, _ fleet: TestFleet) -> [Finding] {
    var (crowded, scant, roomy, ample) = (0, 0, 0, 0)
    var example = ""
    for (number, decision) in answers.decisions.sorted(by: { $0.key < $1.key }) {
      guard case .assign = decision.outcome else { continue }
      let wanted = Int64(fleet.makeCase(number).request.replicas)
      let clusters = decision.explanations.filter(\.isFeasible)
      // Only where it could be otherwise.
      if clusters.reduce(0, { $0 + ($1.capacity ?? 0) }) >= wanted {
        roomy += 1
      } else if fleet.kind == .capacity {
        continue
      }
      if let over = clusters.first(where: { Int64($0.assigned) > $0.capacity ?? .max }) {
        crowded += 1
        if example.isEmpty {
          example =
            "; first: \(over.assigned) in \(fleet.scenario.fleet[over.cluster].name), which has room for \(over.capacity ?? 0)"
        }
      }
      guard clusters.reduce(0, { $0 + ($1.minimum ?? 0) }) <= wanted else { continue }
      ample += 1
      if clusters.contains(where: { Int64($0.assigned) < ($0.minimum ?? 0) }) { scant += 1 }
    }
    switch fleet.kind {
    case .weights: return []
    case .capacity:
      return [
        Finding(
          crowded == 0 ? .pass : .note, "capacity: room is respected",
          "\(crowded) of \(roomy) answers put more into a cluster than it has room for\(example)")
      ]
    case .bounds:
      return [
        Finding(
          scant == 0 ? .pass : .note, "bounds: minimums are respected",
          "\(scant) of \(ample) answers leave a cluster below its minimum")
      ]
    }
  }

  private static func sameness(_ first: Answers, _ second: Answers, check: String, isExpected: Bool) -> Finding {
    let differing = first.decisions.keys.sorted().filter {
      first.decisions[$0]?.outcome != second.decisions[$0]?.outcome
    }
    if let example = differing.first {
      return Finding(
        isExpected ? .fail : .note, check,
        "\(differing.count) of \(first.decisions.count) differ, the first is case \(example)")
    }
    return Finding(.pass, check, "\(first.decisions.count) cases")
  }

  /// How long a call takes: the first one about a workload says all, later ones what changed.
  private func speed(
    clusters: Int, _ pool: ProgramPool, _ isInterrupted: @escaping @Sendable () -> Bool
  ) -> Finding {
    let fleet = TestFleet(.weights, clusters: clusters, workloads: 10)
    let scheduler = scheduler(fleet, pool, isInterrupted)
    scheduler.measure()
    let rounds = clusters > 100 ? 20 : 200
    var view = fleet.makeCase(0).snapshot
    var number = 0
    for round in 0..<rounds {
      for workload in 0..<10 {
        var asked = fleet.makeCase(workload).request
        asked.replicas = 10
        number += 1
        view.time = SimulationTime(nanoseconds: Int64(number) * 1_000_000_000)
        // Between two calls one cluster reports something new, as in a race.
        view.clusters[number % clusters].capacity.allocated.pods += 1
        view.clusters[number % clusters].reportedAt = view.time
        asked.trigger = round == 0 ? .created : .evicted
        asked.isFresh = true
        var stream = RandomStream(seed: 0, purpose: .scheduler, entity: UInt64(number))
        _ = scheduler.decide(asked, on: view, random: &stream)
      }
    }
    let spans = scheduler.session.spans.dropFirst(2)
    _ = try? scheduler.end()
    let first = Self.quantiles(spans.prefix(10))
    let later = Self.quantiles(spans.dropFirst(10))
    return Finding(
      .pass, "speed: \(clusters) clusters",
      "a round trip takes \(later.middle) us (p50), \(later.high) us (p99); the first call about a workload "
        + "\(first.middle) us (p50)")
  }

  /// The middle and the 99th percentile in whole microseconds.
  private static func quantiles(_ spans: some Sequence<Int64>) -> (middle: Int64, high: Int64) {
    let sorted = spans.sorted()
    guard !sorted.isEmpty else { return (0, 0) }
    return (sorted[sorted.count / 2] / 1000, sorted[min(sorted.count - 1, sorted.count * 99 / 100)] / 1000)
  }
}
