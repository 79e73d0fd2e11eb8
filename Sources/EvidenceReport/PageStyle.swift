// SPDX-License-Identifier: Apache-2.0

/// How the page looks: black on white, readable in greys, made for A4.
enum PageStyle {
    /// The sheet, with a line at the head and at the foot of each printed page. On the first page the title
    /// stands already.
    static func sheet(title: String, foot: String) -> String {
        """
        @page {
          size: A4; margin: 18mm 16mm 20mm;
          @top-left { content: "\(escaped(title))"; font: 7pt sans-serif; color: #444; width: 85%; overflow-wrap: anywhere; }
          @bottom-left { content: "\(escaped(foot))"; font: 7pt sans-serif; color: #444; width: 85%; overflow-wrap: anywhere; }
          @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt sans-serif; white-space: nowrap; }
        }
        @page :first { @top-left { content: none; } }
        \(rules)
        """
    }

    /// For a text in CSS: all but letters, digits and spaces by their codes.
    private static func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar == " ")
            if isPlain || ("0"..."9").contains(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return shown
    }

    private static let rules = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        html { background: #fff; }
        body {
          margin: 0 auto; padding: 1.5rem; max-width: 58rem; color: #111; background: #fff;
          font: 15px/1.45 "Liberation Sans", Arial, "Noto Sans", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere;
        }
        header h1 { font-size: 1.7rem; margin: 0 0 .6rem; }
        h2 { font-size: 1.35rem; margin: 2rem 0 .7rem; padding-bottom: .2rem; border-bottom: 2px solid #111; }
        h3 { font-size: 1.08rem; margin: 1.5rem 0 .5rem; }
        h4 { font-size: 1rem; margin: 1.2rem 0 .4rem; }
        p { margin: .5rem 0; }
        ul { margin: .5rem 0; padding-left: 1.3rem; }
        li { margin: .25rem 0; }
        a { color: #111; text-decoration: underline; text-underline-offset: 2px; }
        code { font: .86em/1.4 "Liberation Mono", "DejaVu Sans Mono", Consolas, monospace; }
        small, .small { font-size: .82em; color: #333; }
        bdi { white-space: pre-wrap; unicode-bidi: isolate; }
        bdi.high { line-height: 2.6; }
        bdi.highest { line-height: 4.4; }
        .said bdi { display: block; }
        .said bdi bdi { display: inline; }
        .said bdi + br { display: none; }
        .contents { list-style: none; padding: 0; columns: 2; }
        .notice { border: 2px solid #111; padding: .3rem .9rem; margin: 1rem 0; }
        dl { margin: .6rem 0; border-top: 1px solid #888; }
        dl div { display: flex; gap: .8rem; border-bottom: 1px solid #ccc; padding: .3rem 0; }
        dt { flex: 0 0 10rem; font-weight: bold; }
        dd { flex: 1; margin: 0; min-width: 0; }
        table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: .7rem 0; font-size: .88em; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .45rem; border: 1px solid #999; }
        thead th { background: #e8e8e8; border-bottom: 2px solid #111; }
        .number { text-align: right; }
        .message { border: 1px solid #999; border-left: 5px solid #777; padding: .35rem .7rem; margin: .6rem 12% .6rem 0; }
        .message.outgoing { border-left-width: 1px; border-right: 5px solid #777; margin: .6rem 0 .6rem 12%; }
        .message .head { font-size: .85em; color: #222; margin: 0 0 .25rem; }
        .message .head strong { margin-right: .3em; }
        .message .text { margin: .2rem 0; }
        .notes { font-size: .82em; color: #222; list-style: none; padding: 0; margin: .3rem 0 0; border-top: 1px dotted #999; }
        .notes li { margin: .15rem 0; }
        .pictures { display: flex; flex-wrap: wrap; gap: .7rem; margin: .5rem 0; }
        figure { margin: .3rem 0; }
        .pictures figure { width: 15rem; }
        img { max-width: 100%; max-height: 15rem; width: auto; height: auto; border: 1px solid #999; display: block; }
        figcaption { font-size: .85em; margin: .2rem 0; }
        .chart figcaption { font-weight: bold; }
        svg { width: 100%; height: auto; display: block; }
        svg rect { fill: #555; stroke: #111; stroke-width: .5; }
        svg .rule { stroke: #bbb; stroke-width: .7; }
        svg text { font: 10px "Liberation Sans", Arial, sans-serif; fill: #111; }
        svg .value { text-anchor: end; }
        svg .label, svg .count { text-anchor: middle; }
        .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        hr.page { border: 0; margin: 0; }
        footer { margin-top: 2rem; border-top: 1px solid #888; }
        :target { outline: 3px solid #111; outline-offset: 2px; }
        @media print {
          body { max-width: none; padding: 0; font-size: 9.5pt; }
          h2, h3, h4, .head, figcaption { break-after: avoid; }
          h2 { margin-top: 0; }
          tr, .message, figure, li, dl div, .notice { break-inside: avoid; }
          thead { display: table-header-group; }
          hr.page { break-before: page; }
          p { orphans: 3; widows: 3; }
          footer { display: none; }
          :target { outline: none; }
        }
        """
}
