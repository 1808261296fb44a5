// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What connects the hub, the regions and the users.
public struct NetworkSpec: Hashable, Sendable, Codable {
  /// One direction between two ends.
  public struct Link: Hashable, Sendable, Codable {
    /// `hub`, a region, a cluster or a user site.
    public var from: String
    /// The other end.
    public var to: String
    /// Round trip; the direction is the one in which it was asked for.
    public var roundTrip: SimulationDuration
    /// The share of packets lost.
    public var loss: Double
    /// Bytes per second; nil: no bound.
    public var bandwidth: Int64?
    /// Dollars per GiB.
    public var tariffPerGiB: Double

    /// A link.
    public init(
      from: String, to: String, roundTrip: SimulationDuration, loss: Double = 0, bandwidth: Int64? = nil,
      tariffPerGiB: Double = 0
    ) {
      self.from = from
      self.to = to
      self.roundTrip = roundTrip
      self.loss = loss
      self.bandwidth = bandwidth
      self.tariffPerGiB = tariffPerGiB
    }
  }

  /// The named matrix it starts from; nil: none.
  public var preset: String?
  /// Where the hub's parts are.
  public var hub: HubSpec
  /// Links; they win over the preset. Preset links are already in here, behind the scenario's own.
  public var links: [Link]

  /// A network.
  public init(preset: String? = nil, hub: HubSpec = HubSpec(), links: [Link] = []) {
    self.preset = preset
    self.hub = hub
    self.links = links
  }

  /// The region the hub is in; nil: outside of all.
  public var hubRegion: String? { hub.region }

  /// The round trip from the hub to `cluster`: by cluster name, else region, else between hub region and region; zero
  /// when nothing is known. O(links): looked up once per cluster and run.
  public func roundTripFromHub(to cluster: ClusterSpec) -> SimulationDuration {
    for end in [cluster.name, cluster.region] where !end.isEmpty {
      if let link = links.first(where: { $0.from == "hub" && $0.to == end }) { return link.roundTrip }
    }
    guard let hubRegion, hubRegion != cluster.region else { return .zero }
    return links.first { $0.from == hubRegion && $0.to == cluster.region }?.roundTrip
      ?? links.first { $0.from == cluster.region && $0.to == hubRegion }?.roundTrip ?? .zero
  }
}

/// Where users are.
public struct UserSite: Hashable, Sendable, Codable {
  /// Its name.
  public var site: String
  /// The region it is in or nearest to.
  public var region: String
  /// Its share of the demand.
  public var share: Double
  /// A site.
  public init(site: String, region: String, share: Double) {
    self.site = site
    self.region = region
    self.share = share
  }
}
