// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Quantities

/// `contenders[].policy`: a program that decides in place of the profile's policy.
extension ScenarioContext {
  func program(_ contender: FieldReader) -> SchedulerProgram? {
    guard let reader = contender.mapping("policy") else { return nil }
    let command = reader.required("exec").flatMap { value.strings($0, "exec") }
    let (first, later) = (wait(reader, "firstReply"), wait(reader, "reply"))
    let line = bytes(reader, "line", from: 1 << 10, to: 1 << 30)
    let memory = bytes(reader, "memory", from: 16 << 20, to: 1 << 50)
    let cpu = duration(reader, "cpu", atLeast: .seconds(1))
    let (restarts, faults) = (reader.int("restarts", in: 0...1000), reader.int("faults", in: 1...1_000_000))
    reader.finish("policy")
    guard let command else { return nil }
    guard let name = command.first, !name.isEmpty, command.allSatisfy({ !$0.utf8.contains(0) }) else {
      collector.error(
        .invalidProgram, at: reader.position(of: "exec"), "exec names no program",
        fix: "write the program and its arguments, as [python3, my.py]")
      return nil
    }
    var program = SchedulerProgram(
      command: command, folder: folder, fingerprint: ProgramFingerprint.of(command.map(resolve)))
    program.firstReplyMilliseconds = first ?? program.firstReplyMilliseconds
    program.laterReplyMilliseconds = later ?? program.laterReplyMilliseconds
    program.lineBytes = line.map { Int($0) } ?? program.lineBytes
    program.memoryBytes = memory ?? program.memoryBytes
    program.cpuSeconds = cpu.map { Int($0.nanoseconds / 1_000_000_000) } ?? program.cpuSeconds
    program.mostRestarts = restarts ?? program.mostRestarts
    program.mostFaults = faults ?? program.mostFaults
    return program
  }

  /// A time of the machine's clock, in milliseconds.
  private func wait(_ reader: FieldReader, _ key: String) -> Int? {
    guard let span = duration(reader, key, atLeast: .milliseconds(1)) else { return nil }
    guard span <= .hours(1) else {
      collector.error(
        .outOfRange, at: reader.position(of: key), "\(key) is \(span)", fix: "write a span of at most 1h")
      return nil
    }
    return Int(span.nanoseconds / 1_000_000)
  }

  private func bytes(_ reader: FieldReader, _ key: String, from least: Int64, to most: Int64) -> Int64? {
    guard let quantity = reader.quantity(key) else { return nil }
    let bytes = MemoryQuantity(quantity).bytes
    guard bytes >= least, bytes <= most else {
      collector.error(
        .outOfRange, at: reader.position(of: key), "\(key) is not from \(least) to \(most) bytes",
        fix: "write a quantity of bytes, such as \(key == "line" ? "1Mi" : "4Gi")")
      return nil
    }
    return bytes
  }
}

/// Tells one state of a program's files from another, so that records of an earlier one are not taken for its own.
private enum ProgramFingerprint {
  /// 16 hexadecimal digits over the bytes of those of `paths` that are files, in order; nil where none is.
  static func of(_ paths: [String]) -> String? {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var isEmpty = true
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
        let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
      else { continue }
      isEmpty = false
      bytes.withUnsafeBytes { add($0, to: &hash) }
    }
    guard !isEmpty else { return nil }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Eight bytes at a time: a compiled program has millions.
  private static func add(_ bytes: UnsafeRawBufferPointer, to hash: inout UInt64) {
    func mix(_ word: UInt64) { hash = (hash ^ word ^ hash >> 29) &* 0x9e37_79b9_7f4a_7c15 }
    mix(UInt64(bytes.count))
    var place = 0
    while place + 8 <= bytes.count {
      mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
      place += 8
    }
    while place < bytes.count {
      mix(UInt64(bytes[place]))
      place += 1
    }
  }
}
