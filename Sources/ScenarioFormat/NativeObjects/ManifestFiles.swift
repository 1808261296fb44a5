// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Takes files of manifests piece by piece.
public protocol ManifestSink {
  /// Why it may not.
  associatedtype Failure: Error
  /// Takes further bytes, in UTF-8, of the file called `file`. The first pieces come in the order of the files; a piece
  /// may be empty.
  mutating func append(_ bytes: [UInt8], to file: String) throws(Failure)
}

/// Multi-document files in the order of their first object, handed on in large pieces.
struct ManifestFiles<Sink: ManifestSink> {
  private(set) var sink: Sink
  private var files: [(name: String, bytes: [UInt8])] = []
  private var places: [String: Int] = [:]
  /// How many bytes of a file are handed on at once.
  private let pieceSize = 1 << 20

  init(sink: Sink) { self.sink = sink }

  /// Adds a document of no single workload to the file called `name`.
  mutating func add(_ object: ManifestValue, to name: String) throws(Sink.Failure) {
    try add(object.yaml(), of: nil, to: name)
  }

  /// Adds a document, of `workload` where there is one, to the file called `name`.
  mutating func add(_ document: ManifestLayout, of workload: WorkloadSpec?, to name: String) throws(Sink.Failure) {
    let place: Int
    if let known = places[name] {
      place = known
      files[place].bytes.append(contentsOf: "---\n".utf8)
    } else {
      place = files.count
      places[name] = place
      files.append((name, []))
      try sink.append([], to: name)
    }
    document.append(to: &files[place].bytes, of: workload)
    if files[place].bytes.count >= pieceSize { try handOn(place) }
  }

  /// Hands on what is left.
  mutating func finish() throws(Sink.Failure) {
    for place in files.indices { try handOn(place) }
  }

  private mutating func handOn(_ place: Int) throws(Sink.Failure) {
    try sink.append(files[place].bytes, to: files[place].name)
    files[place].bytes.removeAll(keepingCapacity: true)
  }
}

/// Files in memory.
struct CollectedManifests: ManifestSink {
  private(set) var files: [(name: String, bytes: [UInt8])] = []

  mutating func append(_ bytes: [UInt8], to file: String) {
    if let place = files.firstIndex(where: { $0.name == file }) {
      files[place].bytes += bytes
    } else {
      files.append((file, bytes))
    }
  }
}
