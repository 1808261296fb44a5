// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel
import Synchronization

/// Some clusters of a fleet in a list, and where each stands in it: to enter and to find in O(1), to empty in O(1).
///
/// A cluster's entry counts only where the list agrees with it, so nothing is ever cleared.
struct ClusterPlaces: ~Copyable {
  private(set) var count = 0
  private var list = Column<Int32>()
  private var placeOfCluster = Column<Int32>()
  private let fleetCount: Int

  /// An empty list of clusters of a fleet of so many.
  init(fleetCount: Int) {
    self.fleetCount = fleetCount
    placeOfCluster.reserve(fleetCount).initialize(repeating: 0, count: fleetCount)
    list.reserve(fleetCount).initialize(repeating: 0, count: fleetCount)
  }

  /// The clusters by place.
  var clusters: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: list.elements, count: count) }

  /// The cluster at a place.
  subscript(place: Int) -> ClusterIndex { ClusterIndex(list.elements[place]) }

  mutating func removeAll() { count = 0 }

  /// Enters a cluster that is not in the list.
  mutating func append(_ cluster: ClusterIndex) {
    list.elements[count] = cluster.rawValue
    placeOfCluster.elements[cluster.index] = Int32(truncatingIfNeeded: count)
    count += 1
  }

  /// Where a cluster stands; nil where it is not in the list.
  func place(of cluster: ClusterIndex) -> Int? {
    let place = Int(placeOfCluster.elements[cluster.index])
    return place < count && list.elements[place] == cluster.rawValue ? place : nil
  }
}

/// What a scheduler works in, for one decision at a time: kept between decisions so that it is allocated once.
///
/// Schedulers are values that may be asked from several threads; who comes second waits.
final class DecisionMemory<Value: ~Copyable>: Sendable {
  private let value: Mutex<Value>

  /// Owns `value`.
  init(_ value: consuming sending Value) { self.value = Mutex(value) }

  /// Works in it.
  func use<Answer, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Answer
  ) throws(Failure) -> sending Answer {
    try value.withLock(body)
  }
}
