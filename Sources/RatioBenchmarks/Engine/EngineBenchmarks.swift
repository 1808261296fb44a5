// SPDX-License-Identifier: GPL-3.0-or-later

/// The engine's queue against `std::priority_queue` of 32 bytes {time, sequence, kind, argument}, compiled on the spot for
/// this processor, or against a plain binary heap where there is no compiler.
enum EngineBenchmarks {
  static var cases: [BenchmarkCase] {
    [
      benchmark("hold, 1000 pending", .hold, members: 1000, on: EngineQueue.self, timeAtMost: 0.55),
      benchmark("hold, 100000 pending", .hold, members: 100_000, on: EngineQueue.self, timeAtMost: 0.6),
      benchmark("hold, 1000000 pending", .hold, members: 1_000_000, on: EngineQueue.self, timeAtMost: 1.05),
      benchmark("10000 leases renewed", .leases, members: 10_000, on: EngineQueue.self, timeAtMost: 0.5),
      benchmark(
        "10000 leases renewed, on a line", .leases, members: 10_000, on: EngineQueueWithLine.self, timeAtMost: 0.5),
      benchmark("bursts of 1000 at one instant", .bursts, members: 1000, on: EngineQueue.self, timeAtMost: 0.5),
      benchmark("100000 timers, half of one delay", .delays, members: 100_000, on: EngineQueue.self, timeAtMost: 0.6),
      benchmark(
        "100000 timers, half of one delay, on a line", .delays, members: 100_000, on: EngineQueueWithLine.self,
        timeAtMost: 0.6),
    ]
  }

  private static func benchmark<Queue: ProgramQueue & ~Copyable>(
    _ name: String, _ program: EngineProgram, members: Int, on queue: Queue.Type, timeAtMost: Double
  ) -> BenchmarkCase {
    let events = max(100_000, members)
    let isCompiled = PriorityQueueProcess.hasCompiler
    return BenchmarkCase(
      name: name, group: .engine, unit: "event", unitsPerRun: Double(events), subject: Queue.title,
      reference: isCompiled ? "std::priority_queue" : PlainBinaryHeap.title,
      accepted: AcceptedRatio(timeAtMost: timeAtMost, source: "docs/decisions/0009-event-queue.md")
    ) {
      let reference: BenchmarkSide
      if isCompiled {
        let process = try PriorityQueueProcess(program, members: members, eventsPerRun: events)
        reference = .timingItself { try process.run($0) }
      } else {
        reference = side(ProgramDriver<PlainBinaryHeap>(program, members: members, eventsPerRun: events))
      }
      return BenchmarkPair(
        subject: side(ProgramDriver<Queue>(program, members: members, eventsPerRun: events)), reference: reference)
    }
  }

  private static func side<Queue: ProgramQueue & ~Copyable>(_ driver: ProgramDriver<Queue>) -> BenchmarkSide {
    .onThread {
      driver.run()
    } checksum: {
      driver.firstChecksum
    }
  }
}

/// A program that goes on from repetition to repetition.
private final class ProgramDriver<Queue: ProgramQueue & ~Copyable> {
  private var program: ProgramRun<Queue>
  private let eventsPerRun: Int
  /// After the first repetition: how many follow is not the same for both sides of a case.
  private(set) var firstChecksum: UInt64 = 0
  private var isFirst = true

  init(_ program: EngineProgram, members: Int, eventsPerRun: Int) {
    self.program = ProgramRun(program, members: members)
    self.eventsPerRun = eventsPerRun
  }

  func run() {
    program.run(eventsPerRun)
    if isFirst { firstChecksum = program.checksum }
    isFirst = false
  }
}
