// SPDX-License-Identifier: GPL-3.0-or-later

/// A checksum of answers that depends on their order. It finds faults; it keeps no secrets.
public struct BenchmarkChecksum: Sendable {
  /// The checksum so far.
  public private(set) var value: UInt64 = 0

  /// Of nothing.
  public init() {}

  /// Takes in one number.
  @inlinable
  public mutating func add(_ number: some FixedWidthInteger) {
    fold(UInt64(truncatingIfNeeded: number))
  }

  /// Of all numbers, in their order.
  @inlinable
  public init(of numbers: some Sequence<some FixedWidthInteger>) {
    self.init()
    for number in numbers { add(number) }
  }

  @usableFromInline
  mutating func fold(_ word: UInt64) { value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15 &+ (value >> 29) }
}

/// Numbers for the inputs of benchmarks, the same at every start.
public struct BenchmarkNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A sequence of its own for each seed.
  public init(seed: UInt64) { state = seed }

  /// SplitMix64: the next 64 bits. Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
  /// generators", OOPSLA 2014.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number of 0..<bound.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
