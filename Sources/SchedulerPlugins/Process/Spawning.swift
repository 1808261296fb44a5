// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Synchronization

/// A started program: the leader of its process group and our ends of its pipes.
struct SpawnedProgram: Sendable {
  let leader: pid_t
  /// Takes requests; does not block.
  let input: Int32
  /// Gives replies; does not block.
  let output: Int32
  /// Gives what it writes on standard error; does not block.
  let errors: Int32
  /// Held open while the program is to live; its end is closed with this process, however that ends.
  let lifeline: Int32
}

/// Starts programs behind a small shell that sets their limits, outlives them and ends them.
///
/// The shell sets the limits with `ulimit`, starts the program in its own process group, and waits on a pipe that only
/// this process holds. When the pipe closes - because the program is to end, or because this process is gone, by
/// SIGKILL too - it ends the program and reports its status. So neither a hanging program nor a zombie is left.
enum Spawning {
  private static let script = """
    cd "$1" || exit 126
    [ "$2" = 0 ] || ulimit -v "$2" || exit 126
    [ "$3" = 0 ] || { ulimit -S -t "$3" && ulimit -H -t "$(($3 + 5))"; } || exit 126
    ulimit -c 0
    shift 3
    exec 4<&0
    "$@" <&4 3<&- 4<&- &
    program=$!
    exec 4<&- </dev/null >/dev/null
    read -r _ <&3
    kill -KILL "$program" 2>/dev/null
    wait "$program" 2>/dev/null
    status=$?
    trap '' TERM
    kill -TERM 0 2>/dev/null
    exit "$status"
    """

  /// Writing to a program that is gone is an error of that write, not the end of this process.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private static let turn = Mutex<Void>(())

  /// Starts `program`.
  static func start(_ program: SchedulerProgram) throws(SchedulerFault) -> SpawnedProgram {
    ignoresBrokenPipes
    return try turn.withLock { _ throws(SchedulerFault) in try startInTurn(program) }
  }

  private static func startInTurn(_ program: SchedulerProgram) throws(SchedulerFault) -> SpawnedProgram {
    var pipes = Pipes()
    do {
      let (input, output, errors, lifeline) = (
        try pipes.make(), try pipes.make(), try pipes.make(), try pipes.make()
      )
      let arguments =
        [
          "sh", "-c", script, "regatta-program", program.folder.isEmpty ? "." : program.folder,
          String(program.memoryBytes >> 10), String(program.cpuSeconds),
        ] + program.command
      let leader = try spawn(
        arguments, standard: [input.read, output.write, errors.write, lifeline.read])
      for end in [input.read, output.write, errors.write, lifeline.read] { close(end) }
      for end in [input.write, output.read, errors.read] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
      return SpawnedProgram(
        leader: leader, input: input.write, output: output.read, errors: errors.read, lifeline: lifeline.write)
    } catch {
      pipes.closeAll()
      throw error
    }
  }

  /// Starts `/bin/sh` with the descriptors `standard` as 0, 1, 2, 3 in a process group of its own.
  private static func spawn(_ arguments: [String], standard: [Int32]) throws(SchedulerFault) -> pid_t {
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (place, end) in standard.enumerated() { posix_spawn_file_actions_adddup2(&actions, end, Int32(place)) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // What a program keeps in a table by hash comes out in one order, whatever the process.
    var environment = ProcessInfo.processInfo.environment
    environment["PYTHONHASHSEED"] = environment["PYTHONHASHSEED"] ?? "0"
    let texts = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var leader: pid_t = 0
    let status = withCStrings(arguments) { arguments in
      withCStrings(texts) { posix_spawn(&leader, "/bin/sh", &actions, &attributes, arguments, $0) }
    }
    guard status == 0 else {
      throw SchedulerFault(.start, "/bin/sh cannot be started: \(String(cString: strerror(status)))")
    }
    return leader
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a list that ends with nil is not empty") }
      return body(base)
    }
  }
}

/// Pipes that are closed together where a later step fails. Made one at a time, so that a program that is being started
/// meanwhile does not inherit the ends of another one.
private struct Pipes {
  private var ends: [Int32] = []

  /// A pipe whose ends no other program inherits, above the numbers that a child gets.
  mutating func make() throws(SchedulerFault) -> (read: Int32, write: Int32) {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { throw SchedulerFault(.start, "no pipe: \(String(cString: strerror(errno)))") }
    for place in pair.indices {
      let moved = fcntl(pair[place], F_DUPFD_CLOEXEC, 10)
      guard moved >= 0 else {
        let reason = String(cString: strerror(errno))
        for end in pair { close(end) }
        throw SchedulerFault(.start, "no pipe: \(reason)")
      }
      close(pair[place])
      pair[place] = moved
    }
    ends += pair
    return (pair[0], pair[1])
  }

  func closeAll() { for end in ends { close(end) } }
}
