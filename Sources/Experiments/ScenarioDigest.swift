// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// What tells one resolved scenario from another: 32 hexadecimal digits over everything in it, contenders included.
///
/// It depends on names, numbers and order in the model, not on how the file was written, where it lies, or the machine.
public struct ScenarioDigest: Hashable, Sendable, CustomStringConvertible {
  /// The digits.
  public let description: String

  /// The digest of `scenario`; one pass over the model, nothing is rendered as text.
  /// - Throws: What the model's own coding throws, which is nothing today.
  public init(of scenario: Scenario) throws {
    let stream = DigestStream()
    try scenario.encode(to: DigestEncoder(stream: stream, depth: 0))
    description = stream.hash.hexadecimal
  }
}
