// SPDX-License-Identifier: GPL-3.0-or-later

/// A Kubernetes resource quantity (`500m`, `2Gi`, `1e3`, `1.5`), held exactly.
///
/// Source: k8s.io/apimachinery `pkg/api/resource/quantity.go`: a signed decimal with a binary suffix (Ki to Ei), a
/// decimal one (n, u, m, k to E) or an exponent; finer than a nano-unit rounds up; the largest is 2^63-1.
public struct KubernetesQuantity: Hashable, Comparable, Sendable {
  /// The value in billionths of the unit.
  public var nanoUnits: Int128

  /// A quantity of `nanoUnits` billionths.
  public init(nanoUnits: Int128) { self.nanoUnits = nanoUnits }

  /// A quantity of whole units.
  public init(units: Int64) { nanoUnits = Int128(units) * Self.unit }

  /// Nothing.
  public static let zero = KubernetesQuantity(nanoUnits: 0)

  static let unit: Int128 = 1_000_000_000
  static let largest = Int128(Int64.max) * unit

  /// Whole units, rounded up (away from zero for negatives), as `Quantity.Value()` does: 500m CPU is 1.
  public var roundedUpUnits: Int64 { Int64(Self.dividingUp(nanoUnits, by: Self.unit)) }
  /// Thousandths, rounded up, as `Quantity.MilliValue()` does; at most `Int64.max`.
  public var roundedUpMilliUnits: Int64 {
    let milli = Self.dividingUp(nanoUnits, by: 1_000_000)
    return milli > Int128(Int64.max) ? .max : milli < Int128(Int64.min) ? .min : Int64(milli)
  }

  private static func dividingUp(_ value: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return quotient }
    return value < 0 ? quotient - 1 : quotient + 1
  }

  /// True when `left` is smaller.
  public static func < (left: KubernetesQuantity, right: KubernetesQuantity) -> Bool {
    left.nanoUnits < right.nanoUnits
  }
  /// The sum.
  public static func + (left: KubernetesQuantity, right: KubernetesQuantity) -> KubernetesQuantity {
    KubernetesQuantity(nanoUnits: left.nanoUnits + right.nanoUnits)
  }
  /// The difference.
  public static func - (left: KubernetesQuantity, right: KubernetesQuantity) -> KubernetesQuantity {
    KubernetesQuantity(nanoUnits: left.nanoUnits - right.nanoUnits)
  }
}
