// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Clusters, nodes and the network.
extension ScenarioSchema {
  private static let nodeCount = SchemaType.int(0...ScenarioBounds.nodes)
  private static let clusterCount = SchemaType.int(0...ScenarioBounds.clusters)

  static var fleetSections: [SchemaSection] {
    [
      SchemaSection(
        "fleet", "The member clusters: generated ones, listed ones, or both.",
        [
          .field("generate", .section("generate"), "Clusters made by rule", default: "none"),
          .field("members", .named(.section("member")), "Clusters by name", default: "none"),
        ]),
      SchemaSection(
        "generate", "Clusters named REGION-1, REGION-2, ...",
        [
          .field("seed", .int(0 ... .max), "What the variation is drawn from", default: "1"),
          .field(
            "providers", .anyOf([.int(1...1000), .list(.text)]), "How many, or their names; regions take them in turn",
            default: "1"),
          .field("regions", .named(.section("region")), "The regions", default: "one, region-1, of 3 zones"),
          .field("clusters", clusterCount, "How many in all, spread over the regions", default: "one per region"),
          .field(
            "nodePools", .list(.section("nodePool")), "The nodes of each", default: "10 nodes of 16 cores and 64Gi"),
          .field("labels", labels, "Labels of each", default: "none"),
          .field(
            "cells", .int(1...ScenarioBounds.clusters),
            "Label them in turn cell: cell-1, cell-2, ... up to this many, so that workloads can name a part of the fleet",
            default: "no such label"),
          .field("variation", .number(0...1), "The share by which node counts vary", default: "0"),
        ]),
      SchemaSection(
        "region", "A region to generate.",
        [
          .field("zones", .anyOf([.int(1...26), .list(.text)]), "How many, or their names", default: "1"),
          .field("provider", .text, "Its provider", default: "the next one"),
          .field("clusters", clusterCount, "How many clusters", default: "an even part of the total"),
          .field("labels", labels, "Labels of its clusters", default: "none"),
        ]),
      SchemaSection(
        "member", "A cluster.",
        [
          .field("provider", .text, "Its provider", default: "empty"),
          .field("region", .text, "Its region", default: "empty"),
          .field("zones", .list(.text), "The zones it spans", default: "none"),
          .field("labels", labels, "Labels of the cluster object", default: "none"),
          .field("taints", .list(.section("taint")), "Taints of the cluster object", default: "none"),
          .field("nodePools", .list(.section("nodePool")), "Its nodes", default: "10 nodes of 16 cores and 64Gi"),
          .field(
            "nodes", .anyOf([.text, .list(.text)]), "Files or folders of Node manifests, relative to this file",
            default: "none"),
          .field("syncMode", .words(["Push", "Pull"]), "Who reports and applies", default: "Push"),
          .field("reserved", .section("reserved"), "Used by pods the scenario does not name", default: "nothing"),
        ]),
      SchemaSection(
        "nodePool", "Nodes of one shape.",
        [
          .field("name", .text, "Its name", default: "default, or pool-1, pool-2, ..."),
          .field("nodes", nodeCount, "How many at the start", default: "10"),
          .field("cpu", .quantity, "Allocatable cores of each", default: "16"),
          .field("memory", .quantity, "Allocatable bytes of each", default: "64Gi"),
          .field("pods", .int(0...1_000_000), "Pods on each", default: "110"),
          .field("pricePerHour", .number(0...1_000_000), "Dollars per node and hour", default: "0"),
          .field("labels", labels, "Labels of each node", default: "none"),
          .field("taints", .list(.section("taint")), "Taints of each node", default: "none"),
          .field("zone", .text, "The zone of all", default: "the cluster's zones in turn"),
          .field("cordoned", .bool, "Whether they take no new pods", default: "false"),
          .field(
            "min", nodeCount, "The fewest an autoscaler leaves", default: "as many as at the start; without max: none"),
          .field(
            "max", nodeCount, "The most an autoscaler makes", default: "as many as at the start; without min: none"),
          .field("leadTime", .duration, "From the wish for a node to a node", default: "3m"),
          .field("stockOut", .number(0...1), "The probability that there is no node to have", default: "0"),
        ]),
      SchemaSection(
        "reserved", "Amounts in use.",
        [
          .field("cpu", .quantity, "Cores", default: "0"), .field("memory", .quantity, "Bytes", default: "0"),
          .field("pods", count, "Pods", default: "0"),
        ]),
      SchemaSection(
        "network", "What connects the hub, the regions and the users.",
        [
          .field("preset", .words(NetworkPreset.catalogue.map(\.name)), "Published round trips", default: "none"),
          .field("hub", .section("hub"), "Where the control plane is", default: "outside of all regions"),
          .field("regions", labels, "The preset's region for a region of the fleet", default: "by name"),
          .field("links", .list(.section("link")), "Single links; they win over the preset", default: "none"),
        ]),
      SchemaSection(
        "hub", "Where the control plane's own parts run; they die with their regions.",
        [
          .field("region", .text, "The region of everything that names no other", default: "none"),
          .field(
            "store", .list(.text), "The region of each replica of the store; most of them have to live",
            default: "one in the region"),
          .field("restore", .section("restore"), "What operators do about a lost store", default: "they wait"),
          .field("controllers", .section("component"), "What watches and carries out", default: "one in the region"),
          .field(
            "scheduler", .section("component"), "What decides; Karmada's is a process of its own",
            default: "one in the region"),
        ]),
      SchemaSection(
        "restore", "A store from a snapshot, brought up elsewhere.",
        [
          .required("after", .duration, "From the loss to a store that works"),
          .field("age", .duration, "How old the snapshot is at the loss", default: "0s"),
        ]),
      SchemaSection(
        "component", "The instances of a component.",
        [
          .field("regions", .list(.text), "The region of each instance", default: "the hub's"),
          .field(
            "instances", .words(HubSpec.Instances.allCases.map(\.rawValue)),
            "One leads, or each has its share", default: "leader"),
        ]),
      SchemaSection(
        "link", "One direction between two ends: hub, a region, a cluster or a user site.",
        [
          .required("from", .text, "One end"), .required("to", .text, "The other end"),
          .required("rtt", .duration, "The round trip"),
          .field("loss", .number(0...1), "The share of packets lost", default: "0"),
          .field("bandwidth", .quantity, "Bytes per second", default: "no bound"),
          .field("tariffPerGiB", .number(0...1_000_000), "Dollars per GiB", default: "0"),
        ]),
      SchemaSection(
        "user", "A site of users.",
        [
          .field("site", .text, "Its name", default: "site-1, site-2, ..."),
          .field("region", .text, "The nearest region", default: "empty"),
          .field("share", .number(0...1), "Its share of the demand", default: "0"),
        ]),
    ]
  }
}
