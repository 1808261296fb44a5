// SPDX-License-Identifier: GPL-3.0-or-later

/// CPU in whole millicores, as Kubernetes accounts it (`MilliValue`, rounded up).
@frozen
public struct CPUQuantity: Hashable, Comparable, Sendable {
  /// Thousandths of a core.
  public var millicores: Int64
  /// `millicores` thousandths of a core.
  @inlinable
  public init(millicores: Int64) { self.millicores = millicores }
  /// The quantity in millicores, rounded up.
  public init(_ quantity: KubernetesQuantity) { millicores = quantity.roundedUpMilliUnits }
  /// Nothing.
  @inlinable public static var zero: CPUQuantity { CPUQuantity(millicores: 0) }
  /// True when `left` is smaller.
  @inlinable
  public static func < (left: CPUQuantity, right: CPUQuantity) -> Bool { left.millicores < right.millicores }
}

/// Memory in whole bytes, as Kubernetes accounts it (`Value`, rounded up).
@frozen
public struct MemoryQuantity: Hashable, Comparable, Sendable {
  /// Bytes.
  public var bytes: Int64
  /// `bytes` bytes.
  @inlinable
  public init(bytes: Int64) { self.bytes = bytes }
  /// The quantity in bytes, rounded up.
  public init(_ quantity: KubernetesQuantity) { bytes = quantity.roundedUpUnits }
  /// Nothing.
  @inlinable public static var zero: MemoryQuantity { MemoryQuantity(bytes: 0) }
  /// True when `left` is smaller.
  @inlinable
  public static func < (left: MemoryQuantity, right: MemoryQuantity) -> Bool { left.bytes < right.bytes }
}

extension CPUQuantity: CustomStringConvertible {
  /// Kubernetes notation: `16` or `500m`.
  public var description: String {
    millicores % 1000 == 0 ? "\(millicores / 1000)" : "\(millicores)m"
  }
}

extension MemoryQuantity: CustomStringConvertible {
  /// Kubernetes notation in the largest binary unit that divides it: `64Gi`, `512Mi`, `1000`.
  public var description: String {
    for (shift, suffix) in [(60, "Ei"), (50, "Pi"), (40, "Ti"), (30, "Gi"), (20, "Mi"), (10, "Ki")] {
      if bytes != 0, bytes & ((1 << shift) - 1) == 0 { return "\(bytes >> shift)\(suffix)" }
    }
    return "\(bytes)"
  }
}
