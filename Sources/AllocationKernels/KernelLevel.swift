// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

/// What the allocation kernels are compiled for. Every level gives the same answers, bit for bit.
public enum KernelLevel: String, CaseIterable, Comparable, Sendable {
  /// Plain loops, one element at a time: the definition of every answer.
  case reference
  /// Vectors of 128 bits, as every x86-64 and arm64 processor has them.
  case base
  /// Vectors of 256 bits: x86-64-v3, that is AVX2 and FMA.
  case v3
  /// Vectors of 512 bits: x86-64-v4, that is AVX-512.
  case v4

  /// Bits of a vector; 0 for none.
  var width: Int {
    switch self {
    case .reference: 0
    case .base: 128
    case .v3: 256
    case .v4: 512
    }
  }

  /// The level of vectors so wide.
  init(width: Int) {
    switch width {
    case 512: self = .v4
    case 256: self = .v3
    case 128: self = .base
    default: self = .reference
    }
  }

  /// Narrower levels first.
  public static func < (first: KernelLevel, second: KernelLevel) -> Bool { first.width < second.width }

  /// The widest level that this processor, under this operating system, can execute.
  public static var ofProcessor: KernelLevel {
    switch lanesProcessorLevel() {
    case 4: .v4
    case 3: .v3
    default: .base
    }
  }
}
