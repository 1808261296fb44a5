// SPDX-License-Identifier: GPL-3.0-or-later

/// How one contender's policy would divide one workload now, and why: a line of `regatta allocate -o json`.
public struct Allocation: Hashable, Sendable, Codable {
  /// What the policy thought of one cluster.
  public struct Cluster: Hashable, Sendable, Codable {
    /// The cluster.
    public var name: String
    /// Whether it could take replicas.
    public var feasible: Bool
    /// Why not, or what bounds it; in the system's words.
    public var reasons: [String]
    /// Its score, where the system has one.
    public var score: Int64?
    /// Its weight in the division, where there is one.
    public var weight: Int64?
    /// The fewest replicas asked for.
    public var min: Int64?
    /// The most replicas allowed.
    public var max: Int64?
    /// Replicas it was thought to have room for.
    public var capacity: Int64?
    /// Replicas it gets.
    public var assigned: Int
  }

  /// The workload as `namespace/name`.
  public var workload: String
  /// The contender.
  public var contender: String
  /// Replicas wanted.
  public var replicas: Int
  /// Replicas by cluster; clusters with none are left out.
  public var assigned: [String: Int]
  /// Replicas wanted that get no cluster; 0 where a system places more than is wanted.
  public var unplaced: Int
  /// The system's message where it cannot be placed.
  public var message: String?
  /// Clusters in the order of their names.
  public var clusters: [Cluster]
}
