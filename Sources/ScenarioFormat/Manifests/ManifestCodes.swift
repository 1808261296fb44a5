// SPDX-License-Identifier: GPL-3.0-or-later

extension DiagnosticCode {
  /// Not a Kubernetes object.
  public static let invalidObject = DiagnosticCode(300, "a manifest lacks apiVersion, kind or metadata.name")
  /// Kinds nobody knows.
  public static let unknownKind = DiagnosticCode(301, "objects of kinds that play no part in placement were left out")
  /// Known and not simulated.
  public static let notModelled = DiagnosticCode(302, "a kind or field that affects placement is not modelled yet")
  /// The real system would refuse it.
  public static let refusedUpstream = DiagnosticCode(303, "the system that an object is written for refuses it")
  /// The object is there twice.
  public static let duplicateObject = DiagnosticCode(304, "an object is there twice; the last one counts")
  /// The annotation cannot be read.
  public static let unreadableAnnotation = DiagnosticCode(
    305, "an annotation cannot be read; the system then uses its default")
  /// It names what is not there.
  public static let danglingReference = DiagnosticCode(306, "an object names another one that the input does not have")
  /// Whose node?
  public static let nodeWithoutMember = DiagnosticCode(307, "a Node is listed under no member cluster")
  /// Evictions that nobody carries out.
  public static let idleEviction = DiagnosticCode(
    308, "an object asks for evictions that the control plane has turned off by default")

  /// Rebalancers that come too early.
  public static let idleRebalancer = DiagnosticCode(
    309, "a WorkloadRebalancer was created before its workload was last scheduled, and so does nothing")

  /// A slip.
  public static let misspeltField = DiagnosticCode(
    310, "a field of a native object is unknown, and one letter from a known one")

  /// The codes of manifests.
  public static let manifestCodes: [DiagnosticCode] = [
    .invalidObject, .unknownKind, .notModelled, .refusedUpstream, .duplicateObject, .unreadableAnnotation,
    .danglingReference, .nodeWithoutMember, .idleEviction, .idleRebalancer, .misspeltField,
  ]
}
