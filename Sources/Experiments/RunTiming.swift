// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What one run took. Kept out of records, which hold nothing of the machine.
public struct RunTiming: Hashable, Sendable, Codable {
  /// The contender.
  public var contender: String
  /// The seed.
  public var seed: Int
  /// The sweep point.
  public var sweep: [String: String]
  /// Events of the run.
  public var events: Int
  /// From start to end.
  public var wallSeconds: Double
  /// What its thread worked.
  public var cpuSeconds: Double
  /// Events over CPU time; 0 where the clock did not move.
  public var eventsPerSecond: Double
}

/// Measures a run: it must begin and end on one thread.
struct RunStopwatch {
  private let wall = ContinuousClock.now
  private let cpu = Self.threadSeconds()

  func timing(of line: PlanLine, contender: String, sweep: [String: String], events: Int) -> RunTiming {
    let spent = Self.threadSeconds() - cpu
    return RunTiming(
      contender: contender, seed: line.seed, sweep: sweep, events: events,
      wallSeconds: (ContinuousClock.now - wall) / .seconds(1), cpuSeconds: spent,
      eventsPerSecond: spent > 0 ? (Double(events) / spent).rounded() : 0)
  }

  private static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Where an experiment ran and what it took: `timing.json`, rewritten at the end of each command.
public struct ExperimentTiming: Hashable, Sendable, Codable {
  /// The machine it ran on.
  public struct Machine: Hashable, Sendable, Codable {
    /// The operating system.
    public var system: String
    /// The processor, where the system tells.
    public var processor: String
    /// Cores in use.
    public var cores: Int

    /// This machine.
    public static func current() -> Machine {
      let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
      let processor = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
      let process = ProcessInfo.processInfo
      return Machine(
        system: process.operatingSystemVersionString, processor: processor, cores: process.activeProcessorCount)
    }
  }

  /// The machine.
  public var machine: Machine
  /// Runs made at once.
  public var jobs: Int
  /// From the first start to the last record.
  public var wallSeconds: Double
  /// Events of all runs of this command.
  public var events: Int
  /// Runs taken over from an earlier command.
  public var resumed: Int
  /// The runs of this command, in plan order.
  public var runs: [RunTiming]

  /// A timing.
  public init(
    machine: Machine, jobs: Int, wallSeconds: Double, events: Int, resumed: Int, runs: [RunTiming]
  ) {
    self.machine = machine
    self.jobs = jobs
    self.wallSeconds = wallSeconds
    self.events = events
    self.resumed = resumed
    self.runs = runs
  }
}
