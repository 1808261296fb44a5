// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A headless Chromium without a network, which opens a page and says what it finds.
public enum Browser {
  /// Where it is; nil: there is none here.
  public static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
    let paths = names.flatMap { name in (folders + ["/usr/bin"]).map { "\($0)/\(name)" } }
    return paths.first(where: FileManager.default.isExecutableFile)
  }()

  /// Said of tests that are left out without it.
  public static let absence: String = "there is no Chromium here (apt-get install chromium): pages are not opened"

  /// How a page is looked at.
  public struct Look: Sendable, CustomStringConvertible {
    /// In pixels.
    public var width: Int
    /// By the reader's setting.
    public var isDark = false
    /// As it is printed: the style of paper, folded data open.
    public var isPaper = false

    /// A look.
    public init(width: Int, isDark: Bool = false, isPaper: Bool = false) {
      self.width = width
      self.isDark = isDark
      self.isPaper = isPaper
    }

    /// For names of tests.
    public var description: String { "\(width) px\(isDark ? ", dark" : "")\(isPaper ? ", paper" : "")" }

    /// A desktop and a telephone, light and dark, and a sheet of A4 within margins of 12 mm.
    public static let all = [
      Look(width: 1_280), Look(width: 1_280, isDark: true), Look(width: 400), Look(width: 400, isDark: true),
      Look(width: 703, isPaper: true),
    ]
  }

  /// What is wrong with a page, and what it is like.
  public struct Findings: Sendable, Decodable {
    /// The window's width.
    public var window: Int
    /// The page's width.
    public var page: Int
    /// What stands out of the window, or is cut off in its box.
    public var cut: [String]
    /// Addresses that were asked for, whether or not they were had.
    public var requests: [String]
    /// What the content security policy forbade, and errors of scripts.
    public var faults: [String]
    /// Text that stands out from its ground by less than 4.5 to 1.
    public var faint: [String]
    /// What was tried on the page's own controls and did not work.
    public var broken: [String]
    /// How many texts, tables, buttons and pictures were looked at.
    public var counts: [String: Int]
    /// What the browser wrote to its console.
    public var console: [String] = []

    private enum CodingKeys: CodingKey { case window, page, cut, requests, faults, faint, broken, counts }
  }

  /// Why there are no findings.
  public struct Failure: Error, CustomStringConvertible {
    /// What came instead.
    public let description: String
  }

  /// Opens `page` and looks at it.
  public static func open(_ page: String, _ look: Look) throws -> Findings {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try PageProbe.inserted(into: page, look).write(
      to: folder.appendingPathComponent("page.html"), atomically: true, encoding: .utf8)
    // A window is at least 500 pixels wide; a frame may be narrower, and is a window to the page in it.
    try PageProbe.frame(width: look.width).write(
      to: folder.appendingPathComponent("frame.html"), atomically: true, encoding: .utf8)
    let result = try run(
      ["--window-size=1600,1200", "--virtual-time-budget=10000", "--dump-dom"], look, folder, "frame.html")
    guard let match = result.output.firstMatch(of: #/data-findings="([^"]*)"/#) else {
      throw Failure(description: "the page said nothing; standard error ends: \(result.errors.suffix(600))")
    }
    let json = String(match.1).replacingOccurrences(of: "&quot;", with: "\"")
      .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&nbsp;", with: "\u{A0}").replacingOccurrences(of: "&amp;", with: "&")
    var findings = try JSONDecoder().decode(Findings.self, from: Data(json.utf8))
    findings.console = console(result.errors)
    return findings
  }

  /// Prints `page` to paper; the bytes of the PDF and what was written to the console.
  public static func print(_ page: String) throws -> (pdf: Data, console: [String]) {
    let folder = try makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try page.write(to: folder.appendingPathComponent("page.html"), atomically: true, encoding: .utf8)
    let pdf = folder.appendingPathComponent("page.pdf")
    let result = try run(
      ["--no-pdf-header-footer", "--print-to-pdf=\(pdf.path)"], Look(width: 703), folder, "page.html")
    return (try Data(contentsOf: pdf), console(result.errors))
  }

  private static func makeFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func console(_ errors: String) -> [String] {
    errors.split(separator: "\n").filter { $0.contains(":CONSOLE") }.map(String.init)
  }

  private static func run(_ arguments: [String], _ look: Look, _ folder: URL, _ page: String) throws -> (
    output: String, errors: String
  ) {
    guard let path else { throw Failure(description: absence) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--enable-logging=stderr", "--v=0",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=\(folder.path)/profile",
        "--blink-settings=preferredColorScheme=\(look.isDark ? 0 : 1)",
      ] + arguments + [folder.appendingPathComponent(page).absoluteString]
    // Files, not pipes: whatever the amount, nobody waits for a reader.
    let files = ["output", "errors"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    guard process.terminationStatus == 0 else {
      throw Failure(description: "Chromium ended with \(process.terminationStatus): \(texts[1].suffix(600))")
    }
    return (texts[0], texts[1])
  }
}
