// SPDX-License-Identifier: GPL-3.0-or-later

/// The page's style: calm, legible, light and dark by the reader's own setting, and fit for paper.
enum StyleSheet {
  static var text: String { base + series(SeriesStyle.colors) + parts(PartStyle.colors) + dark + print }

  private static let base = """
    :root{--ink:#1b1f24;--muted:#57606a;--paper:#fff;--soft:#f6f8fa;--line:#d8dee4;--link:#0550ae;--good:#116329;
    --bad:#a40e26;--fault:#d55e00}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:1200px;padding:0 28px 48px;background:var(--paper);color:var(--ink);
    font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
    header{padding:36px 0 4px}
    .brand{margin:0;color:var(--muted);font-size:13px;letter-spacing:.12em;text-transform:uppercase}
    h1{margin:2px 0 6px;font-size:30px;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
    h2{margin:0 0 14px;font-size:21px;line-height:1.3}
    h3{margin:0 0 2px;font-size:17px;line-height:1.35}
    h4{margin:0 0 2px;font-size:14px;line-height:1.35;overflow-wrap:anywhere}
    .summary{margin:0;max-width:76ch;color:var(--muted);font-size:17px}
    nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin:18px 0 0;padding:10px 0;border-top:1px solid var(--line);
    border-bottom:1px solid var(--line);font-size:14px}
    a{color:var(--link);text-decoration:none}
    a:hover,a:focus{text-decoration:underline}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px}
    .anchor{color:var(--muted);font-weight:400;font-size:.8em;opacity:0}
    h2:hover .anchor,h3:hover .anchor,.anchor:focus{opacity:1}
    section{margin:38px 0 0;scroll-margin-top:12px}
    p{margin:0 0 12px;max-width:86ch}
    .lead{margin:0 0 14px;max-width:62ch;font-size:21px;line-height:1.45;font-weight:600;letter-spacing:-.005em;
    overflow-wrap:anywhere}
    .warning{padding:8px 12px;border-left:4px solid var(--fault);background:var(--soft)}
    .facts{display:flex;flex-wrap:wrap;gap:12px 34px;margin:20px 0 0}
    .facts div{display:flex;flex-direction:column-reverse}
    .facts dd{margin:0;font-size:22px;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.25}
    .facts dt{color:var(--muted);font-size:13px}
    .pairs{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;margin:0 0 14px;font-size:14px}
    .pairs dt{color:var(--muted)}
    .pairs dd{margin:0;overflow-wrap:anywhere}
    code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
    .scroll{overflow-x:auto;max-width:100%;background:
    linear-gradient(to left,var(--paper) 40px,transparent) right/90px 100% no-repeat local,
    linear-gradient(to left,var(--line),transparent) right/16px 100% no-repeat scroll}
    table{border-collapse:collapse;font-size:14px;line-height:1.4;font-variant-numeric:tabular-nums}
    th,td{padding:7px 9px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
    td.n,thead th.n{text-align:right;white-space:nowrap}
    thead th{color:var(--muted);font-weight:500;font-size:13px;vertical-align:bottom;border-bottom-width:2px;
    white-space:nowrap}
    tbody th{font-weight:500;white-space:nowrap}
    th:first-child{padding-left:0}
    tbody tr:hover,tbody tr:hover th{background:var(--soft)}
    tr.first th,tr.first td{font-weight:700}
    .state{font-weight:600;white-space:nowrap}
    .whole{white-space:nowrap}
    .good{color:var(--good)}
    .bad{color:var(--bad)}
    .none{color:var(--muted)}
    figure{margin:0 0 30px;scroll-margin-top:12px}
    figcaption p{margin:0 0 12px;color:var(--muted);font-size:14px}
    .broad>svg,.narrow>svg{display:block;width:100%;height:auto}
    .narrow{display:none}
    .panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,344px),1fr));gap:20px 24px}
    .panel{overflow-x:auto}
    .panel svg{display:block;width:100%;min-width:344px;max-width:430px;height:auto}
    .key svg{display:block;max-width:100%;margin:0 0 12px}
    .legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:0 0 14px;padding:0;list-style:none;font-size:14px}
    .legend svg{margin-right:7px;vertical-align:-2px}
    .skip{position:absolute;left:-9999px;padding:8px 14px;background:var(--paper)}
    .skip:focus{left:8px;top:8px;z-index:2}
    main:focus{outline:none}
    .changes{margin:0 0 6px;font-size:17px;overflow-wrap:anywhere}
    .changes code{font-size:.92em}
    caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .command{user-select:all}.command span{white-space:nowrap}
    td:has(.command){min-width:36ch}
    .files{margin:8px 0 0;color:var(--muted);font-size:13px;overflow-wrap:anywhere}
    th button{all:unset;cursor:pointer;text-align:inherit}
    th button:hover,th[aria-sort]{color:var(--ink)}
    th button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
    th[aria-sort=ascending] button::after{content:" \\2191"}
    th[aria-sort=descending] button::after{content:" \\2193"}
    .filter{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;margin:10px 0 0;font-size:14px}
    .filter input{font:inherit;padding:3px 8px;width:24ch;max-width:100%;color:inherit;background:var(--soft);
    border:1px solid var(--muted);border-radius:4px}
    .filter output{color:var(--muted)}
    .tip{position:fixed;z-index:3;max-width:min(44ch,92vw);padding:5px 9px;background:var(--ink);color:var(--paper);
    font-size:13px;line-height:1.4;border-radius:4px;pointer-events:none;overflow-wrap:anywhere}
    [hidden]{display:none}
    details{margin:10px 0 0;font-size:14px}
    summary{width:max-content;max-width:100%;padding:4px 0;color:var(--link);cursor:pointer}
    ul{margin:0 0 12px;padding-left:22px}
    li{margin:0 0 4px;max-width:86ch}
    .legend li{margin:0}
    footer{margin:44px 0 0;padding:14px 0 0;border-top:1px solid var(--line);color:var(--muted);font-size:13px}
    .t{fill:var(--muted)}.k{fill:var(--ink)}.k-line{stroke:var(--ink)}.g{stroke:var(--line)}
    .hollow{fill:var(--paper)}.edge{stroke:var(--paper)}.fault{fill:var(--fault)}.fault-rule{stroke:var(--fault)}
    .zero{stroke:var(--line)}.zero-fill{fill:var(--line)}
    @media (max-width:640px){tbody th{position:sticky;left:0;background:var(--paper);white-space:normal;min-width:12ch;
    max-width:17ch;overflow-wrap:break-word;box-shadow:inset 0 -1px var(--line)}
    .broad{display:none}.narrow{display:block}
    body{padding:0 16px 32px;font-size:15px}header{padding-top:22px}h1{font-size:25px}
    .lead{font-size:18px}.facts{gap:10px 24px}.pairs{grid-template-columns:1fr;gap:0}.pairs dd{margin:0 0 8px}}
    @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}

    """

  private static var dark: String {
    """
    @media screen and (prefers-color-scheme:dark){
    :root{--ink:#e6edf3;--muted:#9aa5b1;--paper:#0f1419;--soft:#1a212a;--line:#323c47;--link:#79b8ff;--good:#56d364;
    --bad:#ff8b85;--fault:#ff8c42}
    .fault{fill-opacity:.13}
    \(series(SeriesStyle.darkColors))\(parts(PartStyle.darkColors))}

    """
  }

  private static let print = """
    @page{margin:12mm}@media print{.broad{display:block}.narrow{display:none}body{max-width:none;padding:0;font-size:11pt}
    nav,.anchor,.skip,.filter,.tip,.files,summary{display:none}
    details::details-content{content-visibility:visible;height:auto;display:block}
    section,figure{break-inside:auto}figcaption,h2,h3{break-after:avoid}.panel,tr,.broad{break-inside:avoid}
    .scroll,.panel{overflow:visible;background:none}table,thead th{font-size:7.5pt}th,td{padding:3px 4px}
    thead th,td.n,tbody th,.state,.whole{white-space:normal}thead th,tbody th{overflow-wrap:anywhere}
    td code,th code{font-size:7pt}
    td:has(.command){min-width:0}.command{font-size:6.5pt}.command span{white-space:normal;overflow-wrap:anywhere}
    .panel svg{min-width:0}.panels{grid-template-columns:repeat(2,1fr)}a{color:inherit}}

    """

  /// Fills of the parts of a whole.
  static func parts(_ colors: [String]) -> String {
    colors.enumerated().map { ".p\($0.offset){fill:\($0.element)}" }.joined() + "\n"
  }

  /// Strokes and fills of the eight series colours.
  static func series(_ colors: [String]) -> String {
    colors.enumerated().map { ".s\($0.offset){stroke:\($0.element)}.f\($0.offset){fill:\($0.element)}" }
      .joined() + "\n"
  }
}
