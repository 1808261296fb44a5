// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Holds one kernel of a level to the scalar reference on drawn inputs.
public struct KernelCheck: Sendable, CustomStringConvertible {
  /// The kernel.
  public let name: String
  /// Draws one input and compares; nil where both answers are equal, else the input and both answers.
  private let compare: @Sendable (_ kernels: Kernels, _ reference: Kernels, _ draw: inout CheckDraw) -> String?

  init(
    _ name: String,
    compare: @escaping @Sendable (_ kernels: Kernels, _ reference: Kernels, _ draw: inout CheckDraw) -> String?
  ) {
    self.name = name
    self.compare = compare
  }

  /// All kernels.
  public static var all: [KernelCheck] {
    [
      availableReplicas, hashes, names, ranking, top, best, kubeFedRounds, kubeAdmiralRounds, websterSeats,
      largestRemainders, sums, deviation, balance, masks,
    ]
  }

  /// The first mismatch of so many drawn inputs; nil where there is none.
  public func firstMismatch(of kernels: Kernels, cases: Int) -> String? {
    guard let reference = Kernels.at(.reference) else { return "no reference" }
    for number in 0..<cases {
      var draw = CheckDraw(seed: UInt64(number))
      if let mismatch = compare(kernels, reference, &draw) {
        return "\(name), level \(kernels.level), case \(number): \(mismatch)"
      }
    }
    return nil
  }

  /// The kernel's name.
  public var description: String { name }

  /// nil where both are equal.
  static func difference<Answer: Equatable>(_ kernels: Answer, _ reference: Answer, _ input: String) -> String? {
    kernels == reference ? nil : "\(input) gives \(kernels), the reference \(reference)"
  }
}

/// Draws inputs: small and large, equal and extreme.
struct CheckDraw {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xD129_0DDB_53C4_3E49 }

  /// SplitMix64.
  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number of 0..<bound.
  mutating func below(_ bound: Int) -> Int { Int(bits() % UInt64(bound)) }

  /// A number of 0...bound, with as many digits as not.
  mutating func upTo(_ bound: Int64) -> Int64 {
    let width = 64 - bound.leadingZeroBitCount
    let masked = bits() & (UInt64(1) << UInt64(below(width + 1)) - 1)
    return min(Int64(masked), bound)
  }

  /// True one time in `chances`.
  mutating func isOne(in chances: Int) -> Bool { below(chances) == 0 }

  /// A length: nothing, one, all near the widths of vectors, and now and then hundreds.
  mutating func length(most: Int = 400) -> Int {
    switch below(8) {
    case 0: below(3)
    case 1...4: below(40)
    case 5, 6: below(140)
    default: below(most)
    }
  }
}
