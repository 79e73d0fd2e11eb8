// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 1: what this is, who sealed it and for whom, how much of the record it discloses, and what
/// checking it shows and does not show.
enum OpeningSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        [
            .heading(level: 1, text: "1. What this is", anchor: "section-1"),
            .paragraph(purpose(context)),
            .paragraph(sources(context)),
            .paragraph(
                """
                It counts and lists. It draws no conclusion about anybody, and it is no statement \
                of a witness.
                """),
            .fields(facts(context)),
        ] + disclosure(context) + [
            .heading(level: 2, text: "What checking the sealed file shows", anchor: nil),
            .paragraph(
                """
                Nothing in this report is a result of a check: whoever relies on it checks the \
                sealed file (section 8). A check that succeeds shows:
                """),
            .list([
                "\(strong: "Intact.") The encrypted file is the one that was signed by the key named above.",
                "\(strong: "Complete.") Every file that was sealed is there, and no other.",
                """
                \(strong: "Unchanged since recorded.") Each original has the digest that its entry \
                recorded, and each entry stands in the signed record.
                """,
                """
                \(strong: "In order.") Each entry has its place in the record, and where its \
                neighbour is disclosed, follows it.
                """,
                """
                \(strong: "Sealed by the key that you name.") This needs the key or its twelve words, given \
                to you in another way than with this file.
                """,
            ]),
            .heading(level: 2, text: "What it does not show", anchor: nil),
            .list([
                "Who made the originals, when they were first made, or that what they show is true.",
                """
                That everything which matters was recorded or was sealed. The numbers above say \
                how much of the record is disclosed, and nothing about the rest.
                """,
                """
                Whose key it is. The words of the key have to be compared with the ones that the \
                sealer gave in another way: in person, or over a telephone number known before.
                """,
                """
                That a clock was right. Times of recording and sealing are those of the sealer's \
                own clock; times in messages and files are those that their source states.
                """,
                attested(context),
            ]),
        ]
    }

    /// What stands below the title: which marks, of which case, and when it was sealed.
    static func title(_ input: ReportInput) -> [ReportField] {
        var marks: ReportText = "none"
        if let first = input.exhibits.first, let last = input.exhibits.last {
            marks = "\(own: first.mark)"
            if input.exhibits.count > 1 {
                marks += " to \(own: last.mark) (\(input.exhibits.count))"
            }
        }
        var fields = [ReportField("Exhibits", marks)]
        if let reference = input.sealing.caseReference {
            fields.append(ReportField("Case", .excerpt(reference)))
        }
        fields.append(
            ReportField(
                "Sealed on", "\(own: Wording.time(input.sealing.time)), by the sealer's own clock"))
        return fields
    }

    private static func purpose(_ context: ReportContext) -> ReportText {
        let hasOriginals = context.input.exhibits.contains { $0.path != nil }
        let originals: ReportText =
            hasOriginals ? "the originals in \(fixed: "data/exhibits") and " : ""
        var sentences: [ReportText] = [
            """
            This report was made by the program that sealed the evidence. It is there to be read \
            and printed. What counts are \(originals)the entries of the record in \
            \(fixed: "proof/entries"), which anybody can check without this report.
            """
        ]
        if context.hasExtracts {
            sentences.append(
                """
                Of an extract the original counts, which is not in this file: whether it says the \
                same can be checked only with it.
                """)
        }
        return .joined(sentences, by: " ")
    }

    // All that it is made from; what no entry in this file carries is named.
    private static func sources(_ context: ReportContext) -> ReportText {
        var sentences: [ReportText] = [
            """
            It was made from those entries, from what the program read out of the exhibits while it \
            sealed them, from how this file was sealed, and from how many entries, withdrawals and \
            descriptions the record has that this file does not hold.
            """
        ]
        if context.hasExtracts {
            sentences.append(
                """
                What it says of an extract the program read out of the original, which is withheld: \
                its messages, how many there are in all, and how dates and times are to be \
                understood. No entry about that reading is in this file.
                """)
        }
        if context.hasEarlierSealings {
            sentences.append(
                """
                Earlier sealings for the same keys are told from entries that are not in this file \
                (section 6).
                """)
        }
        sentences.append(
            """
            What is said of one exhibit stands beside the number of an entry, or beside its mark, \
            under which sections 5 and 6 name its entries. Counts are of what is in this file, \
            unless they say of what else.
            """)
        return .joined(sentences, by: " ")
    }

    private static func attested(_ context: ReportContext) -> ReportText {
        let count = context.input.exhibits.filter { !$0.existedBy.isEmpty }.count
        guard count > 0 else {
            return """
                When anything existed, by anybody's clock but the sealer's: no outside time is \
                attached.
                """
        }
        return """
            For \(context.input.exhibits.count - count) of \(context.input.exhibits.count) exhibits, \
            when they existed by anybody's clock but the sealer's: outside times are attached to \
            the others (section 5).
            """
    }

    private static func facts(_ context: ReportContext) -> [ReportField] {
        let sealing = context.input.sealing
        var fields = [
            ReportField(
                "Sealed by",
                """
                the key of the words \(strong: SafeText.escaped(sealing.words))
                minisign public key \(fixed: sealing.key)
                """),
            ReportField(
                "Sealed on", "\(own: Wording.time(sealing.time)), by the sealer's own clock"),
            ReportField("Sealed for", recipients(sealing)),
        ]
        if let reference = sealing.caseReference {
            fields.append(ReportField("Case", "\(quoted: reference), as the sealer gave it"))
        }
        fields += [
            ReportField(
                "Record",
                """
                \(context.input.disclosedCount) of \(sealing.size) entries disclosed, under the \
                checkpoint of \(fixed: sealing.origin) with \(sealing.size) entries and the root \
                \(fixed: sealing.root)
                """),
            ReportField("Exhibits", exhibits(context)),
            ReportField("Made with", "\(quoted: sealing.tool)"),
        ]
        return fields
    }

    private static func recipients(_ sealing: SealingFacts) -> ReportText {
        guard !sealing.recipients.isEmpty else {
            return "whoever has its passphrase, which the program did not write into this file"
        }
        let keys = sealing.recipients.map { "\(fixed: $0)" as ReportText }
        return "the \(own: keys.count == 1 ? "holder of the key" : "holders of the keys") "
            + .joined(keys, by: ",\n")
    }

    private static func exhibits(_ context: ReportContext) -> ReportText {
        let all = context.input.exhibits
        var parts = [
            "\(own: Wording.counted(all.filter { $0.path != nil }.count, "original"))"
                as ReportText
        ]
        let extracts = all.filter { $0.extract != nil }.count
        if extracts > 0 {
            let part = Wording.counted(extracts, "extract", "extracts")
            parts.append(
                "\(own: part), of which the \(own: extracts == 1 ? "original is" : "originals are") withheld"
            )
        }
        let incidents = all.filter { $0.incident != nil }.count
        if incidents > 0 { parts.append(ReportText(Wording.counted(incidents, "incident"))) }
        let orders = all.filter { $0.order != nil }.count
        if orders > 0 {
            parts.append(
                ReportText(Wording.counted(orders, "order or warning", "orders and warnings")))
        }
        var text: ReportText = "\(all.count): \(ReportText.joined(parts))"
        let same = context.chronology.doubles.sameBytes.count
        if same > 0 {
            text += """
                . \(own: Wording.counted(same, "exhibit has", "exhibits have")) the same bytes as another \
                (section 5)
                """
        }
        return text
    }

    private static func disclosure(_ context: ReportContext) -> [ReportBlock] {
        let sealing = context.input.sealing
        let disclosed = context.input.disclosedCount
        let hidden = sealing.size > disclosed ? sealing.size - UInt64(disclosed) : 0
        let besides =
            context.hasEarlierSealings ? ", but for the earlier sealings in section 6" : ""
        var points: [ReportText] = [
            """
            \(strong: "\(Wording.grouped(disclosed)) of \(Wording.grouped(sealing.size)) entries disclosed.") \
            \(hidden == 0 ? "None was left out." : "\(hidden) are not in this file; what they record is not said here\(own: besides). They can also be such as are no evidence: openings of the vault, changes of its keys, earlier sealings.")
            """
        ]
        if sealing.withdrawn > 0 {
            points.append(
                """
                \(strong: "\(Wording.counted(sealing.withdrawn, "thing was", "things were")) withdrawn") from the \
                record by the person who keeps it. \(own: sealing.withdrawn == 1 ? "Its entry is" : "Their entries are") not in this file.
                """)
        } else {
            points.append(
                """
                Nothing was withdrawn from the record, as the program that sealed counted; this file alone \
                does not show it.
                """)
        }
        if sealing.descriptionsLeftOut > 0 {
            points.append(
                """
                \(strong: "Descriptions were left out:") \
                \(own: Wording.counted(sealing.descriptionsLeftOut, "entry", "entries")) with titles, labels, \
                behaviours or corrections of what is in this file. They were left out on purpose, as \
                the sealed list says too.
                """)
        }
        if context.input.exhibits.contains(where: { !$0.contacts.isEmpty }) {
            points.append(
                "\(strong: "Contact details") of incidents are in this file (section 3).")
        }
        if !context.input.continued.isEmpty {
            let numbers = ReportContext.entries(context.input.continued.map(\.seq))
            points.append(
                """
                \(strong: "The record goes on from a backup"), as entry \(own: numbers) says: what was recorded \
                after that backup and before it was restored is not part of it.
                """)
        }
        return [.notice(points)]
    }
}
