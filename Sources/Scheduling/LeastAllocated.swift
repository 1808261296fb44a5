// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// How a member's own scheduler ranks its nodes for one replica: the least allocated after placing it comes first.
///
/// Source: kube-scheduler `noderesources/least_allocated.go`: mean over CPU and memory of
/// (allocatable - requested) * 100 / allocatable, in whole numbers, where a request that is not stated counts as 100m
/// or 200Mi (`util/pod_resources.go` GetNonzeroRequests).
public struct LeastAllocated: Sendable {
  /// What the replica counts for where it asks for nothing.
  public let assumed: Resources
  @usableFromInline let cpuRequest: Int64
  @usableFromInline let memoryRequest: Int64

  /// For a replica that asks for `requests`.
  @inlinable
  public init(requests: Resources) {
    assumed = Resources(
      cpuMillicores: requests.cpuMillicores == 0 ? 100 : 0, memoryBytes: requests.memoryBytes == 0 ? 200 << 20 : 0)
    cpuRequest = requests.cpuMillicores + assumed.cpuMillicores
    memoryRequest = requests.memoryBytes + assumed.memoryBytes
  }

  /// The score, 0 to 100, of a node that offers these amounts and has `freeCPU` millicores and `freeMemory` bytes of them
  /// left, what replicas without requests count for taken off. O(1).
  @inlinable
  public func score(freeCPU: Int64, of cpu: Int64, freeMemory: Int64, of memory: Int64) -> Int64 {
    (Self.percentage(freeCPU - cpuRequest, of: cpu) + Self.percentage(freeMemory - memoryRequest, of: memory)) / 2
  }

  /// part * 100 / whole without overflow for any number of bytes; 0 where nothing is left or there is no whole.
  public static func percentage(_ part: Int64, of whole: Int64) -> Int64 {
    guard part > 0, whole > 0 else { return 0 }
    return part < .max / 100 ? part * 100 / whole : part / max(whole / 100, 1)
  }
}
