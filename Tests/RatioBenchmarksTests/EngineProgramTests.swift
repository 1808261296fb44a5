// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import RatioBenchmarks

/// What the benchmarks of the engine time is the same work on both sides.
@Suite struct EngineProgramTests {
  static let programs: [EngineProgram] = [.hold, .leases, .bursts, .delays]

  private func checksum<Queue: ProgramQueue & ~Copyable>(_ program: EngineProgram, on queue: Queue.Type) -> UInt64 {
    var run = ProgramRun<Queue>(program, members: 64)
    run.run(20_000)
    return run.checksum
  }

  @Test(arguments: programs)
  func `engine, delay line and binary heap let the same events happen`(program: EngineProgram) {
    let expected = checksum(program, on: PlainBinaryHeap.self)
    #expect(checksum(program, on: EngineQueue.self) == expected)
    #expect(checksum(program, on: EngineQueueWithLine.self) == expected)
  }

  @Test(.enabled(if: PriorityQueueProcess.hasCompiler, "there is no g++"), arguments: programs)
  func `std::priority_queue lets the same events happen, and times them`(program: EngineProgram) throws {
    let process = try PriorityQueueProcess(program, members: 64, eventsPerRun: 20_000)
    let sample = try process.run(1)
    #expect(sample.checksum == checksum(program, on: PlainBinaryHeap.self))
    #expect(sample.nanoseconds > 0)
    // However many follow, it is the checksum of the first.
    #expect(try process.run(3).checksum == sample.checksum)
  }
}
