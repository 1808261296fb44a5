// SPDX-License-Identifier: GPL-3.0-or-later

/// The cohorts of one workload, ascending by cluster; the clusters stand beside them, so that one is found without a look
/// at the cohorts themselves.
struct CohortList: RandomAccessCollection {
  private struct Entry {
    var cluster: Int32
    var cohort: Int32
  }

  private var entries: [Entry] = []

  var startIndex: Int { 0 }
  var endIndex: Int { entries.count }
  /// The cohort at `place`.
  subscript(place: Int) -> Int32 { entries[place].cohort }

  /// The cohorts with their clusters.
  var placed: some Sequence<(cluster: Int32, cohort: Int32)> { entries.lazy.map { ($0.cluster, $0.cohort) } }

  /// Where the cohort in `cluster` stands, or would. O(log n).
  func place(of cluster: Int) -> Int {
    entries.withUnsafeBufferPointer { entries in
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].cluster < Int32(cluster) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The cohort in `cluster`, whose place would be `place`; nil: there is none.
  func cohort(at place: Int, in cluster: Int) -> Int? {
    guard place < entries.count, entries[place].cluster == Int32(cluster) else { return nil }
    return Int(entries[place].cohort)
  }

  /// The cohort in `cluster`; nil: there is none. O(log n).
  func cohort(in cluster: Int) -> Int? { cohort(at: place(of: cluster), in: cluster) }

  /// Puts a cohort at the place that `place(of:)` named. O(n).
  mutating func insert(_ cohort: Int32, of cluster: Int, at place: Int) {
    entries.insert(Entry(cluster: Int32(cluster), cohort: cohort), at: place)
  }
}
