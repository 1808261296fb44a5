// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// `LeastAllocated` over nodes of one size, without a division for each.
struct NodeRanking {
  private let requests: Resources
  private let cpuRequest: Int64
  private let memoryRequest: Int64
  private let cpu: Share
  private let memory: Share

  /// For replicas that ask for `requests`, on nodes that offer `allocatable`.
  init(_ rank: LeastAllocated, requests: Resources, on allocatable: NodeAmounts) {
    self.requests = requests
    cpuRequest = requests.cpuMillicores + rank.assumed.cpuMillicores
    memoryRequest = requests.memoryBytes + rank.assumed.memoryBytes
    cpu = Share(of: allocatable.cpuMillicores)
    memory = Share(of: allocatable.memoryBytes)
  }

  /// Whether a replica fits into what is free.
  func fits(cpu: Int64, memory: Int64, pods: Int64) -> Bool {
    cpu >= requests.cpuMillicores && memory >= requests.memoryBytes && pods >= requests.pods
  }

  /// `LeastAllocated.score`, 0 to 100; never smaller where more is free.
  @inline(__always)
  func score(freeCPU: Int64, freeMemory: Int64) -> Int64 {
    (cpu.percentage(freeCPU - cpuRequest) + memory.percentage(freeMemory - memoryRequest)) / 2
  }

  /// Percentages of one whole.
  struct Share {
    let whole: Int64
    private let reciprocal: Double

    init(of whole: Int64) {
      self.whole = whole
      reciprocal = whole > 0 ? 1 / Double(whole) : 0
    }

    /// `LeastAllocated.percentage`: part * 100 / whole, rounded down. Up to 2^45 by one multiplication, whose quotient is at
    /// most one off and then put right; larger numbers divide.
    @inline(__always)
    func percentage(_ part: Int64) -> Int64 {
      guard part > 0, whole > 0 else { return 0 }
      guard part < 1 << 45, whole < 1 << 45 else { return LeastAllocated.percentage(part, of: whole) }
      let hundredfold = part * 100
      var quotient = Int64(Double(hundredfold) * reciprocal)
      let rest = hundredfold - quotient * whole
      if rest < 0 { quotient -= 1 } else if rest >= whole { quotient += 1 }
      return quotient
    }
  }
}
