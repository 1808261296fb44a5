// SPDX-License-Identifier: GPL-3.0-or-later

/// A stream of random numbers that belongs to one entity and one purpose: 16 bytes, made in a nanosecond.
///
/// The n-th number depends on the key and n alone (SplitMix64 of Steele, Lea and Flood, OOPSLA 2014, started at the key):
/// what another entity draws, or in which order, cannot disturb it. That is what common random numbers need: two
/// contenders under one seed meet the same draws.
@frozen
public struct RandomStream: Hashable, Sendable, BitwiseCopyable {
  /// Names the stream.
  public let key: UInt64
  /// How many 64-bit numbers were drawn.
  public var counter: UInt64

  /// The stream of a key, at its start or after `counter` numbers.
  @inlinable
  public init(key: UInt64, counter: UInt64 = 0) {
    self.key = key
    self.counter = counter
  }

  /// The stream for one purpose of one entity, which up to three numbers name (such as workload, cluster, ordinal).
  ///
  /// Each word is folded into the key in turn, so (1, 2) and (2, 1) differ.
  @inlinable
  public init(seed: UInt64, purpose: StreamPurpose, entity: UInt64, second: UInt64 = 0, third: UInt64 = 0) {
    var key = Self.mix(seed &+ Self.increment)
    key = Self.mix((key ^ purpose.rawValue) &+ Self.increment)
    key = Self.mix((key ^ entity) &+ Self.increment)
    key = Self.mix((key ^ second) &+ Self.increment)
    key = Self.mix((key ^ third) &+ Self.increment)
    self.init(key: key)
  }

  /// 2^64 over the golden ratio, odd.
  @inlinable static var increment: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64's output function (Stafford's variant 13): one to one, every bit of the input reaches every bit.
  @inlinable
  static func mix(_ word: UInt64) -> UInt64 {
    var mixed = word
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    counter &+= 1
    return Self.mix(key &+ Self.increment &* counter)
  }

  /// The next number in [0, 1), a multiple of 2^-53.
  @inlinable
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// The next number in (0, 1], a multiple of 2^-53; its logarithm is finite.
  @inlinable
  public mutating func uniformPositive() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

  /// True with the given probability.
  @inlinable
  public mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// A whole number in 0..<bound, each equally likely (Lemire, ACM TOMACS 29, 2019); traps when `bound` is 0.
  ///
  /// Nearly always one draw.
  @inlinable
  public mutating func uniformInteger(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "no whole number is in 0..<\(bound)")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }
}
