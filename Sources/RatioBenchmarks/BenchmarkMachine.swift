// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Foundation

/// Where benchmarks ran, and of which program.
public struct BenchmarkMachine: Hashable, Codable, Sendable {
  /// The processor, where the system tells.
  public var processor: String
  /// The widest kernels it can execute.
  public var instructionSet: String
  /// Cores in use.
  public var cores: Int
  /// The operating system.
  public var system: String
  /// The commit of the working directory, with "+" where files differ from it; empty outside a repository.
  public var commit: String
  /// True for a debug build, whose times say nothing.
  public var isDebugBuild: Bool

  /// This machine and this program.
  public static func current() -> BenchmarkMachine {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    let process = ProcessInfo.processInfo
    return BenchmarkMachine(
      processor: line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown",
      instructionSet: KernelLevel.ofProcessor.rawValue, cores: process.activeProcessorCount,
      system: process.operatingSystemVersionString, commit: workingCommit(), isDebugBuild: isDebug)
  }

  private static var isDebug: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private static func workingCommit() -> String {
    guard let commit = git(["rev-parse", "--short=12", "HEAD"]), !commit.isEmpty else { return "" }
    let isClean = git(["status", "--porcelain", "--untracked-files=no"])?.isEmpty ?? true
    return isClean ? commit : commit + "+"
  }

  /// The output of a git command; nil where there is no git or it fails.
  private static func git(_ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
  }
}
