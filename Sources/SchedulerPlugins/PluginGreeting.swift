// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The first exchange with a program.
enum PluginGreeting {
  /// The line that asks who is there.
  static let request: [UInt8] = {
    var writer = LineWriter()
    writer.object { line in
      line.key("v")
      line.number(PluginProtocol.version)
      line.key("id")
      line.number(0)
      line.key("call")
      line.text("hello")
    }
    return writer.bytes
  }()

  /// Starts `program` and greets it.
  static func exchange(
    with program: SchedulerProgram, isInterrupted: () -> Bool
  ) throws(SchedulerFault) -> ProgramPool.Member {
    let process = try ProgramProcess(program)
    let limit = program.firstReplyMilliseconds
    if let fault = process.send(request + [UInt8(ascii: "\n")]) { throw fault }
    switch process.receive(until: ProgramProcess.now() + Int64(limit), isInterrupted: isInterrupted) {
    case .line(let line):
      _ = try PluginProtocol.Introduction(JSONReader.value(of: line))
      return ProgramPool.Member(process: process, greeting: Array(line))
    case .fault(let fault):
      process.end()
      throw fault.kind == .deadline
        ? SchedulerFault(.deadline, "no reply to hello within \(limit) ms" + fault.detail) : fault
    case .interrupted: throw SchedulerFault(.deadline, "interrupted")
    }
  }
}
