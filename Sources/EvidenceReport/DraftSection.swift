// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 7: drafts that a person may use, unsigned.
enum DraftSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        [
            .heading(level: 1, text: "7. Drafts, unsigned", anchor: "section-7"),
            .notice([
                """
                \(strong: "These are drafts.") Nobody has signed them, and the program states nothing \
                in them. A person who can answer for it reads, corrects and completes them; what \
                stands in [brackets] is missing.
                """
            ]),
        ] + statement(context) + certificate(context)
    }

    private static func statement(_ context: ReportContext) -> [ReportBlock] {
        let sealing = context.input.sealing
        let exhibits = context.input.exhibits.filter { !$0.isCompanion }
        var blocks: [ReportBlock] = [
            .heading(level: 2, text: "Paragraphs for a witness statement", anchor: nil),
            .paragraph(
                """
                I, [name], keep a record with the program \(quoted: sealing.tool). It takes in \
                files and entries of a diary as they are, with their SHA-256 digests, and keeps them in a \
                log in which each entry is tied to those before it. On [date], I chose the following \
                from it and sealed it on \(own: Wording.time(sealing.time)) by the clock of my device.
                """),
        ]
        if sealing.descriptionsLeftOut > 0 {
            blocks.append(
                .paragraph(
                    """
                    [Descriptions were left out of this file. If one of them corrects what stands below, \
                    this draft does not know of it.]
                    """))
        }
        for exhibit in exhibits.prefix(Limits.draftedExhibits) {
            blocks.append(.paragraph(paragraph(exhibit, context) + warning(exhibit)))
        }
        if exhibits.count > Limits.draftedExhibits {
            blocks.append(
                .notice([
                    """
                    Paragraphs for \(exhibits.count - Limits.draftedExhibits) more exhibits are not \
                    drafted here. They follow the same pattern; section 5 has what they need.
                    """
                ]))
        }
        return blocks
    }

    // What a person who signs must not overlook.
    private static func warning(_ exhibit: ReportExhibit) -> ReportText {
        let corrections = exhibit.corrections
        guard !corrections.isEmpty else { return "" }
        return """
             [Corrected later, in \(own: corrections.count == 1 ? "entry" : "entries") \
            \(own: ReportContext.entries(corrections)) (section 6). What stands here is what was written \
            first: correct it before it is signed.]
            """
    }

    private static func paragraph(
        _ exhibit: ReportExhibit, _ context: ReportContext
    ) -> ReportText {
        let time = exhibit.recorded.map(Wording.time) ?? "[time]"
        let end: ReportText = "marked \(strong: exhibit.mark)."
        switch exhibit.subject {
        case .incident(let incident):
            let when = incident.from.flatMap { Moment($0) }.map { " on \(Wording.time($0))" } ?? ""
            return """
                I produce an entry of my diary about what happened\(own: when), which I wrote on \
                \(own: time) by the clock of my device (entry \(own: String(exhibit.number))), \(end)
                """
        case .order(let order):
            return """
                I produce my note of an order or warning (\(quoted: ReportContext.type(of: order))), \
                which I wrote on \(own: time) by the clock of my device (entry \
                \(own: String(exhibit.number))), \(end)
                """
        case .item(let added):
            let kind = Wording.kind(exhibit.kind)
            let article = "aeiou".contains(kind.prefix(1)) ? "an" : "a"
            let thing =
                [.messages, .calendar, .calls].contains(exhibit.kind)
                ? "a file with \(kind == "messages" ? kind : "a " + kind)" : "\(article) \(kind)"
            if let extract = exhibit.extract {
                return """
                    I produce an extract of \(extract.taken) of \(extract.total) \
                    \(own: exhibit.recordNoun.many), those at \
                    \(quoted: extract.places), which the program read out of a file of \
                    \(own: Wording.bytes(added.size)) with the SHA-256 digest \(fixed: added.sha256.hex) that I added on \
                    \(own: time) by the clock of my device (entry \(own: String(exhibit.number))). \
                    [I still keep that file.] It is not in what I sealed. The extract is \(end)
                    """
            }
            let named =
                added.name.isEmpty ? "" : " named \(ReportText.excerpt(added.name))" as ReportText
            return """
                I produce \(own: thing)\(named), \(own: Wording.bytes(added.size)), with the SHA-256 \
                digest \(fixed: added.sha256.hex), which I added on \(own: time) by the clock of my \
                device (entry \(own: String(exhibit.number))), \(end) [How I came to have it.]
                """
        }
    }

    private static func certificate(_ context: ReportContext) -> [ReportBlock] {
        let sealing = context.input.sealing
        let files = context.input.exhibits.filter { $0.added != nil }
        let isInPart = files.contains { $0.extract != nil }
        var blocks: [ReportBlock] = [
            .heading(
                level: 2, text: "Schedule and process, as for US Federal Rule of Evidence 902(14)",
                anchor: nil),
            .paragraph(
                """
                Certificate of [name], [qualification]. I describe below a process of digital \
                identification and the copies to which it was applied. [Declaration, date, signature.]
                """),
            .list(
                [
                    """
                    When a file is added, the program \(quoted: sealing.tool) reads its bytes once, \
                    computes their SHA-256 digest (FIPS 180-4), and stores them encrypted, unchanged.
                    """,
                    """
                    An entry with size, digest, name and time is appended to a log (RFC 6962), whose \
                    checkpoint is signed with an Ed25519 key. The twelve words of that key are \
                    \(fixed: sealing.words).
                    """,
                    """
                    When an original goes into a bundle, the stored bytes are decrypted, their digest is computed \
                    again, and the sealing stops where it is not the recorded one. The bundle lists the \
                    digest of each file (BagIt, RFC 8493); the list and the whole are signed.
                    """,
                ]
                    + (isInPart
                        ? [
                            """
                            Of an extract the original stays out. The program decrypts it and reads messages out of it; \
                            its digest in the schedule is the one recorded when it was added, and is not computed again.
                            """
                        ] : []) + [
                        """
                        Whoever receives it computes the digests again with any program for SHA-256 and \
                        compares them with the schedule: the same digest identifies the copy as the same \
                        bytes that were added.
                        """
                    ]),
        ]
        guard !files.isEmpty else { return blocks }
        let listed = files.prefix(Limits.listedExhibits)
        blocks.append(
            .table(
                ReportTable(
                    [
                        ReportTable.Column("Exhibit", share: 8),
                        ReportTable.Column("Entry", share: 8, isNumber: true),
                        ReportTable.Column("Bytes", share: 12, isNumber: true),
                        ReportTable.Column("SHA-256", share: 48),
                        ReportTable.Column("In this file", share: 24),
                    ],
                    rows: listed.map { exhibit in
                        ReportTable.Row([
                            context.mark(exhibit), ReportText(String(exhibit.number)),
                            "\(exhibit.added?.size ?? 0)",
                            "\(fixed: exhibit.added?.sha256.hex ?? "")",
                            exhibit.path.map { "\(fixed: $0)" }
                                ?? "withheld; an extract is in this file",
                        ])
                    })))
        if files.count > listed.count {
            blocks.append(
                .notice([
                    """
                    \(files.count - listed.count) more are in \(fixed: "data/report/exhibits.csv").
                    """
                ]))
        }
        return blocks
    }
}
