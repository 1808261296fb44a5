// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// What every Kubernetes object has, read once.
struct KubernetesObject {
  /// The API group; empty for the core one.
  let group: String
  /// Group and version as written.
  let apiVersion: String
  /// The kind.
  let kind: String
  /// The name.
  let name: String
  /// The namespace; `default` where none is given.
  let namespace: String
  let labels: Labels
  let annotations: Labels
  let uid: String?
  /// Whether another object made it and keeps it.
  let isOwned: Bool
  /// Whether it is an object of a federation system.
  private let isForeign: Bool
  /// The whole object.
  let reader: FieldReader

  /// `namespace/name`.
  var key: String { "\(namespace)/\(name)" }
  var position: SourcePosition { reader.position }
  var collector: DiagnosticCollector { reader.collector }
  /// How messages call it.
  var title: String { "\(kind) \(name)" }

  /// Reads what `node` says of itself; nil, with a diagnostic, where it is no object.
  ///
  /// `inherited` is what the typed list around it says of its items, which may carry no kind of their own.
  init?(
    _ node: DocumentNode, inherited: (apiVersion: String, kind: String)? = nil, collector: DiagnosticCollector
  ) {
    guard let reader = FieldReader(node, section: "a manifest", collector: collector) else { return nil }
    guard let apiVersion = reader.string("apiVersion") ?? inherited?.apiVersion,
      let kind = reader.string("kind") ?? inherited?.kind, !kind.isEmpty
    else {
      if !reader.has("apiVersion") || !reader.has("kind") {
        collector.error(
          .invalidObject, at: node.position, "this is no Kubernetes object: apiVersion or kind is missing",
          fix: "add apiVersion and kind, or take the document out")
      }
      return nil
    }
    group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
    isForeign = Self.isOfSystem(apiVersion)
    self.reader = reader
    self.kind = kind
    self.apiVersion = apiVersion
    let metadata = reader.mapping("metadata")
    name = metadata?.string("name") ?? ""
    let namespace = metadata?.string("namespace") ?? ""
    self.namespace = namespace.isEmpty ? "default" : namespace
    labels = metadata?.labels("labels") ?? [:]
    annotations = metadata?.labels("annotations") ?? [:]
    uid = metadata?.string("uid")
    isOwned = metadata?.has("ownerReferences") ?? false
  }

  private static func isOfSystem(_ apiVersion: String) -> Bool {
    let group = apiVersion.prefix { $0 != "/" }
    return ["karmada.io", "kubefed.io", "kubeadmiral.io"].contains { group.hasSuffix($0) }
  }

  /// Whether it has a name; without one an error is reported.
  func hasName() -> Bool {
    if !name.isEmpty { return true }
    collector.error(
      .invalidObject, at: position, "the \(kind) has no metadata.name", fix: "add metadata: {name: ...}")
    return false
  }

  /// A reader of its `spec`; nothing counts as empty.
  func spec() -> FieldReader? { section("spec") }
  /// A reader of its `status`; nothing counts as empty.
  func status() -> FieldReader? { section("status") }

  private func section(_ key: String) -> FieldReader? {
    let node = reader.node(key) ?? DocumentNode(.null, at: position)
    return FieldReader(node, section: "\(key) of \(title)", collector: collector, isForeign: isForeign)
  }

  /// Reports what the real system would not accept.
  func refuse(at position: SourcePosition, _ what: String, fix: String) {
    collector.error(.refusedUpstream, at: position, "\(title): \(what)", fix: fix)
  }
}
