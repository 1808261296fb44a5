// SPDX-License-Identifier: GPL-3.0-or-later

import InputModels
import Testing

struct EntityKeyTests {
  @Test func `a name has one key`() {
    #expect(EntityKey.of("cluster", "eu-west-1") == EntityKey.of("cluster", "eu-west-1"))
  }

  @Test func `where one part ends and the next begins counts`() {
    #expect(EntityKey.of("a", "b") != EntityKey.of("ab", ""))
    #expect(EntityKey.of("a", "b") != EntityKey.of("ab"))
    #expect(EntityKey.of("a", "b") != EntityKey.of("b", "a"))
  }

  @Test func `the key is FNV-1a over the bytes and a zero byte`() {
    // FNV-1a 64 of the bytes 61 00.
    #expect(EntityKey.of("a") == (0xAF63_DC4C_8601_EC8C as UInt64) &* 0x100_0000_01B3)
  }
}
