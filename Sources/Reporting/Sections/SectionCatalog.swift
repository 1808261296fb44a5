// SPDX-License-Identifier: GPL-3.0-or-later

/// A piece of a section's page form.
enum SectionBlock: Sendable {
  case markup(Markup)
  case figure(Figure)

  var markup: Markup {
    switch self {
    case .markup(let markup): markup
    case .figure(let figure): figure.markup
    }
  }

  var figure: Figure? {
    if case .figure(let figure) = self { figure } else { nil }
  }
}

/// One part of a report. A section that has nothing to say is left out.
protocol ReportSection: Sendable {
  /// The permalink: never changed once published.
  var id: String { get }
  var title: String { get }
  /// The page's form; empty when there is nothing to say.
  func blocks(_ model: ReportModel) -> [SectionBlock]
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
    ComparisonSection(),
    TradeOffSection(),
    SweepSection(),
    RecoverySection(),
    LossSection(),
    FailoverSection(),
    UtilisationSection(),
    WorstEpisodeSection(),
    PlacementSection(),
    ActivitySection(),
    WorstWorkloadsSection(),
    WorstSeedsSection(),
    ProgramsSection(),
    TranslationsSection(),
    CaveatsSection(),
    ProvenanceSection(),
  ]
}
