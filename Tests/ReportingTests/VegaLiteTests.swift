// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The specifications that others draw the figures from.
@Suite struct VegaLiteTests {
  private static let inputs: [(name: String, input: ReportInput)] = [
    ("plain", Fixture.input()), ("one", Fixture.input(contenders: ["only \"one\""], seeds: 1)),
    ("sweep", Fixture.input(sweep: ["0.6", "0.8"].map { ["load": $0] })), ("hostile", hostile),
  ]

  /// Names that mean something to Vega or to JSON.
  private static var hostile: ReportInput {
    var input = Fixture.input(contenders: ["datum.x", "it's [0]", "a\\b\"c", "span"], seeds: 2)
    for index in input.records.indices {
      input.records[index].detail?.series?.readyByRegion[0].name = "limit"
      input.records[index].detail?.series?.utilisation[0].name = "failure"
    }
    return input
  }

  private static func specifications() -> [(path: String, text: String)] {
    let pages = inputs.flatMap { name, input in HTMLReport(ReportModel(input)).files.map { (name, $0.path, $0.text) } }
    // The fixture's records have no metric of placement: others stand in.
    let placement = PlacementSection(metrics: ["utilisation", "lost_replica_hours", "time_to_recover_p50"])
      .blocks(ReportModel(Fixture.input())).compactMap(\.figure).flatMap(\.files).map { ("placed", $0.path, $0.text) }
    return (pages + placement).filter { $0.1.hasSuffix(".vl.json") }.map { name, path, text in
      ("\(name)-\(path.split(separator: "/").last ?? "")", text)
    }
  }

  @Test func `every figure has a specification with its data in it, and an SVG that stands by itself`() throws {
    for (_, input) in Self.inputs {
      let page = HTMLReport(ReportModel(input))
      let names = Set(page.files.map(\.path))
      #expect(names.count == page.files.count)
      let figures = page.text.matches(of: #/<figure id="(figure-[\w-]+)">/#).map { String($0.1) }
      #expect(figures.count >= 7)
      #expect(names == Set(figures.flatMap { ["figures/\($0).svg", "figures/\($0).vl.json"] }))
      for file in page.files {
        if file.path.hasSuffix(".svg") {
          #expect(XMLParser(data: Data(file.text.utf8)).parse(), "\(file.path)")
          #expect(!file.text.contains("<script") && !file.text.contains("NaN"))
        } else {
          let object = try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any]
          #expect(object?["$schema"] as? String == "https://vega.github.io/schema/vega-lite/v5.json")
          let views = object?["concat"] as? [[String: Any]] ?? [object ?? [:]]
          let values = views.flatMap { ($0["data"] as? [String: Any])?["values"] as? [[String: Any]] ?? [] }
          #expect(values.count > 0, "\(file.path)")
          #expect((object?["description"] as? String)?.isEmpty == false)
        }
      }
    }
  }

  @Test func `a line's points, its whiskers and the failure behind it are rows of the data`() {
    let x = ChartAxis.time(title: "t", from: 0, to: 10)
    let chart = LineChart(
      id: "l", title: "t", description: "d", x: x, y: .percent(title: "y", from: 0, to: 1),
      lines: [
        .init(
          name: "a", style: SeriesStyle(index: 0), points: [(0, 1), (5, 0.5)], whiskers: [(5, 0.4, 0.6)],
          ticks: [(5, 0.5)], isStep: true)
      ], spans: [ChartSpan(from: -5, to: 4, label: "failed"), ChartSpan(from: 20, to: 30, label: "later")])
    #expect(
      chart.view.rows.map(\.line) == [
        #"{"part":"span","from":0,"to":4,"label":"failed"}"#, #"{"part":"line","series":"a","x":0,"y":1}"#,
        #"{"part":"line","series":"a","x":5,"y":0.5}"#, #"{"part":"whisker","series":"a","x":5,"low":0.4,"high":0.6}"#,
        #"{"part":"tick","series":"a","x":5,"y":0.5}"#,
      ])
  }

  @Test func `equal cells of a heat map are one rectangle`() {
    let chart = HeatMapChart(
      id: "h", title: "t", description: "d", x: .time(title: "", from: 0, to: 60),
      rows: [
        .init(name: "c", values: [0.5, 0.5, 0.25], failures: [ChartSpan(from: 10, to: 99, label: "c failed")])
      ])
    #expect(
      chart.view.rows.map(\.line) == [
        #"{"part":"cell","row":"c","from":0,"to":40,"value":0.5}"#,
        #"{"part":"cell","row":"c","from":40,"to":60,"value":0.25}"#,
        #"{"part":"failure","row":"c","from":10,"to":60,"label":"c failed"}"#,
      ])
  }

  @Test(.enabled(if: VegaCompiler.isThere, "\(VegaCompiler.absence)"))
  func `each specification compiles and draws`() throws {
    let specifications = Self.specifications()
    #expect(specifications.count > 30)
    let answer = try VegaCompiler.draw(specifications)
    #expect(answer.status == 0, "\(answer.text)")
    #expect(answer.text.hasSuffix("drawn: \(specifications.count)\n"), "\(answer.text)")
  }

  @Test(.enabled(if: VegaCompiler.isThere, "\(VegaCompiler.absence)"))
  func `a specification that draws nothing, and one that is none, are found out`() throws {
    let head = "{\"$schema\":\"https://vega.github.io/schema/vega-lite/v5.json\",\"data\":{\"values\":[{\"a\":1}]},"
    let empty = "\(head)\"layer\":[{\"transform\":[{\"filter\":\"datum.a>1\"}],\"mark\":\"bar\",\"encoding\":{}}]}"
    let answer = try VegaCompiler.draw([("empty", empty), ("none", "\(head)\"mark\":\"no such mark\"}")])
    #expect(answer.status == 1)
    #expect(answer.text.contains("empty: no mark is drawn\n"), "\(answer.text)")
    #expect(answer.text.contains("none: "), "\(answer.text)")
  }
}

/// The compiler of Vega-Lite, from the Python package `vl-convert-python`.
enum VegaCompiler {
  static let absence: String =
    "python3 with vl-convert-python is not here (python3 -m pip install vl-convert-python): no specification is compiled"

  static let isThere = (try? run("import vl_convert", []))?.status == 0

  /// Compiles each text to Vega and draws it; the last line says how many drew a mark.
  static func draw(_ texts: [(path: String, text: String)]) throws -> (status: Int32, text: String) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vega-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in texts {
      try text.write(to: folder.appendingPathComponent(path), atomically: true, encoding: .utf8)
    }
    return try run(program, [folder.path])
  }

  private static let program = """
    import os, re, sys
    import vl_convert
    drawn = bad = 0
    for name in sorted(os.listdir(sys.argv[1])):
        with open(os.path.join(sys.argv[1], name), encoding="utf-8") as file:
            text = file.read()
        try:
            vl_convert.vegalite_to_vega(text)
            svg = vl_convert.vegalite_to_svg(text)
        except Exception as error:
            print(f"{name}: {str(error)[:300]}")
            bad += 1
            continue
        # A container of marks, which axes and legends are not, with something in it.
        if re.search(r'role-mark [^>]*mark container"><', svg):
            drawn += 1
        else:
            print(f"{name}: no mark is drawn")
            bad += 1
    print(f"drawn: {drawn}")
    sys.exit(1 if bad else 0)
    """

  private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
