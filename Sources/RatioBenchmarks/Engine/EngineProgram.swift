// SPDX-License-Identifier: GPL-3.0-or-later

/// A program that lives on a queue of events. It is written down three times: below for any queue in Swift, which is run on
/// the engine and, where there is no C++ compiler, on a plain binary heap; and in C++ for `std::priority_queue`.
enum EngineProgram: String, Sendable {
  /// The hold model: each event that happens schedules one more.
  case hold
  /// Heartbeats that reset a timer each, which hardly ever runs out.
  case leases
  /// All at the same instants, every fourth with one more event at once.
  case bursts
  /// The hold model, half of it with one constant delay.
  case delays
}

/// An event of the programs, typed as the world's are.
enum ProgramEvent: BitwiseCopyable {
  case arrives(member: Int32)
  case leaves(member: Int32, count: UInt32)
  case settles(member: Int32)
  case leaseExpires(member: Int32)
}

/// What a program asks of its queue. Events at one instant come in the order of scheduling.
protocol ProgramQueue: ~Copyable, SendableMetatype {
  /// How the queue is called in tables.
  static var title: String { get }
  /// For timers of so many members.
  init(members: Int)
  /// Nanoseconds.
  var now: Int64 { get }
  mutating func schedule(_ event: ProgramEvent, after delay: Int64)
  /// The same for the delay that many have.
  mutating func scheduleConstant(_ event: ProgramEvent)
  /// Lets the member's lease expire after the constant delay, and not when it would have before.
  mutating func renewLease(of member: Int32)
  mutating func next() -> ProgramEvent?
}

/// The constant delay: 40 s, as a node's lease has it.
let programConstantDelay: Int64 = 40_000_000_000

/// A program under way.
struct ProgramRun<Queue: ProgramQueue & ~Copyable>: ~Copyable {
  private let program: EngineProgram
  private var queue: Queue
  private var random: UInt64 = 88_172_645_463_325_252
  private(set) var checksum: UInt64 = 0

  init(_ program: EngineProgram, members: Int) {
    self.program = program
    queue = Queue(members: members)
    for member in 0..<Int32(members) {
      switch program {
      case .hold, .delays: queue.schedule(.arrives(member: member), after: drawDelay())
      case .leases:
        queue.schedule(.arrives(member: member), after: drawDelay())
        queue.renewLease(of: member)
      case .bursts: queue.schedule(.arrives(member: member), after: 1_000_000_000)
      }
    }
  }

  /// Lets so many events happen.
  mutating func run(_ events: Int) {
    for _ in 0..<events {
      guard let event = queue.next() else { return }
      switch event {
      case .arrives(let member):
        add(member, 0)
        handleArrival(of: member)
      case .leaves(let member, let count):
        add(member, count)
        queue.schedule(.arrives(member: member), after: drawDelay())
      case .settles(let member): add(member, 2)
      case .leaseExpires(let member):
        add(member, 3)
        queue.renewLease(of: member)
      }
    }
  }

  @inline(__always)
  private mutating func handleArrival(of member: Int32) {
    switch program {
    case .hold: queue.schedule(.leaves(member: member, count: 1), after: drawDelay())
    case .leases:
      queue.renewLease(of: member)
      queue.schedule(.arrives(member: member), after: drawDelay())
    case .bursts:
      if member & 3 == 0 { queue.schedule(.settles(member: member), after: 0) }
      queue.schedule(.arrives(member: member), after: 1_000_000_000)
    case .delays:
      if member & 1 == 0 {
        queue.scheduleConstant(.arrives(member: member))
      } else {
        queue.schedule(.arrives(member: member), after: drawDelay())
      }
    }
  }

  /// Nearly exponential, without a logarithm: half of the delays are below 2^30 ns, half of the others below 2^31 ns.
  @inline(__always)
  private mutating func drawDelay() -> Int64 {
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    return Int64(random.leadingZeroBitCount) << 30 | Int64(random & 0x3FFF_FFFF)
  }

  @inline(__always)
  private mutating func add(_ member: Int32, _ count: UInt32) {
    checksum = checksum &* 31 &+ UInt64(bitPattern: queue.now) &+ UInt64(UInt32(bitPattern: member)) &+ UInt64(count)
  }
}
