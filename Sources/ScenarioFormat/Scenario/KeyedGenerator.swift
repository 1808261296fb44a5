// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers that depend on a seed and a name alone, for the choices a scenario leaves to a seed.
///
/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014), its start made
/// from the seed and the FNV-1a hash of the name.
struct KeyedGenerator {
  private var state: UInt64

  init(seed: UInt64, key: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = seed
    state = next() ^ hash
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0 ..< 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number in 0 ..< bound, each as likely as 64 bits allow (multiply and shift; the bias is below bound/2^64).
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "bound \(bound) must be above 0")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}

/// Draws `count` of `names` without repetition, the same for the same seed and key.
struct NameSampler {
  private let names: [String]
  private var order: [Int]

  init(_ names: [String]) {
    self.names = names
    order = Array(names.indices)
  }

  /// A sample, ascending by place in the names. O(count log count).
  mutating func sample(_ count: Int, seed: UInt64, key: String) -> [String] {
    let count = min(count, names.count)
    var generator = KeyedGenerator(seed: seed, key: key)
    var swaps: [(Int, Int)] = []
    for place in 0..<count {
      let other = place + generator.below(names.count - place)
      order.swapAt(place, other)
      swaps.append((place, other))
    }
    let chosen = order[..<count].sorted().map { names[$0] }
    // Undone, so that a sample does not depend on those before it.
    for (place, other) in swaps.reversed() { order.swapAt(place, other) }
    return chosen
  }
}
