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
    let magnitude = digits.nanoUnits(scale)
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
    func nanoUnits(_ scale: Scale) -> Int128 {
      scale.binaryFactor > 1 ? binaryNanoUnits(scale.binaryFactor) : decimalNanoUnits(scale.decimalExponent)
    }

    private func decimalNanoUnits(_ decimalExponent: Int) -> Int128 {
      let exponent = 9 - fractionCount + decimalExponent
      // Digits are taken in until the value is past the cap or the places below a nano-unit are reached.
      let keep = max(0, significant.count + min(exponent, 0))
      var value: Int128 = 0
      for digit in significant.prefix(keep) {
        if value > KubernetesQuantity.largest { break }
        value = value * 10 + Int128(digit)
      }
      if significant.dropFirst(keep).contains(where: { $0 != 0 }) { value += 1 }
      for _ in 0..<max(exponent, 0) where value != 0 && value <= KubernetesQuantity.largest { value *= 10 }
      return min(value, KubernetesQuantity.largest)
    }

    private func binaryNanoUnits(_ factor: Int128) -> Int128 {
      let perUnit = factor * KubernetesQuantity.unit
      let wholeCount = max(0, significant.count - fractionCount)
      var whole: Int128 = 0
      for digit in significant.prefix(wholeCount) {
        if whole > KubernetesQuantity.largest { break }
        whole = whole * 10 + Int128(digit)
      }
      let (product, overflow) = whole.multipliedReportingOverflow(by: perUnit)
      if overflow || product > KubernetesQuantity.largest { return KubernetesQuantity.largest }
      // The fraction from its last digit on: each step divides by ten, and what is lost there only says "round up".
      var fraction: Int128 = 0
      var inexact = false
      let leadingZeros = max(0, fractionCount - significant.count)
      for digit in significant.dropFirst(wholeCount).reversed() + repeatElement(0, count: leadingZeros) {
        let (quotient, remainder) = (fraction + Int128(digit) * perUnit).quotientAndRemainder(dividingBy: 10)
        fraction = quotient
        inexact = inexact || remainder != 0
      }
      return min(product + fraction + (inexact ? 1 : 0), KubernetesQuantity.largest)
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
