// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 5: the list of exhibits.
enum ExhibitSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        let exhibits = context.input.exhibits
        let listed = exhibits.prefix(Limits.listedExhibits)
        var blocks: [ReportBlock] = [
            .heading(level: 1, text: "5. Exhibits", anchor: "section-5"),
            .paragraph(
                """
                Sizes and digests are those that the entry recorded when the original was taken in; \
                "recorded" is the time of the vault's own clock. The place is the number of the entry in \
                the log of \(context.input.sealing.size) entries under the signed checkpoint.
                """),
            .table(
                ReportTable(
                    [
                        ReportTable.Column("Exhibit", share: 9),
                        ReportTable.Column("What it is", share: 28),
                        ReportTable.Column("Size and SHA-256", share: 34),
                        ReportTable.Column("Recorded", share: 17),
                        ReportTable.Column("Existed by", share: 12),
                    ], rows: listed.map { row($0, context) })),
        ]
        if exhibits.count > listed.count {
            blocks.append(
                .notice([
                    """
                    \(exhibits.count - listed.count) more exhibits are not printed here; all of them \
                    are in \(fixed: "data/report/exhibits.csv").
                    """
                ]))
        }
        return blocks
    }

    private static func row(_ exhibit: ReportExhibit, _ context: ReportContext) -> ReportTable.Row {
        let told = context.isTold(exhibit) ? exhibit.anchors.journal : nil
        return ReportTable.Row(
            [
                ReportText([ReportRun(exhibit.mark, style: .strong, link: told)]),
                what(exhibit, context), bytes(exhibit), recorded(exhibit, context),
                existedBy(exhibit),
            ], anchor: exhibit.anchors.row)
    }

    private static func what(_ exhibit: ReportExhibit, _ context: ReportContext) -> ReportText {
        var text: ReportText =
            "\(own: Wording.capital(Wording.kind(exhibit.kind))): \(context.name(exhibit))"
        if let added = exhibit.added {
            if !added.name.isEmpty { text += "\nNamed \(ReportText.excerpt(added.name))" }
            text += "\n\(ReportText.excerpt(added.mediaType))"
            if exhibit.isCompanion, let set = added.set {
                text += "\nBelongs with \(context.reference(set))"
            }
        }
        if let same = context.chronology.doubles.sameBytes[exhibit.number] {
            text += "\n\(strong: "The same bytes as") \(context.reference(same))"
        }
        if let extract = exhibit.extract {
            text += """

                \(strong: "Extract:") \(extract.taken) of \(extract.total) \
                \(own: exhibit.recordNoun.many), the original is withheld
                """
        }
        return text
    }

    private static func bytes(_ exhibit: ReportExhibit) -> ReportText {
        guard let added = exhibit.added else {
            return "no file; what counts is the entry itself, \(fixed: entryPath(exhibit.number))"
        }
        var text: ReportText = ""
        if exhibit.extract != nil { text += "The original, which is withheld:\n" }
        text += "\(own: Wording.bytes(added.size))\n\(fixed: added.sha256.hex)"
        if let path = exhibit.path { text += "\n\(fixed: path)" }
        if exhibit.extract != nil { text += "\nIn this file:" }
        for file in exhibit.extract == nil ? [] : exhibit.readable {
            text += """

                \(fixed: file.path), \(own: Wording.bytes(file.size)), SHA-256 \
                \(fixed: file.sha256.hex)
                """
        }
        return text
    }

    private static func recorded(_ exhibit: ReportExhibit, _ context: ReportContext) -> ReportText {
        """
        \(own: exhibit.recorded.map(Wording.time) ?? "")
        entry \(own: String(exhibit.number)) of \(context.input.sealing.size)
        """
    }

    private static func existedBy(_ exhibit: ReportExhibit) -> ReportText {
        guard !exhibit.existedBy.isEmpty else { return "not attested" }
        return .joined(
            exhibit.existedBy.map { attested in
                """
                \(own: Wording.time(attested.time)), \(quoted: attested.authority) (entry \
                \(own: String(attested.entry)))
                """
            }, by: "\n")
    }

    /// Where an entry's exact bytes stand in the bag.
    static func entryPath(_ seq: UInt64) -> String {
        let digits = String(seq)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.utf8.count))
        return "proof/entries/" + zeros + digits + ".json"
    }
}
