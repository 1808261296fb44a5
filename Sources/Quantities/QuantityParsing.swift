// SPDX-License-Identifier: GPL-3.0-or-later

extension KubernetesQuantity {
  /// Reads the Kubernetes notation; nil where Kubernetes refuses the text.
  ///
  /// Digits finer than a nano-unit round away from zero; values beyond 2^63-1 are capped there, as upstream does.
  public init?(parsing text: some StringProtocol) {
    let bytes = Array(text.utf8)
    var index = 0
    var negative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      negative = first == UInt8(ascii: "-")
      index = 1
    }
    guard let digits = Digits(bytes, &index), let scale = Scale(bytes[index...]) else { return nil }
    guard let magnitude = digits.nanoUnits(scale) else { return nil }
    self.init(nanoUnits: negative ? -magnitude : magnitude)
  }

  /// The decimal in front: its digits without the point, and how many stand behind the point.
  private struct Digits {
    var significant: [UInt8] = []
    var fractionCount = 0

    init?(_ bytes: [UInt8], _ index: inout Int) {
      var seen = 0
      var afterPoint = false
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "."), !afterPoint {
          afterPoint = true
        } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
          seen += 1
          if afterPoint { fractionCount += 1 }
          if !(significant.isEmpty && byte == UInt8(ascii: "0")) { significant.append(byte - UInt8(ascii: "0")) }
        } else {
          break
        }
        index += 1
      }
      if seen == 0 { return nil }
    }

    /// The value times the scale in nano-units, rounded up, capped at the largest quantity.
    func nanoUnits(_ scale: Scale) -> Int128? {
      let exponent = 9 - fractionCount + scale.decimalExponent
      var value: Int128 = 0
      var inexact = false
      // Digits are taken in until the value is past the cap or the places below a nano-unit are reached.
      let keep = significant.count + min(exponent, 0)
      for (place, digit) in significant.enumerated() where place < keep || scale.binaryFactor > 1 {
        if value > KubernetesQuantity.largest { break }
        value = value * 10 + Int128(digit)
      }
      if scale.binaryFactor > 1 {
        guard value <= KubernetesQuantity.largest else { return KubernetesQuantity.largest }
        let (product, overflow) = value.multipliedReportingOverflow(by: scale.binaryFactor)
        if overflow { return KubernetesQuantity.largest }
        value = product
        (value, inexact) = Self.shift(value, byPowerOfTen: exponent)
      } else {
        inexact = keep < significant.count && significant[max(keep, 0)...].contains { $0 != 0 }
        if exponent > 0 { (value, _) = Self.shift(value, byPowerOfTen: exponent) }
      }
      if inexact { value += 1 }
      return min(value, KubernetesQuantity.largest)
    }

    private static func shift(_ value: Int128, byPowerOfTen exponent: Int) -> (value: Int128, inexact: Bool) {
      var value = value
      var inexact = false
      if exponent >= 0 {
        for _ in 0..<exponent where value != 0 {
          value *= 10
          if value > KubernetesQuantity.largest { return (KubernetesQuantity.largest, false) }
        }
      } else {
        for _ in 0..<(-exponent) where value != 0 {
          let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
          inexact = inexact || remainder != 0
          value = quotient
        }
      }
      return (value, inexact)
    }
  }

  /// The suffix: a power of ten, or a power of 1024.
  private struct Scale {
    var decimalExponent = 0
    var binaryFactor: Int128 = 1

    init?(_ suffix: ArraySlice<UInt8>) {
      switch String(decoding: suffix, as: UTF8.self) {
      case "": break
      case "n": decimalExponent = -9
      case "u": decimalExponent = -6
      case "m": decimalExponent = -3
      case "k": decimalExponent = 3
      case "M": decimalExponent = 6
      case "G": decimalExponent = 9
      case "T": decimalExponent = 12
      case "P": decimalExponent = 15
      case "E": decimalExponent = 18
      case "Ki": binaryFactor = 1 << 10
      case "Mi": binaryFactor = 1 << 20
      case "Gi": binaryFactor = 1 << 30
      case "Ti": binaryFactor = 1 << 40
      case "Pi": binaryFactor = 1 << 50
      case "Ei": binaryFactor = 1 << 60
      case let text:
        guard text.first == "e" || text.first == "E", let exponent = Int(text.dropFirst()), abs(exponent) < 1000
        else { return nil }
        decimalExponent = exponent
      }
    }
  }
}
