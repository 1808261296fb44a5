// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@Suite struct NameHashesTests {
  @Test("the hash of a name continued by a key is the hash of both", arguments: TestedLevels.all)
  func continued(level: KernelLevel) {
    let names = (0..<37).map { "cluster-\($0)" }
    let key = "default/web"
    let prefixes = names.map { FNVHash.fnv1($0.utf8) }
    var hashes = [UInt32](repeating: 0, count: names.count)
    prefixes.withUnsafeBufferPointer { prefixes in
      Array(key.utf8).withUnsafeBufferPointer { key in
        hashes.withUnsafeMutableBufferPointer {
          TestedLevels.kernels(level).continueFNV1(prefixes: prefixes, with: key, into: $0)
        }
      }
    }
    #expect(hashes == names.map { FNVHash.fnv1(($0 + key).utf8) })
  }

  @Test("no bytes leave the prefixes as they are", arguments: TestedLevels.all)
  func empty(level: KernelLevel) {
    var hashes: [UInt32] = [0, 0, 0]
    [UInt32(1), 2, 3].withUnsafeBufferPointer { prefixes in
      hashes.withUnsafeMutableBufferPointer {
        TestedLevels.kernels(level).continueFNV1a(
          prefixes: prefixes, with: UnsafeBufferPointer(start: nil, count: 0), into: $0)
      }
    }
    #expect(hashes == [1, 2, 3])
  }
}
