// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@Suite struct ContinuedHashesTests {
  @Test(arguments: [1, 100, 2000])
  func `hashes by the table of low bytes are hashes byte by byte`(count: Int) {
    var hasher = ContinuedHashes()
    let names = (0..<count).map { FNVHash.fnv1("cluster-\($0)".utf8) }
    for key in ["", "a", "namespace/workload-7", "\u{fc}ber/\u{1f40b}"] {
      var hashes = [UInt32](repeating: 0, count: count)
      let bytes = Array(key.utf8)
      names.withUnsafeBufferPointer { names in
        bytes.withUnsafeBufferPointer { hasher.hash($0, after: names, into: &hashes, kernels: .current) }
      }
      #expect(hashes == names.map { FNVHash.fnv1(key.utf8, after: $0) })
    }
  }

  @Test func `a windowed sort leaves in its window what the whole sort leaves there`() {
    var random = SplitMix(seed: 3)
    for round in 0..<200 {
      let keys = (0..<(round * 5 + 2)).map { (key: random.next() % 40, place: $0) }
      var whole = keys
      GoSort.sort(&whole) { $0.key > $1.key }
      let start = Int(random.next() % UInt64(keys.count))
      let window = start..<min(keys.count, start + Int(random.next() % 30))
      var part = keys
      part.withUnsafeMutableBufferPointer { GoSort.sort($0, window: window) { $0.key > $1.key } }
      #expect(window.allSatisfy { part[$0] == whole[$0] }, "round \(round)")
    }
  }
}
