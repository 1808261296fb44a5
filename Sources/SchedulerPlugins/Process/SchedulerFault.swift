// SPDX-License-Identifier: GPL-3.0-or-later

/// What a scheduler program did wrong, once.
public struct SchedulerFault: Error, Hashable, Sendable {
  /// The kinds, by the names that records and recordings carry.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// It could not be started, or ended at once.
    case start
    /// It did not answer the handshake as the protocol says.
    case handshake
    /// It did not answer in time.
    case deadline
    /// It ended, or closed its output.
    case ended
    /// It no longer reads its input.
    case closedInput
    /// It wrote a line longer than allowed.
    case lineTooLong
    /// It wrote bytes that are not UTF-8.
    case invalidUTF8
    /// It wrote a line that is not JSON.
    case garbage
    /// It answered a question that was not asked.
    case wrongID
    /// The reply lacks a field, or one has another type than the protocol says.
    case shape
    /// It says itself that it failed.
    case refused
    /// It named a cluster that does not exist.
    case unknownCluster
    /// It named a cluster that is not eligible.
    case ineligibleCluster
    /// It named a cluster twice.
    case repeatedCluster
    /// A number of replicas is below 0.
    case negative
    /// A number is no whole number, or larger than any number of replicas.
    case outOfRange
    /// A cluster gets more than the policy's maximum.
    case overMaximum
    /// The replicas do not add up to what was asked for.
    case wrongTotal
  }

  /// The kind.
  public var kind: Kind
  /// What happened, for people.
  public var detail: String

  /// A fault.
  public init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// Whether nothing that the program writes from here on can be told apart, so that it has to be ended.
  public var endsProcess: Bool {
    switch kind {
    case .start, .handshake, .ended, .closedInput, .lineTooLong, .invalidUTF8, .garbage, .wrongID: true
    case .deadline, .shape, .refused, .unknownCluster, .ineligibleCluster, .repeatedCluster, .negative, .outOfRange,
      .overMaximum, .wrongTotal:
      false
    }
  }
}
