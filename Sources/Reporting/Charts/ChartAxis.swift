// SPDX-License-Identifier: GPL-3.0-or-later

/// One axis: what it shows, from where to where, and where its ticks stand.
struct ChartAxis: Sendable {
  struct Tick: Sendable, Equatable {
    let value: Double
    let label: String
  }

  /// What the numbers count.
  enum Unit: Sendable {
    case number
    /// Shares of 1, shown as percent.
    case share
    case seconds
  }

  /// How far apart values stand.
  enum Scale: Sendable {
    case linear
    case logarithmic
    /// Shares of 1 by what they leave: 90, 99 and 99.9 percent are equally far from each other.
    case nines
  }

  let title: String
  let low: Double
  let high: Double
  let ticks: [Tick]
  var scale = Scale.linear
  var unit = Unit.number

  /// Where `value` stands: 0 at the low end, 1 at the high one; what lies outside is moved to the end.
  func position(_ value: Double) -> Double {
    guard high > low else { return 0.5 }
    let clamped = min(max(value, low), high)
    switch scale {
    case .linear: return (clamped - low) / (high - low)
    case .logarithmic: return LogarithmicScale.log2(clamped / low) / LogarithmicScale.log2(high / low)
    case .nines: return LogarithmicScale.log2((1 - low) / (1 - clamped)) / LogarithmicScale.log2((1 - low) / (1 - high))
    }
  }

  /// Steps of 1, 2, 2.5 or 5 times a power of ten; at most `count` of them, ends widened to whole steps.
  static func number(title: String, from low: Double, to high: Double, count: Int = 5) -> ChartAxis {
    widened(title: title, low: low, high: high, count: count) { value, step in
      NumberText.fixed(value, decimals: decimals(of: step))
    }
  }

  /// Shares of 1 as percent. It ends at 100 % where the values come near.
  /// - Parameter isBounded: Nothing is more than 100 %.
  static func percent(
    title: String, from low: Double, to high: Double, count: Int = 5, isBounded: Bool = true
  ) -> ChartAxis {
    let most = isBounded ? min(1, high) : high
    var axis = widened(title: title, low: max(0, low), high: most, count: count) { value, step in
      NumberText.percent(value, decimals: max(0, decimals(of: step) - 2)) + " %"
    }
    axis.unit = .share
    return axis
  }

  /// Time from the start of a run, in seconds, with steps of the clock; the ends stay.
  static func time(title: String, from low: Double, to high: Double, count: Int = 6) -> ChartAxis {
    let steps: [Double] = [
      0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
      172_800, 432_000, 864_000, 1_728_000, 4_320_000, 8_640_000, 31_536_000,
    ]
    let step = steps.first { (high - low) / $0 <= Double(count) } ?? (high - low) / Double(count)
    var ticks: [Tick] = []
    var index = (low / step).rounded(.up)
    while step > 0, index * step <= high + step * 1e-9 {
      ticks.append(Tick(value: index * step, label: NumberText.axisDuration(index * step)))
      index += 1
    }
    return ChartAxis(title: title, low: low, high: high, ticks: ticks, unit: .seconds)
  }

  /// Lengths of time over several magnitudes.
  static func logarithmicDuration(title: String, from low: Double, to high: Double) -> ChartAxis {
    let stops: [Double] = [
      0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 259_200, 864_000, 2_592_000,
      31_536_000,
    ]
    let start = stops.last { $0 <= low } ?? 0.1
    let end = stops.first { $0 >= high && $0 > start } ?? 31_536_000
    let inside = stops.filter { $0 >= start && $0 <= end }
    return ChartAxis(
      title: title, low: start, high: end,
      ticks: inside.map { Tick(value: $0, label: NumberText.axisDuration($0)) }, scale: .logarithmic, unit: .seconds)
  }

  /// Shares below 1 over several magnitudes of what they leave.
  static func nines(title: String, from low: Double, to high: Double) -> ChartAxis {
    let missed = stops(from: 1 - high, to: 1 - low).filter { $0 <= 1 }.reversed()
    let ticks = missed.map { Tick(value: 1 - $0, label: NumberText.value(1 - $0, unit: "1")) }
    return ChartAxis(
      title: title, low: ticks.first?.value ?? low, high: ticks.last?.value ?? high,
      ticks: thinned(ticks), scale: .nines, unit: .share)
  }

  /// Positive numbers over several magnitudes.
  static func logarithmicNumber(title: String, from low: Double, to high: Double) -> ChartAxis {
    let ticks = stops(from: low, to: high).map { Tick(value: $0, label: NumberText.significant($0)) }
    return ChartAxis(
      title: title, low: ticks.first?.value ?? low, high: ticks.last?.value ?? high, ticks: thinned(ticks),
      scale: .logarithmic)
  }

  /// 1, 2 and 5 times powers of ten, from the last that is not above `low` to the first that is not below `high`.
  private static func stops(from low: Double, to high: Double) -> [Double] {
    var power = 1.0
    while power > low, power > 1e-9 { power /= 10 }
    while power * 10 <= low { power *= 10 }
    var stops: [Double] = []
    while stops.last.map({ $0 < high * (1 - 1e-9) }) ?? true, stops.count < 60 {
      for factor in [1.0, 2, 5] where stops.last.map({ $0 < high * (1 - 1e-9) }) ?? true {
        let stop = power < 1 ? factor / (1 / power).rounded() : factor * power
        if stop <= low * (1 + 1e-9) { stops = [] }
        stops.append(stop)
      }
      power = power < 1 ? 1 / ((1 / power).rounded() / 10).rounded() : power * 10
    }
    return stops
  }

  /// At most seven: of more, the ends and every other between them.
  private static func thinned(_ ticks: [Tick]) -> [Tick] {
    guard ticks.count > 7 else { return ticks }
    return thinned(ticks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
  }

  private static func widened(
    title: String, low: Double, high: Double, count: Int, label: (Double, Double) -> String
  ) -> ChartAxis {
    let step = niceStep(high > low ? (high - low) / Double(count) : max(high.magnitude, 1) / Double(count))
    let first = (low / step + 1e-9).rounded(.down)
    let last = max(first + 1, (high / step - 1e-9).rounded(.up))
    let ticks = stride(from: first, through: last, by: 1).map { index in
      Tick(value: index * step, label: label(index * step, step))
    }
    return ChartAxis(title: title, low: first * step, high: last * step, ticks: ticks)
  }

  private static func niceStep(_ least: Double) -> Double {
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    let factors = [1, 2, 2.5, 5, 10]
    return power * (factors.first { $0 * power >= least * (1 - 1e-9) } ?? 10)
  }

  private static func decimals(of step: Double) -> Int {
    var decimals = 0
    var scaled = step
    while decimals < 9, (scaled - scaled.rounded()).magnitude > 1e-6 * max(1, scaled.magnitude) || scaled < 0.5 {
      scaled *= 10
      decimals += 1
    }
    return decimals
  }
}

/// Logarithms by halving and squaring: the same bits on every platform, and exact enough to place a pixel.
enum LogarithmicScale {
  /// Traps unless `value` is positive and finite.
  static func log2(_ value: Double) -> Double {
    precondition(value > 0 && value.isFinite, "no logarithm of \(value)")
    var result = Double(value.exponent)
    var mantissa = value.significand
    var bit = 0.5
    for _ in 0..<30 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}
