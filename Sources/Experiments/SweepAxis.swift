// SPDX-License-Identifier: GPL-3.0-or-later

/// One path of a scenario and the values it takes: `load=0.5,0.6,0.7`.
public struct SweepAxis: Hashable, Sendable {
  /// The path, as `workloads.0.replicas`.
  public let path: String
  /// The values as written, in order, each once.
  public let values: [String]

  /// An axis.
  public init(path: String, values: [String]) {
    self.path = path
    self.values = values
  }

  /// Reads `PATH=A,B,C`; nil without a path, without a value, or with a value given twice.
  public init?(parsing text: String) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
    let values = text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    guard values.allSatisfy({ !$0.isEmpty }), Set(values).count == values.count else { return nil }
    self.init(path: String(text[..<equals]), values: values)
  }
}

/// One combination of the axes' values.
public struct SweepPoint: Hashable, Sendable {
  /// A path set to a value.
  public struct Setting: Hashable, Sendable {
    /// The path.
    public let path: String
    /// The value as text.
    public let value: String
    /// `path` set to `value`.
    public init(path: String, value: String) {
      self.path = path
      self.value = value
    }
  }

  /// In the order of the axes; empty without a sweep.
  public let settings: [Setting]

  /// A point.
  public init(settings: [Setting]) { self.settings = settings }

  /// As records carry it.
  public var values: [String: String] {
    Dictionary(settings.map { ($0.path, $0.value) }, uniquingKeysWith: { _, last in last })
  }

  /// All combinations; the first axis changes slowest. One empty point for no axes.
  public static func combinations(of axes: [SweepAxis]) -> [SweepPoint] {
    var points = [SweepPoint(settings: [])]
    for axis in axes {
      points = points.flatMap { point in
        axis.values.map { SweepPoint(settings: point.settings + [Setting(path: axis.path, value: $0)]) }
      }
    }
    return points
  }
}
