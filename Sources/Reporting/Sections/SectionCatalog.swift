// SPDX-License-Identifier: GPL-3.0-or-later

/// One part of a report. A section that has nothing to say is left out.
protocol ReportSection: Sendable {
  /// The permalink: never changed once published.
  var id: String { get }
  var title: String { get }
  /// The page's form; nil when there is nothing to say.
  func html(_ model: ReportModel) -> Markup?
  /// The Markdown form; nil when there is nothing to say or it needs a picture.
  func markdown(_ model: ReportModel) -> String?
  /// True when Markdown shows it folded.
  var isFolded: Bool { get }
}

extension ReportSection {
  func markdown(_ model: ReportModel) -> String? { nil }
  var isFolded: Bool { true }
}

/// Every section, in the order of a page. To add one: a file in this folder and a line here.
enum SectionCatalog {
  static let sections: [any ReportSection] = [
    VerdictSection(),
    GoalsSection(),
    RankingSection(),
    ServedShareSection(),
    ReadyByRegionSection(),
    RecoverySection(),
    LossSection(),
    FailoverSection(),
    UtilisationSection(),
    SweepSection(),
    ActivitySection(),
    WorstWorkloadsSection(),
    TranslationsSection(),
    CaveatsSection(),
    ProvenanceSection(),
  ]
}
