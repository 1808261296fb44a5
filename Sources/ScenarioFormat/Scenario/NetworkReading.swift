// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `network` and `users`.
extension ScenarioContext {
  func network(_ root: FieldReader, fleet: FleetNames) -> NetworkSpec {
    guard let reader = root.mapping("network") else { return NetworkSpec() }
    var spec = NetworkSpec()
    if let hub = reader.mapping("hub", section: "network.hub") {
      spec.hub = self.hub(hub)
      warnOfLonelyHub(spec.hub, fleet: fleet, at: hub.position)
    }
    for link in reader.mappings("links", section: "a link") { spec.links += self.link(link) }
    let places = reader.mapping("regions", section: "network.regions")
    let mapping = reader.stringMapping("regions") ?? []
    if let name = reader.string("preset") {
      spec.preset = name
      let position = reader.position(of: "preset")
      if checkName(name, among: NetworkPreset.catalogue.map(\.name), what: "network preset", at: position),
        let preset = NetworkPreset.preset(named: name)
      {
        for entry in places?.allEntries ?? [] {
          guard let region = entry.value.text else { continue }
          checkName(region, among: preset.regions, what: "region in \(name)", at: entry.value.position)
        }
        if spec.hubRegion == nil, !spec.links.contains(where: { $0.from == "hub" }) {
          collector.warning(
            .noEffect, at: position, "the preset has no effect while the hub is in no region",
            fix: "add hub: {region: ...} under network")
        }
        spec.links += links(of: preset, fleet: fleet, hub: spec.hubRegion, mapping: mapping, at: position)
      }
    }
    reader.finish("network")
    return spec
  }

  private func hub(_ reader: FieldReader) -> HubSpec {
    var spec = HubSpec(region: reader.string("region"), storeRegions: reader.strings("store") ?? [])
    if let restore = reader.mapping("restore", section: "hub.restore") {
      let after = restore.required("after") == nil ? nil : restore.duration("after")
      let age = restore.duration("age") ?? .zero
      restore.finish("restore")
      if let after { spec.restore = .init(after: after, age: age) }
    }
    spec.controllers = component("controllers", reader)
    spec.scheduler = component("scheduler", reader)
    reader.finish("hub")
    return spec
  }

  /// A part of the hub outside of the fleet's regions never fails with one: right for a hub elsewhere, and a slip where
  /// another name is near.
  private func warnOfLonelyHub(_ hub: HubSpec, fleet: FleetNames, at position: SourcePosition) {
    let places = [hub.region].compactMap { $0 } + hub.storeRegions + hub.controllers.regions + hub.scheduler.regions
    var seen: Set<String> = []
    for place in places where !fleet.regions.contains(place) && seen.insert(place).inserted {
      guard let near = Suggestion.nearest(to: place, among: fleet.regions) else { continue }
      collector.warning(
        .unknownName, at: position,
        "no cluster is in the hub's region \"\(place)\": that part of the hub fails with no region",
        fix: "did you mean \"\(near)\"?")
    }
  }

  private func component(_ key: String, _ reader: FieldReader) -> HubSpec.Component {
    guard let component = reader.mapping(key, section: "hub.\(key)") else { return HubSpec.Component() }
    defer { component.finish("component") }
    return HubSpec.Component(
      regions: component.strings("regions") ?? [], instances: component.word("instances") ?? .leader)
  }

  private func link(_ reader: FieldReader) -> [NetworkSpec.Link] {
    let from = reader.required("from").flatMap { value.string($0, "from") }
    let to = reader.required("to").flatMap { value.string($0, "to") }
    let roundTrip = reader.required("rtt").flatMap { value.duration($0, "rtt") }
    for key in ["loss", "bandwidth"] where reader.has(key) {
      noteUnsimulated("network.links.\(key)", at: reader.position(of: key))
    }
    let loss = reader.double("loss", in: 0...1) ?? 0
    let bandwidth = reader.quantity("bandwidth").map(\.roundedUpUnits)
    let tariff = reader.double("tariffPerGiB", in: 0...1_000_000) ?? 0
    reader.finish("link")
    guard let from, let to, let roundTrip else { return [] }
    return [
      NetworkSpec.Link(
        from: from, to: to, roundTrip: roundTrip, loss: loss, bandwidth: bandwidth, tariffPerGiB: tariff)
    ]
  }

  /// The preset's round trips between the fleet's regions, and the hub's, in the names of the scenario.
  private func links(
    of preset: NetworkPreset, fleet: FleetNames, hub: String?, mapping: [(key: String, value: String)],
    at position: SourcePosition
  ) -> [NetworkSpec.Link] {
    var regions = fleet.regions
    if let hub, !regions.contains(hub) { regions.append(hub) }
    var located: [(name: String, location: String)] = []
    for region in regions {
      let location = mapping.first { $0.key == region }?.value ?? preset.location(of: region)
      if let location {
        located.append((region, location))
      } else {
        collector.warning(
          .unknownName, at: position,
          "the preset \(preset.name) has no region \"\(region)\": its round trip counts as 0",
          fix: "add regions: {\(region): \(preset.regions.first ?? "")} under network, with the nearest one")
      }
    }
    return located.flatMap { from in
      located.filter { $0.name != from.name }.compactMap { to in
        preset.roundTrip(from: from.location, to: to.location).map {
          NetworkSpec.Link(from: from.name, to: to.name, roundTrip: $0)
        }
      }
    }
  }

  func users(_ root: FieldReader, fleet: FleetNames) -> [UserSite] {
    let readers = root.mappings("users", section: "a user site")
    var names: Set<String> = []
    var sum = 0.0
    let sites = readers.enumerated().map { place, reader in
      let site = UserSite(
        site: reader.string("site") ?? "site-\(place + 1)", region: reader.string("region") ?? "",
        share: reader.double("share", in: 0...1) ?? 0)
      reader.finish("user")
      if !names.insert(site.site).inserted {
        collector.error(
          .duplicateName, at: reader.position, "there are two user sites \"\(site.site)\"", fix: "rename one of them")
      }
      sum += site.share
      return site
    }
    if let first = readers.first, abs(sum - 1) > 0.000_001 {
      collector.warning(
        .sharesOffOne, at: first.position, "the shares of the user sites add up to \(sum)",
        fix: "make them add up to 1")
    }
    return sites
  }
}
