// SPDX-License-Identifier: GPL-3.0-or-later

/// A metric's value in one run: a bare number, or a quantile with how many observations it rests on.
public struct MetricValue: Hashable, Sendable, Codable {
  /// The value in the metric's unit; nil: no data, or (with `censored` above 0) "not within the run".
  public var value: Double?
  /// The unit, where the record states it.
  public var unit: String?
  /// How many observations ended with the run before they ended themselves.
  public var censored: Int?
  /// How many observations there are in all.
  public var count: Int?

  /// A bare number; nil is "no data".
  public init(_ value: Double?) {
    self.value = value
    unit = nil
    censored = nil
    count = nil
  }

  /// A quantile over `count` observations of which `censored` never ended.
  public init(value: Double?, unit: String, censored: Int, count: Int) {
    self.value = value
    self.unit = unit
    self.censored = censored
    self.count = count
  }

  private enum Key: String, CodingKey {
    case value, unit, censored
    case count = "n"
  }

  /// Reads a number, null, or `{"value":…,"unit":…,"censored":…,"n":…}`.
  public init(from decoder: any Decoder) throws {
    if let single = try? decoder.singleValueContainer() {
      if single.decodeNil() {
        self.init(nil)
        return
      }
      if let number = try? single.decode(Double.self) {
        self.init(number)
        return
      }
    }
    let container = try decoder.container(keyedBy: Key.self)
    self.init(try container.decodeIfPresent(Double.self, forKey: .value))
    unit = try container.decodeIfPresent(String.self, forKey: .unit)
    censored = try container.decodeIfPresent(Int.self, forKey: .censored)
    count = try container.decodeIfPresent(Int.self, forKey: .count)
  }

  /// Writes a bare number where there is nothing beside it.
  public func encode(to encoder: any Encoder) throws {
    guard unit != nil || censored != nil || count != nil else {
      var single = encoder.singleValueContainer()
      if let value { try single.encode(value) } else { try single.encodeNil() }
      return
    }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(value, forKey: .value)
    try container.encodeIfPresent(unit, forKey: .unit)
    try container.encodeIfPresent(censored, forKey: .censored)
    try container.encodeIfPresent(count, forKey: .count)
  }
}
