// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Reads files and folders of input.
public struct InputFiles {
  let limits: DocumentLimits
  let collector: DiagnosticCollector

  /// A reader within `limits` that reports to `collector`.
  public init(limits: DocumentLimits = DocumentLimits(), collector: DiagnosticCollector) {
    self.limits = limits
    self.collector = collector
  }

  /// Whether there is a file or folder at `path`.
  public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// All documents of the file at `path`.
  public func documents(ofFile path: String, askedAt position: SourcePosition? = nil) -> [DocumentNode] {
    guard let bytes = bytes(ofFile: path, askedAt: position) else { return [] }
    return DocumentReader.documents(bytes, file: path, limits: limits, collector: collector)
  }

  /// The bytes of the file at `path`; too large or unreadable ones are reported.
  public func bytes(ofFile path: String, askedAt position: SourcePosition? = nil) -> Data? {
    let position = position ?? SourcePosition(file: path)
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if let size = attributes?[.size] as? Int, size > limits.fileBytes {
      collector.error(
        .fileTooLarge, at: SourcePosition(file: path),
        "the file has \(size) bytes, more than the limit of \(limits.fileBytes)",
        fix: "split it, or leave out what placement does not need")
      return nil
    }
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
      let exists = FileManager.default.fileExists(atPath: path)
      collector.error(
        .unreadableFile, at: position, exists ? "the file \(path) cannot be read" : "there is no file \(path)",
        fix: exists ? "check its permissions" : "check the path")
      return nil
    }
    return bytes
  }

  /// The YAML and JSON files at `path`, itself or all below a folder, ascending by path; hidden ones are left out.
  public func files(at path: String, askedAt position: SourcePosition? = nil) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      collector.error(
        .unreadableFile, at: position ?? SourcePosition(file: path), "there is no file or folder \(path)",
        fix: "check the path")
      return []
    }
    guard isFolder.boolValue else { return [path] }
    let found = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).filter { name in
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      return !isHidden && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    }
    return found.sorted().map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }
}
