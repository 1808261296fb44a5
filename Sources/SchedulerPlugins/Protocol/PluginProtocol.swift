// SPDX-License-Identifier: GPL-3.0-or-later

/// The words of the protocol between Regatta and a scheduler program: docs/guides/plugin-protocol.md.
public enum PluginProtocol {
  /// The version that this program speaks.
  public static let version = 1

  /// What a program can be asked for one decision, in the order in which it is asked.
  public enum Capability: String, Hashable, Sendable, CaseIterable {
    /// To refuse eligible clusters.
    case filter
    /// To score eligible clusters.
    case score
    /// To choose among eligible clusters.
    case select
    /// To say how many replicas go where.
    case place
    /// To answer all of its calls of one decision in one line.
    case batch
  }

  /// What a program said of itself.
  struct Introduction: Equatable, Sendable {
    var name: String
    var version: String
    var capabilities: [Capability]
    var isDeterministic: Bool
    /// Whether it keeps what it was told, and so is told only changes.
    var keeps: Bool

    /// The reply to `hello`.
    init(_ reply: JSONValue) throws(SchedulerFault) {
      guard case .integer(let version)? = reply["v"] else {
        throw SchedulerFault(.handshake, "the reply to hello has no version v")
      }
      guard version == PluginProtocol.version else {
        throw SchedulerFault(
          .handshake, "it speaks version \(version) of the protocol, this is version \(PluginProtocol.version)")
      }
      guard case .list(let names)? = reply["capabilities"] else {
        throw SchedulerFault(.handshake, "the reply to hello lists no capabilities")
      }
      var found: [Capability] = []
      for name in names {
        guard case .text(let word) = name, let capability = Capability(rawValue: word) else {
          throw SchedulerFault(
            .handshake,
            "\(name.summary) is no capability; there are: "
              + Capability.allCases.map(\.rawValue).joined(separator: ", "))
        }
        if !found.contains(capability) { found.append(capability) }
      }
      capabilities = Capability.allCases.filter(found.contains)
      guard capabilities.contains(where: { $0 != .batch }) else {
        throw SchedulerFault(.handshake, "it can do nothing: it lists none of filter, score, select and place")
      }
      name = try Self.text(reply, "name")
      self.version = try Self.text(reply, "version")
      isDeterministic = try Self.flag(reply, "deterministic", default: true)
      keeps = try Self.flag(reply, "keeps", default: false)
    }

    private static func text(_ reply: JSONValue, _ key: String) throws(SchedulerFault) -> String {
      switch reply[key] {
      case nil, .null: return ""
      case .text(let text): return String(text.prefix(100))
      case .some(let other): throw SchedulerFault(.handshake, "\(key) is \(other.summary), not a text")
      }
    }

    private static func flag(
      _ reply: JSONValue, _ key: String, default standard: Bool
    ) throws(SchedulerFault) -> Bool {
      switch reply[key] {
      case nil, .null: return standard
      case .flag(let flag): return flag
      case .some(let other): throw SchedulerFault(.handshake, "\(key) is \(other.summary), not true or false")
      }
    }

    /// Its name and version as one text.
    var title: String { [name, version].filter { !$0.isEmpty }.joined(separator: " ") }
  }
}
