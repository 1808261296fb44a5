// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

struct FNVHashTests {
  @Test(
    arguments: [
      ("", 0x811c_9dc5, 0x811c_9dc5), ("a", 0x050c_5d7e, 0xe40c_292c), ("foobar", 0x31f0_b262, 0xbf9c_f968),
    ] as [(String, UInt32, UInt32)])
  func `the published test values of FNV`(text: String, fnv1: UInt32, fnv1a: UInt32) {
    #expect(FNVHash.fnv1(text.utf8) == fnv1)
    #expect(FNVHash.fnv1a(text.utf8) == fnv1a)
  }

  @Test(arguments: [("k8s-1", 2_225_206_471), ("k8s-2", 454_529_246), ("k8s-3", 1_617_452_661)] as [(String, UInt32)])
  func `a planner hash is FNV-1 over the name followed by the key`(name: String, hash: UInt32) {
    #expect(FNVHash.fnv1("default/web".utf8, after: FNVHash.fnv1(name.utf8)) == hash)
    #expect(FNVHash.fnv1((name + "default/web").utf8) == hash)
  }

  @Test func `two names that collide for one key collide for every key`() {
    for key in ["", "k", "default/nginx"] {
      #expect(FNVHash.fnv1("cluster-49549\(key)".utf8) == FNVHash.fnv1("cluster-1317582\(key)".utf8))
    }
  }
}
