// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A published matrix of round trips between a provider's regions.
public struct NetworkPreset: Sendable {
  /// Its name in scenarios.
  public let name: String
  /// Where the figures come from.
  public let source: String
  /// The regions, in the order of the publication.
  public let regions: [String]
  /// Milliseconds from each region to those behind it.
  let upperTriangle: [[Double]]
  /// Generic names of regions that stand for one of these.
  let aliases: [(generic: String, region: String)]

  /// The presets, ascending by name.
  public static let catalogue: [NetworkPreset] = [awsMeanIn2017, azureP95In2026]

  /// The preset called `name`.
  public static func preset(named name: String) -> NetworkPreset? { catalogue.first { $0.name == name } }

  /// Which of the regions a scenario's region is: the same name, letter case and hyphens left out, or a generic name
  /// such as `eu-west`; nil when neither.
  public func location(of region: String) -> String? {
    let wanted = Self.bare(region)
    return regions.first { Self.bare($0) == wanted } ?? aliases.first { $0.generic == region }?.region
  }

  /// The round trip between two of the regions. One direction was published; it counts for both.
  public func roundTrip(from: String, to: String) -> SimulationDuration? {
    guard let left = regions.firstIndex(of: from), let right = regions.firstIndex(of: to) else { return nil }
    if left == right { return .zero }
    let (row, column) = (min(left, right), max(left, right))
    return SimulationDuration(seconds: upperTriangle[row][column - row - 1] / 1000)
  }

  private static func bare(_ name: String) -> String {
    name.lowercased().filter { $0 != "-" && $0 != " " && $0 != "_" }
  }
}
