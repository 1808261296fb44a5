// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A trace read as a viewer reads it, with everything that is wrong with its structure.
public struct TraceCheck {
  /// A span.
  public struct Span: Equatable {
    /// The process, by name.
    public var process: String
    /// The track, by name.
    public var track: String
    /// Its name.
    public var name: String
    /// When it begins, in microseconds.
    public var start: Double
    /// When it ends.
    public var end: Double
    /// What stands beside it.
    public var arguments: [String: String]
  }
  /// A moment on a track.
  public struct Moment: Equatable {
    /// The process, by name.
    public var process: String
    /// The track, by name.
    public var track: String
    /// Its name.
    public var name: String
    /// Microseconds.
    public var time: Double
    /// What stands beside it.
    public var arguments: [String: String]
  }
  /// A value of a counter.
  public struct Point: Equatable {
    /// Microseconds.
    public var time: Double
    /// The value from then on.
    public var value: Int
  }

  /// What is wrong; empty for a trace that is right.
  public private(set) var faults: [String] = []
  /// All spans, in the order of their ends.
  public private(set) var spans: [Span] = []
  /// All moments.
  public private(set) var moments: [Moment] = []
  /// Counters by process and name.
  public private(set) var counters: [String: [String: [Point]]] = [:]
  /// Names of tracks by process.
  public private(set) var tracks: [String: [String]] = [:]
  /// Processes in their order.
  public private(set) var processes: [String] = []
  /// What the trace is of.
  public private(set) var about: [String: String] = [:]

  private struct Place: Hashable {
    var process: Int
    var track: Int
  }

  /// Reads `data`, which has to be whole JSON.
  public init(_ data: Data) throws {
    guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let events = root["traceEvents"] as? [[String: Any]]
    else {
      faults = ["no object with traceEvents"]
      return
    }
    about = Self.words(root["otherData"])
    let (processNames, trackNames) = readNames(events)
    var open: [Place: [Span]] = [:]
    var last: [Place: Double] = [:]
    for (index, event) in events.enumerated() {
      guard let phase = event["ph"] as? String, let process = event["pid"] as? Int else {
        faults.append("event \(index) has no ph or pid")
        continue
      }
      if phase == "M" { continue }
      guard let time = event["ts"] as? Double, let processName = processNames[process] else {
        faults.append("event \(index) has no ts, or its process no name")
        continue
      }
      if phase == "C" {
        readCounter(event, index, processName, time)
        continue
      }
      guard let track = event["tid"] as? Int, let name = trackNames[Place(process: process, track: track)] else {
        faults.append("event \(index) has no tid, or its track no name")
        continue
      }
      let place = Place(process: process, track: track)
      if time < last[place] ?? -.infinity { faults.append("event \(index) on \(name): time goes back to \(time)") }
      last[place] = time
      let words = Self.words(event["args"])
      switch (phase, event["name"] as? String) {
      case ("B", let title?):
        open[place, default: []].append(
          Span(process: processName, track: name, name: title, start: time, end: time, arguments: words))
      case ("E", _):
        guard var span = open[place]?.popLast() else {
          faults.append("event \(index) on \(name) ends nothing")
          continue
        }
        span.end = time
        spans.append(span)
      case ("i", let title?):
        moments.append(Moment(process: processName, track: name, name: title, time: time, arguments: words))
      default: faults.append("event \(index) has phase \(phase) or no name")
      }
    }
    for (place, spans) in open where !spans.isEmpty {
      faults.append("\(spans.count) spans of track \(place.track) never end")
    }
  }

  private mutating func readNames(_ events: [[String: Any]]) -> ([Int: String], [Place: String]) {
    var processNames: [Int: String] = [:]
    var trackNames: [Place: String] = [:]
    for event in events where event["ph"] as? String == "M" {
      guard let process = event["pid"] as? Int, let name = (event["args"] as? [String: Any])?["name"] as? String else {
        continue
      }
      if event["name"] as? String == "process_name" {
        if processNames[process] != nil { faults.append("process \(process) is named twice") }
        processNames[process] = name
        processes.append(name)
      } else if event["name"] as? String == "thread_name", let track = event["tid"] as? Int {
        if trackNames[Place(process: process, track: track)] != nil { faults.append("track \(name) is named twice") }
        trackNames[Place(process: process, track: track)] = name
        tracks[processNames[process] ?? "", default: []].append(name)
      }
    }
    return (processNames, trackNames)
  }

  private mutating func readCounter(_ event: [String: Any], _ index: Int, _ process: String, _ time: Double) {
    guard let name = event["name"] as? String, let value = (event["args"] as? [String: Any])?["value"] as? Int else {
      faults.append("event \(index) is a counter without a name or value")
      return
    }
    let points = counters[process]?[name] ?? []
    if let before = points.last, before.time >= time || before.value == value {
      faults.append("event \(index): counter \(name) has a point at \(time) that says nothing new")
    }
    counters[process, default: [:]][name, default: []].append(Point(time: time, value: value))
  }

  private static func words(_ value: Any?) -> [String: String] {
    (value as? [String: Any] ?? [:]).mapValues { "\($0)" }
  }
}
