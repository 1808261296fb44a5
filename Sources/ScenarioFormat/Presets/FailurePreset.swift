// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A named law of failures, with where its figures come from. What is not published is said to be an assumption.
public struct FailurePreset: Sendable {
  /// Its name in scenarios.
  public let name: String
  /// What fails as one.
  public let level: FailureProcessSpec.Level
  /// The time up.
  public let up: DistributionSpec
  /// The time down.
  public let down: DistributionSpec
  /// Where the figures come from, and what of them is an assumption.
  public let source: String

  /// The presets, ascending by name.
  public static let catalogue: [FailurePreset] = [
    clusterMicrosoft99, clusterMonthly, clusterLANL05, clusterSLA995, nodeG5K06, nodeGoogle2010, nodeLANL05,
    nodePlannedReboots,
    providerAWS2024, providerAzure2024, providerGCP2024, regionAssumed, zoneAssumed,
  ].sorted { $0.name < $1.name }

  /// The preset called `name`.
  public static func preset(named name: String) -> FailurePreset? { catalogue.first { $0.name == name } }

  private static func hours(_ hours: Double) -> SimulationDuration { SimulationDuration(seconds: hours * 3600) }

  private static let traceArchive = "Failure Trace Archive fit as coded in OpenDC's prefabs"
  private static let incidents2024 = "status-page incidents of 2024, ahill Cloud Insight Index 2024 (mostly partial)"

  /// LANL 2005, Weibull fits of single hosts.
  static let nodeLANL05 = FailurePreset(
    name: "node-lanl05", level: .node, up: .weibull(shape: 0.48, scale: hours(816.6)),
    down: .weibull(shape: 0.58, scale: hours(2.18)), source: "\(traceArchive), LANL05")
  /// Grid'5000 2006, Weibull fits of single hosts.
  static let nodeG5K06 = FailurePreset(
    name: "node-g5k06", level: .node, up: .weibull(shape: 0.48, scale: hours(14.37)),
    down: .weibull(shape: 0.35, scale: hours(0.47)), source: "\(traceArchive), G5k06")
  /// Google 2010: a mean time to failure of 4.3 months per node.
  static let nodeGoogle2010 = FailurePreset(
    name: "node-google-2010", level: .node, up: .exponential(mean: hours(4.3 * 730)),
    down: .lognormal(median: .minutes(15), percentile95: hours(6)),
    source: "MTTF 4.3 months: Ford et al., OSDI 2010, Table 2 (unavailable for 15 min or more); "
      + "assumption: exponential up, down lognormal with median 15 min and p95 6 h")
  /// Planned reboots: most of the unavailability that Ford et al. saw.
  static let nodePlannedReboots = FailurePreset(
    name: "node-planned-reboots", level: .node, up: .gamma(shape: 8, scale: hours(30 * 24.0 / 8)),
    down: .lognormal(median: .minutes(5), percentile95: .minutes(15)),
    source: "less than 10 % of events last over 15 min, most are planned reboots: Ford et al., OSDI 2010, section 2.1; "
      + "assumption: once a month, gamma of shape 8")
  /// A cluster that fails as a LANL host does, and is repaired as AWS incidents of 2024 were.
  static let clusterLANL05 = FailurePreset(
    name: "cluster-lanl05", level: .cluster, up: .weibull(shape: 0.48, scale: hours(816.6)),
    down: .lognormal(median: hours(1.88), percentile95: hours(21.83)),
    source: "up: \(traceArchive), LANL05; down: AWS, \(incidents2024); assumption: a cluster fails as such a host does")
  /// A cluster that fails as the Microsoft 1999 hosts did.
  static let clusterMicrosoft99 = FailurePreset(
    name: "cluster-microsoft99", level: .cluster, up: .weibull(shape: 0.55, scale: hours(35.3)),
    down: .weibull(shape: 0.6, scale: hours(9.34)),
    source: "\(traceArchive), Microsoft99; assumption: a cluster fails as such a host does")
  /// A cluster with a mean time between failures of 730 hours and the repairs of AWS incidents.
  static let clusterMonthly = FailurePreset(
    name: "cluster-monthly", level: .cluster, up: .exponential(mean: hours(730)),
    down: .lognormal(median: hours(1.88), percentile95: hours(21.83)),
    source: "down: AWS, \(incidents2024); assumption: one failure a month and cluster, exponential")
  /// A cluster that just meets a 99.5 % agreement.
  static let clusterSLA995 = FailurePreset(
    name: "cluster-sla-99.5", level: .cluster, up: .exponential(mean: hours(199)),
    down: .exponential(mean: hours(1)),
    source: "GKE zonal control plane, 99.5 % by its service level agreement; assumption: the bound is the mean, "
      + "repairs take an hour, both exponential, and the replicas stop with the control plane")
  /// AWS incidents of 2024.
  static let providerAWS2024 = FailurePreset(
    name: "provider-aws-2024", level: .provider, up: .exponential(mean: hours(8784.0 / 27)),
    down: .lognormal(median: hours(1.88), percentile95: hours(21.83)),
    source: "27 incidents, median 1.88 h, p95 21.83 h: \(incidents2024); assumption: each takes the whole provider")
  /// Azure incidents of 2024.
  static let providerAzure2024 = FailurePreset(
    name: "provider-azure-2024", level: .provider, up: .exponential(mean: hours(8784.0 / 13)),
    down: .lognormal(median: hours(5.27), percentile95: hours(26.25)),
    source: "13 incidents, median 5.27 h, p95 26.25 h: \(incidents2024); assumption: each takes the whole provider")
  /// Google Cloud incidents of 2024.
  static let providerGCP2024 = FailurePreset(
    name: "provider-gcp-2024", level: .provider, up: .exponential(mean: hours(8784.0 / 156)),
    down: .lognormal(median: hours(3.86), percentile95: hours(82.07)),
    source: "156 incidents, median 3.86 h, p95 82.07 h: \(incidents2024); assumption: each takes the whole provider")
  /// A region once a year: nobody publishes a rate.
  static let regionAssumed = FailurePreset(
    name: "region-assumed", level: .region, up: .exponential(mean: hours(8760)),
    down: .lognormal(median: hours(1.9), percentile95: hours(22)),
    source: "assumption: a region fails once a year, with the repairs of AWS incidents (\(incidents2024)); "
      + "no rate is published")
  /// A zone twice a year: nobody publishes a rate.
  static let zoneAssumed = FailurePreset(
    name: "zone-assumed", level: .zone, up: .exponential(mean: hours(4380)),
    down: .lognormal(median: hours(1.9), percentile95: hours(22)),
    source: "assumption: a zone fails twice a year, with the repairs of AWS incidents (\(incidents2024)); "
      + "no rate is published")
}
