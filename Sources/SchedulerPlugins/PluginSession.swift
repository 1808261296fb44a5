// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results
import Scheduling

/// The conversation with one program in one run: starts, restarts, questions, faults.
struct PluginSession: Sendable {
  /// Where replies come from.
  enum Origin: Sendable {
    case program(ProgramPool)
    case recording(ReplayedRun)
  }

  let facts: RunFacts
  private let program: SchedulerProgram
  private var origin: Origin
  private var recording: RunRecording?
  private let isInterrupted: @Sendable () -> Bool

  private var process: ProgramPool.Member?
  private(set) var introduction: PluginProtocol.Introduction?
  private var kept: KeptFleet?
  private var writer = LineWriter()
  private var nextID = 1
  private var starts = 0
  private var lastWasLate = false
  private var processIsClean = true

  private var calls = 0
  private var faults: [SchedulerFault.Kind: SchedulerConduct.Fault] = [:]
  private var disqualifiedAt: SimulationTime?
  /// Why the run does not count any more.
  private(set) var difference: ReplayDifference?
  private(set) var wasInterrupted = false
  /// How long each exchange took, in nanoseconds of the machine's clock; empty unless `measures`.
  private(set) var spans: [Int64] = []
  var measures = false

  init(
    facts: RunFacts, program: SchedulerProgram, origin: Origin, recording: RunRecording?,
    isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.facts = facts
    self.program = program
    self.origin = origin
    self.recording = recording
    self.isInterrupted = isInterrupted
  }

  /// Whether it is asked no more, for whatever reason.
  var isOver: Bool { disqualifiedAt != nil || hasGivenUp }
  /// Whether its answers mean nothing any more.
  var hasGivenUp: Bool { difference != nil || wasInterrupted }

  // Questions

  /// Sees to it that the program runs and knows the run; nil, with a fault counted, where that fails.
  mutating func begin(at time: SimulationTime) -> PluginProtocol.Introduction? {
    if let introduction { return introduction }
    guard !isOver else { return nil }
    if starts > program.mostRestarts {
      disqualifiedAt = time
      return nil
    }
    starts += 1
    do throws(SchedulerFault) {
      guard let greeting = try greet() else { return nil }
      let introduction: PluginProtocol.Introduction
      introduction = try PluginProtocol.Introduction(greeting)
      kept =
        introduction.keeps
        ? KeptFleet(
          clusterCount: facts.clusterNames.count, workloadCount: facts.workloadNames.count) : nil
      writer.reset()
      let id = takeID()
      let facts = facts
      writer.object { line in
        line.key("id")
        line.number(id)
        line.key("call")
        line.text("run")
        facts.writeRun(&line)
      }
      guard try exchange(id: id, limit: program.firstReplyMilliseconds) != nil else { return nil }
      self.introduction = introduction
      return introduction
    } catch {
      note(error, at: time)
      return nil
    }
  }

  /// The reply to a call about `question`; nil, with a fault counted, where there is none.
  mutating func ask(
    _ parts: [PluginProtocol.Capability], _ question: Question, on snapshot: FederationSnapshot
  ) -> JSONValue? {
    guard !isOver else { return nil }
    calls += 1
    writer.reset()
    let id = takeID()
    let facts = facts
    var memory = kept
    writer.object { line in
      line.key("id")
      line.number(id)
      line.key("call")
      line.text(parts.count == 1 ? parts[0].rawValue : PluginProtocol.Capability.batch.rawValue)
      if parts.count > 1 {
        line.key("parts")
        line.texts(parts.map(\.rawValue))
      }
      facts.write(question, on: snapshot, kept: &memory, &line)
    }
    kept = memory
    do throws(SchedulerFault) {
      return try exchange(id: id, limit: program.laterReplyMilliseconds)
    } catch {
      note(error, at: question.time)
      return nil
    }
  }

  private mutating func takeID() -> Int {
    defer { nextID += 1 }
    return nextID
  }

  // Faults

  /// Counts a fault and does what follows from it.
  mutating func note(_ fault: SchedulerFault, at time: SimulationTime) {
    processIsClean = false
    if fault.endsProcess || (fault.kind == .deadline && (lastWasLate || introduction == nil)) { endProcess() }
    lastWasLate = fault.kind == .deadline
    let standard = SchedulerConduct.Fault(
      kind: fault.kind.rawValue, count: 0, firstAtSeconds: max(0, time.seconds), first: fault.detail)
    faults[fault.kind, default: standard].count += 1
    let total = faults.values.reduce(0) { $0 + $1.count }
    if total >= program.mostFaults, disqualifiedAt == nil {
      disqualifiedAt = time
      endProcess()
    }
  }

  private mutating func endProcess() {
    process?.process.end()
    process = nil
    introduction = nil
    kept?.forget()
  }

  /// The end of the run.
  mutating func end() -> SchedulerConduct {
    let title = introduction?.title ?? lastTitle
    if let process, processIsClean, introduction != nil, !hasGivenUp, case .program(let pool) = origin {
      pool.give(process)
      self.process = nil
    }
    process?.process.end(patienceMilliseconds: hasGivenUp ? 0 : 200)
    process = nil
    if !hasGivenUp, case .recording(let replayed) = origin, let left = replayed.left {
      difference = ReplayDifference(left)
    }
    if !hasGivenUp { recording?.finish() }
    return SchedulerConduct(
      program: title, isDeterministic: isDeterministic, calls: calls, restarts: max(0, starts - 1),
      faults: faults.values.sorted { $0.kind < $1.kind },
      disqualifiedAtSeconds: disqualifiedAt.map { max(0, $0.seconds) })
  }

  private var lastTitle = ""
  private var isDeterministic = true

  // Lines

  /// The reply to `hello`; nil where the run is over.
  private mutating func greet() throws(SchedulerFault) -> JSONValue? {
    writer.reset()
    writer.adopt(PluginGreeting.request)
    if case .program(let pool) = origin, process == nil {
      if let member = pool.take() {
        process = member
        processIsClean = true
        recording?.add(request: writer.bytes, reply: member.greeting[...])
        return try understood(JSONReader.value(of: member.greeting[...]))
      }
      do throws(SchedulerFault) {
        process = ProgramPool.Member(process: try ProgramProcess(program), greeting: [])
      } catch {
        recording?.add(request: writer.bytes, fault: error)
        throw error
      }
      processIsClean = true
    }
    return try exchange(id: 0, limit: program.firstReplyMilliseconds).map { value throws(SchedulerFault) in
      try understood(value)
    }
  }

  /// Remembers what a greeting says that outlives its process.
  private mutating func understood(_ greeting: JSONValue) throws(SchedulerFault) -> JSONValue {
    let introduction = try PluginProtocol.Introduction(greeting)
    lastTitle = introduction.title
    isDeterministic = introduction.isDeterministic
    return greeting
  }

  /// Sends what `writer` holds and waits for the reply of that id; nil where the run is over.
  private mutating func exchange(id: Int, limit: Int) throws(SchedulerFault) -> JSONValue? {
    switch origin {
    case .recording(var replayed):
      let answer = replayed.answer(to: writer.bytes)
      origin = .recording(replayed)
      switch answer {
      case .reply(let reply): return try checked(reply)
      case .fault(let fault): throw fault
      case .difference(let found):
        difference = found
        return nil
      }
    case .program:
      let request = writer.bytes
      let begun = measures ? ProgramProcess.nanoseconds() : 0
      defer { if measures { spans.append(ProgramProcess.nanoseconds() - begun) } }
      guard let (line, value) = try live(request, id: id, limit: limit) else {
        wasInterrupted = true
        return nil
      }
      recording?.add(request: request, reply: line)
      if id == 0, let member = process {
        process = ProgramPool.Member(process: member.process, greeting: Array(line))
      }
      lastWasLate = false
      return try checked(value)
    }
  }

  private mutating func live(
    _ request: [UInt8], id: Int, limit: Int
  ) throws(SchedulerFault) -> (line: ArraySlice<UInt8>, value: JSONValue)? {
    guard let process = process?.process else { throw SchedulerFault(.ended, "it does not run") }
    let deadline = ProgramProcess.now() + Int64(limit)
    do throws(SchedulerFault) {
      if let fault = process.send(request + [UInt8(ascii: "\n")]) { throw fault }
      while true {
        switch process.receive(until: deadline, isInterrupted: isInterrupted) {
        case .interrupted: return nil
        case .fault(let fault):
          throw fault.kind == .deadline
            ? SchedulerFault(.deadline, "no reply within \(limit) ms" + fault.detail) : fault
        case .line(let line):
          let value = try JSONReader.value(of: line)
          guard case .integer(let answered)? = value["id"] else {
            throw SchedulerFault(.wrongID, "a reply without an id: \(JSONReader.excerpt(of: line))")
          }
          // What was given up at its deadline comes late and is nobody's answer any more.
          if answered < id, answered >= 0, id > 0 { continue }
          guard answered == id else {
            throw SchedulerFault(.wrongID, "a reply to call \(answered), the last one asked is \(id)")
          }
          return (line, value)
        }
      }
    } catch {
      recording?.add(request: request, fault: error)
      throw error
    }
  }

  /// The reply, unless it says that the program failed.
  private func checked(_ reply: JSONValue) throws(SchedulerFault) -> JSONValue {
    switch reply["error"] {
    case nil, .null: return reply
    case .text(let text)?: throw SchedulerFault(.refused, "it says: \(text.prefix(300))")
    case .some(let other): throw SchedulerFault(.shape, "error is \(other.summary), not a text")
    }
  }
}
