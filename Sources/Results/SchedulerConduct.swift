// SPDX-License-Identifier: GPL-3.0-or-later

/// How a scheduler that is a program of the user's own behaved in one run. It holds no time of the machine's clock.
public struct SchedulerConduct: Hashable, Sendable, Codable {
  /// One kind of fault.
  public struct Fault: Hashable, Sendable, Codable {
    /// The kind, as `deadline`.
    public var kind: String
    /// How often.
    public var count: Int
    /// When it first happened, in simulated seconds.
    public var firstAtSeconds: Double
    /// What was said of the first one.
    public var first: String

    /// A fault.
    public init(kind: String, count: Int, firstAtSeconds: Double, first: String) {
      self.kind = kind
      self.count = count
      self.firstAtSeconds = firstAtSeconds
      self.first = first
    }
  }

  /// What it calls itself, with its version; empty where it never said.
  public var program: String
  /// Whether it says that equal questions get equal answers.
  public var isDeterministic: Bool
  /// How many questions it was asked.
  public var calls: Int
  /// How often it was started anew within the run.
  public var restarts: Int
  /// Its faults by kind, ascending by kind.
  public var faults: [Fault]
  /// When it was disqualified, in simulated seconds: from then on nothing was asked and nothing moved; nil: never.
  public var disqualifiedAtSeconds: Double?

  /// A conduct.
  public init(
    program: String = "", isDeterministic: Bool = true, calls: Int = 0, restarts: Int = 0, faults: [Fault] = [],
    disqualifiedAtSeconds: Double? = nil
  ) {
    self.program = program
    self.isDeterministic = isDeterministic
    self.calls = calls
    self.restarts = restarts
    self.faults = faults
    self.disqualifiedAtSeconds = disqualifiedAtSeconds
  }

  /// Faults of all kinds.
  public var faultCount: Int { faults.reduce(0) { $0 + $1.count } }
}
