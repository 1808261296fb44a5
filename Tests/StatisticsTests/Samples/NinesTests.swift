// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct NinesTests {
  @Test func `0.999 has three nines, a half 0.301`() throws {
    #expect(try #require(Nines.of(availability: 0.999)).agrees(with: 3, within: 1e-12))
    #expect(try #require(Nines.of(availability: 0.5)).agrees(with: 0.3010299956639812, within: 1e-15))
    #expect(Nines.of(availability: 0) == 0)
  }

  @Test func `a loss of 1 in 10^18 keeps its digits`() throws {
    #expect(try #require(Nines.of(lost: 1, demanded: 1e18)).agrees(with: 18, within: 1e-13))
  }

  @Test func `nothing lost has no nines without a resolution, and those of the resolution with one`() throws {
    #expect(Nines.of(availability: 1) == nil)
    #expect(Nines.of(lost: 0, demanded: 5) == nil)
    #expect(Nines.of(lost: 0, demanded: 0, resolution: 1) == nil)
    #expect(try #require(Nines.of(lost: 0, demanded: 1e6, resolution: 1)).agrees(with: 6, within: 1e-14))
    #expect(Nines.of(lost: 0.5, demanded: 1e6, resolution: 1) == Nines.of(lost: 1, demanded: 1e6, resolution: 1))
    #expect(Nines.of(lost: 2, demanded: 1e6, resolution: 1) == Nines.of(lost: 2, demanded: 1e6))
  }

  @Test func `back again`() throws {
    for availability in [0.0, 0.5, 0.9, 0.9999, 0.999999] {
      let nines = try #require(Nines.of(availability: availability))
      #expect(Nines.availability(nines).agrees(with: availability, within: 1e-14))
    }
  }
}
