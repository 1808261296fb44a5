// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// How full clusters are: CPU and memory with down clusters out of both sides and in (U1), how even it is over the
/// clusters (U2), and what is free and of no use because another resource is used up (U3).
///
/// Clusters that an event touched are looked at once in its moment: O(1) each, but for the fullest when it gets emptier.
struct ClusterUse: Sendable {
  private struct Amounts: Sendable {
    var cpu: Int64 = 0
    var memory: Int64 = 0
  }
  private struct Cluster: Sendable {
    var used = Amounts()
    var offered = Amounts()
    /// What pods outside the scenario use.
    var reserved = Amounts()
    var isDead = false
    var isDirty = false
    /// Requested over allocatable CPU in millionths; -1: it does not count.
    var load: Int64 = -1
    var stranded = Amounts()
  }

  private let requests: [Amounts]
  /// The mean replica of the scenario at its start; nil: nothing is asked for.
  private let shape: (cpu: Double, memory: Double)?
  private var clusters: [Cluster]
  private var dirty: [Int32] = []
  // Sums over all clusters, over those that are up, and what is stranded in these.
  private var all = (used: Amounts(), offered: Amounts())
  private var up = (used: Amounts(), offered: Amounts())
  private var stranded = Amounts()
  private var loadSum: Int64 = 0
  private var loadSquares: Int64 = 0
  private var loadedClusters: Int64 = 0
  private var greatestLoad: Int64 = -1
  private var isGreatestStale = false

  private var usedCPUOfAll = ExactIntegral()
  private var offeredCPUOfAll = ExactIntegral()
  private var usedMemoryOfAll = ExactIntegral()
  private var offeredMemoryOfAll = ExactIntegral()
  private var usedMemoryOfUp = ExactIntegral()
  private var offeredMemoryOfUp = ExactIntegral()
  private var strandedCPU = ExactIntegral()
  private var strandedMemory = ExactIntegral()
  /// In billionths, while any cluster is used; and whether any is.
  private var jain = ExactIntegral()
  private var variation = ExactIntegral()
  private var peak = ExactIntegral()
  private var isUsed = ExactIntegral()

  init(scenario: Scenario) {
    requests = scenario.workloads.map { Amounts(cpu: $0.requests.cpuMillicores, memory: $0.requests.memoryBytes) }
    let replicas = scenario.workloads.reduce(0) { $0 + Double($1.replicas) }
    let cpu = scenario.workloads.reduce(0) { $0 + Double($1.replicas) * Double($1.requests.cpuMillicores) }
    let memory = scenario.workloads.reduce(0) { $0 + Double($1.replicas) * Double($1.requests.memoryBytes) }
    shape = replicas > 0 && cpu > 0 && memory > 0 ? (cpu / replicas, memory / replicas) : nil
    clusters = scenario.fleet.clusters.map { spec in
      var cluster = Cluster()
      cluster.offered = Amounts(cpu: spec.allocatable.cpuMillicores, memory: spec.allocatable.memoryBytes)
      cluster.reserved = Amounts(cpu: spec.reserved.cpuMillicores, memory: spec.reserved.memoryBytes)
      return cluster
    }
    for cluster in clusters.indices {
      all.offered.cpu += clusters[cluster].offered.cpu
      all.offered.memory += clusters[cluster].offered.memory
      mark(cluster)
    }
    up.offered = all.offered
  }

  mutating func take(_ observation: Observation) {
    let cluster = Int(observation.cluster)
    switch observation.kind {
    case .boundChanged:
      let one = requests[Int(observation.workload)]
      use(Amounts(cpu: one.cpu * observation.value, memory: one.memory * observation.value), of: cluster)
    case .boundCPUCorrected: use(Amounts(cpu: observation.value), of: cluster)
    case .boundMemoryCorrected: use(Amounts(memory: observation.value), of: cluster)
    case .capacityChanged: offer(Amounts(cpu: observation.value), of: cluster)
    case .memoryCapacityChanged: offer(Amounts(memory: observation.value), of: cluster)
    case .clusterLost where abs(observation.value) == 1: turn(cluster, isDead: observation.value == 1)
    default: break
    }
  }

  private mutating func use(_ change: Amounts, of cluster: Int) {
    clusters[cluster].used.cpu += change.cpu
    clusters[cluster].used.memory += change.memory
    all.used.cpu += change.cpu
    all.used.memory += change.memory
    if !clusters[cluster].isDead { up.used.memory += change.memory }
    mark(cluster)
  }

  private mutating func offer(_ change: Amounts, of cluster: Int) {
    clusters[cluster].offered.cpu += change.cpu
    clusters[cluster].offered.memory += change.memory
    all.offered.cpu += change.cpu
    all.offered.memory += change.memory
    if !clusters[cluster].isDead { up.offered.memory += change.memory }
    mark(cluster)
  }

  private mutating func turn(_ cluster: Int, isDead: Bool) {
    guard clusters[cluster].isDead != isDead else { return }
    clusters[cluster].isDead = isDead
    up.used.memory += isDead ? -clusters[cluster].used.memory : clusters[cluster].used.memory
    up.offered.memory += isDead ? -clusters[cluster].offered.memory : clusters[cluster].offered.memory
    mark(cluster)
  }

  private mutating func mark(_ cluster: Int) {
    guard !clusters[cluster].isDirty else { return }
    clusters[cluster].isDirty = true
    dirty.append(Int32(cluster))
  }

  /// Counts what changed in the moment `time`, which is over.
  mutating func settle(at time: SimulationTime) {
    guard !dirty.isEmpty else { return }
    for cluster in dirty { look(at: Int(cluster)) }
    dirty.removeAll(keepingCapacity: true)
    usedCPUOfAll.set(all.used.cpu, at: time)
    offeredCPUOfAll.set(all.offered.cpu, at: time)
    usedMemoryOfAll.set(all.used.memory, at: time)
    offeredMemoryOfAll.set(all.offered.memory, at: time)
    usedMemoryOfUp.set(up.used.memory, at: time)
    offeredMemoryOfUp.set(up.offered.memory, at: time)
    strandedCPU.set(stranded.cpu, at: time)
    strandedMemory.set(stranded.memory, at: time)
    balance(at: time)
  }

  private mutating func look(at place: Int) {
    var cluster = clusters[place]
    cluster.isDirty = false
    let before = (load: cluster.load, stranded: cluster.stranded)
    let counts = !cluster.isDead && cluster.offered.cpu > 0
    cluster.load = counts ? Int64((Double(cluster.used.cpu) / Double(cluster.offered.cpu) * 1e6).rounded()) : -1
    cluster.stranded = counts ? strandedAmounts(in: cluster) : Amounts()
    clusters[place] = cluster
    stranded.cpu += cluster.stranded.cpu - before.stranded.cpu
    stranded.memory += cluster.stranded.memory - before.stranded.memory
    guard cluster.load != before.load else { return }
    if before.load >= 0 { count(before.load, times: -1) }
    if cluster.load >= 0 { count(cluster.load, times: 1) }
    if cluster.load > greatestLoad {
      greatestLoad = cluster.load
    } else if before.load == greatestLoad {
      isGreatestStale = true
    }
  }

  private mutating func count(_ load: Int64, times: Int64) {
    loadedClusters += times
    loadSum += load * times
    loadSquares += load * load * times
  }

  /// What is left when the free room has taken as many mean replicas as fit.
  private func strandedAmounts(in cluster: Cluster) -> Amounts {
    guard let shape else { return Amounts() }
    let cpu = Double(max(0, cluster.offered.cpu - cluster.reserved.cpu - cluster.used.cpu))
    let memory = Double(max(0, cluster.offered.memory - cluster.reserved.memory - cluster.used.memory))
    let fitting = min(cpu / shape.cpu, memory / shape.memory)
    return Amounts(
      cpu: Int64(max(0, cpu - fitting * shape.cpu).rounded()),
      memory: Int64(max(0, memory - fitting * shape.memory).rounded()))
  }

  private mutating func balance(at time: SimulationTime) {
    if isGreatestStale {
      isGreatestStale = false
      greatestLoad = -1
      for cluster in clusters where cluster.load > greatestLoad { greatestLoad = cluster.load }
    }
    guard loadSum > 0 else {
      jain.set(0, at: time)
      variation.set(0, at: time)
      peak.set(0, at: time)
      isUsed.set(0, at: time)
      return
    }
    let (count, sum) = (Double(loadedClusters), Double(loadSum))
    let evenness = min(1, sum * sum / (count * Double(loadSquares)))
    jain.set(Int64((evenness * 1e9).rounded()), at: time)
    variation.set(Int64(((1 / evenness - 1).squareRoot() * 1e9).rounded()), at: time)
    peak.set(Int64((Double(greatestLoad) * count / sum * 1e9).rounded()), at: time)
    isUsed.set(1, at: time)
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    func mean(_ integral: ExactIntegral) -> MetricValue {
      MetricValue(integral.ratio(to: isUsed, at: end).map { $0 / 1e9 })
    }
    let span = (end - SimulationTime.zero).nanoseconds
    func level(_ integral: ExactIntegral, per unit: Double) -> MetricValue {
      MetricValue(shape != nil && span > 0 ? Double(integral.total(at: end)) / Double(span) / unit : nil)
    }
    return [
      "utilisation_memory": MetricValue(usedMemoryOfUp.ratio(to: offeredMemoryOfUp, at: end)),
      "utilisation_all": MetricValue(usedCPUOfAll.ratio(to: offeredCPUOfAll, at: end)),
      "utilisation_memory_all": MetricValue(usedMemoryOfAll.ratio(to: offeredMemoryOfAll, at: end)),
      "utilisation_jain": mean(jain), "utilisation_cov": mean(variation), "utilisation_max_over_mean": mean(peak),
      "stranded_cores": level(strandedCPU, per: 1000),
      "stranded_memory_gib": level(strandedMemory, per: 1_073_741_824),
    ]
  }
}
