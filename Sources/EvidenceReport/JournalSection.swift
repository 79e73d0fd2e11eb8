// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 6: what the journal says of each exhibit, entry by entry.
enum JournalSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        let exhibits = context.input.exhibits
        var blocks: [ReportBlock] = [
            .heading(
                level: 1, text: "6. What the journal says of each exhibit", anchor: "section-6"),
            .paragraph(
                """
                Each line is an entry of the record. Its exact bytes are in \
                \(fixed: "proof/entries/") under its number, with the proof of its place. Times are the \
                vault's own clock. Of earlier sealings only those for exactly the keys of this file are named, \
                as they were sealed for the same readers; the entries about them are not disclosed. \
                Whether anything was sealed for others, or with a passphrase, is not said.
                """),
        ]
        for exhibit in exhibits.prefix(Limits.toldExhibits) {
            blocks += self.exhibit(exhibit, context)
        }
        if exhibits.count > Limits.toldExhibits {
            blocks.append(
                .notice([
                    """
                    The entries about \(exhibits.count - Limits.toldExhibits) more exhibits are not \
                    printed here; they are in \(fixed: "proof/entries/").
                    """
                ]))
        }
        for entry in context.input.continued {
            blocks.append(
                .paragraph(
                    """
                    Entry \(own: String(entry.seq))\(own: on(entry)): the record goes on from a backup.
                    """))
        }
        return blocks
    }

    private static func exhibit(
        _ exhibit: ReportExhibit, _ context: ReportContext
    ) -> [ReportBlock] {
        var lines: [(seq: UInt64, text: ReportText)] = []
        for entry in exhibit.entries {
            if let text = line(entry, exhibit) { lines.append((entry.seq, text)) }
        }
        for sealed in exhibit.sealedBefore {
            lines.append(
                (
                    sealed.entry,
                    """
                    \(strong: "Sealed before") for the same keys, on \(own: Wording.time(sealed.time)): \
                    \(own: sealed.what(exhibit)), under the mark \(own: sealed.mark)
                    SHA-256 of that evidence.zip.age \(fixed: sealed.sha256.hex)
                    This entry is not disclosed. That file shows it, and \(fixed: sealed.proof) that \
                    this record continues its \(own: Wording.counted(sealed.size, "entry", "entries")).
                    """
                ))
        }
        lines.sort { $0.seq < $1.seq }
        var blocks: [ReportBlock] = [
            context.running(exhibit),
            .heading(
                level: 2, text: "\(own: exhibit.mark): \(context.name(exhibit))",
                anchor: exhibit.anchors.journal),
            .table(
                ReportTable(
                    [
                        ReportTable.Column("Entry", share: 1, isNumber: true),
                        ReportTable.Column("What it says", share: 9),
                    ],
                    rows: lines.map { ReportTable.Row([ReportText(String($0.seq)), $0.text]) })),
        ]
        if let digest = exhibit.added?.sha256, let picture = context.pictures[digest] {
            blocks.append(.pictures([picture]))
        } else if exhibit.kind == .photo, exhibit.path != nil {
            blocks.append(
                .paragraph(
                    ReportText([ReportRun("There is no small copy of it here.", style: .small)])))
        }
        return blocks
    }

    /// When an entry was made.
    static func on(_ entry: ReportEntry) -> String {
        entry.body.time.map { ", on " + Wording.time($0) } ?? ""
    }

    private static func line(_ entry: ReportEntry, _ exhibit: ReportExhibit) -> ReportText? {
        switch entry.body.knownKind {
        case .itemAdded: return exhibit.added.map { added($0, entry) }
        case .incidentRecorded:
            return "\(strong: "Incident written")\(own: on(entry)); in full in section 3"
        case .orderRecorded:
            return "\(strong: "Order or warning written")\(own: on(entry)); in full in section 3"
        case .itemRead:
            guard let read = exhibit.readings.first(where: { $0.entry.seq == entry.seq })?.read
            else { return nil }
            return self.read(read, entry)
        case .itemDescribed:
            guard
                let said = exhibit.descriptions.first(where: { $0.entry.seq == entry.seq })?.said
            else { return nil }
            let whole = exhibit.extract == nil ? "" : ", of the whole original"
            return .joined(
                ["\(strong: "Described")\(own: on(entry))\(own: whole)"]
                    + fields(said).map { "\(own: $0.label): \($0.text)" }, by: "\n")
        case .incidentContacts:
            return "\(strong: "Contact details given")\(own: on(entry)); in section 3"
        case .itemOrigin:
            guard
                let origin = exhibit.origins.first(where: { $0.entry.seq == entry.seq })?.origin
            else { return nil }
            var text: ReportText = "\(strong: "Came from") \(quoted: origin.path)"
            if let device = origin.device { text += " on \(quoted: device)" }
            return text
        case .bundleChecked:
            guard let check = try? BundleChecked(entry.body) else { return nil }
            return checked(check, entry)
        default:
            return "An entry of the kind \(quoted: entry.body.kind)\(own: on(entry))"
        }
    }

    private static func added(_ added: ItemAdded, _ entry: ReportEntry) -> ReportText {
        let how =
            switch added.acquired {
            case .file: "Added from a file"
            case .typed: "Typed into the program"
            case .other: "Added"
            }
        var text: ReportText = "\(strong: how)\(own: on(entry)), by \(quoted: entry.body.tool)"
        if !added.name.isEmpty { text += "\nName: \(quoted: added.name)" }
        text += """

            \(own: Wording.bytes(added.size)), \(quoted: added.mediaType)
            SHA-256 \(fixed: added.sha256.hex)
            """
        if let created = added.created {
            text += "\nMade, by its file system: \(own: Wording.time(created))"
        }
        if let modified = added.modified {
            text += "\nLast changed, by its file system: \(own: Wording.time(modified))"
        }
        return text
    }

    /// What was found of a sealed file that somebody else handed over.
    private static func checked(_ check: BundleChecked, _ entry: ReportEntry) -> ReportText {
        let verdict =
            switch check.verdict {
            case .verified: "VERIFIED: unchanged since sealed by the key that was named then"
            case .sealerNotEstablished: "UNCHANGED, SEALER NOT ESTABLISHED"
            case .notVerified: "NOT VERIFIED"
            case .couldNotCheck where check.exit == .notOpened:
                check.signature == .good
                    ? "its signature was good; its contents were not checked"
                    : "its contents were not checked"
            case .couldNotCheck: "COULD NOT CHECK"
            }
        var text: ReportText = """
            \(strong: "Checked as a sealed file")\(own: on(entry)), by \(quoted: entry.body.tool)
            \(own: verdict)
            """
        if let words = check.words { text += "\nThe key beside it, in words: \(quoted: words)" }
        if let digest = check.digest {
            text += "\nSHA-256 of its evidence.zip.age \(fixed: digest.hex)"
        }
        return text
    }

    private static func read(_ read: ItemRead, _ entry: ReportEntry) -> ReportText {
        let facts = read.facts
        var lines: [ReportText] = [
            """
            \(strong: "Read")\(own: on(entry)), by \(quoted: read.importer), version \
            \(own: String(read.importerVersion)), as \(own: Wording.kind(facts.kind))
            """
        ]
        if let unread = facts.unread {
            lines.append("Not read, or not to its end: \(quoted: unread)")
        }
        if let title = facts.title { lines.append("Its own title: \(ReportText.excerpt(title))") }
        if let occurred = facts.occurred, let from = occurred.from ?? occurred.to {
            var text: ReportText = "Time: \(own: Wording.time(from))"
            if let to = occurred.to, to != from { text += " to \(own: Wording.time(to))" }
            text += ", \(own: Wording.basis(occurred.basis))"
            if facts.facts[StatedDateOrder.basisFact] == StatedDateOrder.stated {
                text += ", day and month in the order that the owner stated"
            }
            if occurred.isAmbiguous { text += "; its dates can be read in more than one way" }
            lines.append(text)
        }
        if facts.counts.read > 0 {
            lines.append(
                """
                \(facts.counts.read) records met, \(facts.counts.understood) understood, \
                \(facts.counts.keptRaw) kept raw
                """)
        }
        if !facts.people.isEmpty {
            var people = facts.people.prefix(Limits.readingParts).map { person -> ReportText in
                let name = person.name.map { " (\(ReportText.excerpt($0)))" as ReportText } ?? ""
                return "\(ReportText.excerpt(person.identifier))\(name), \(quoted: person.role)"
            }
            let more = facts.people.count - people.count + Int(clamping: read.left)
            if more > 0 { people.append("and \(more) more people or attachments") }
            lines.append("People: \(ReportText.joined(people, by: "; "))")
        }
        if let place = facts.place {
            lines.append("Place in the file: \(quoted: place.latitude), \(quoted: place.longitude)")
        }
        if let device = facts.device {
            lines.append("Made by, as it states: \(ReportText.excerpt(device))")
        }
        if let digest = read.recordsDigest {
            lines.append("SHA-256 of the records: \(fixed: digest.hex)")
        }
        return .joined(lines, by: "\n")
    }

    /// What a description says, each with its label.
    static func fields(_ said: ItemDescribed) -> [ReportField] {
        var fields: [ReportField] = []
        if let title = said.title { fields.append(ReportField("Title", "\(quoted: title)")) }
        if let labels = said.labels {
            fields.append(
                ReportField(
                    "Labels",
                    labels.isEmpty ? "none" : .joined(labels.map { "\(quoted: $0)" }, by: "; ")))
        }
        if let behaviours = said.behaviours {
            let known = said.vocabulary.flatMap { Vocabulary.named($0) }
            let words = behaviours.map {
                "\(quoted: known?.behaviour($0)?.meaning ?? $0)" as ReportText
            }
            fields.append(
                ReportField("Behaviours", words.isEmpty ? "none" : .joined(words, by: "; ")))
        }
        if let correction = said.correction {
            fields.append(ReportField("Correction", "\(quoted: correction)"))
        }
        if let order = said.dateOrder {
            fields.append(ReportField("Order in dates", "\(own: order.words)"))
        }
        if let zone = said.zone { fields.append(ReportField("Time zone", "\(quoted: zone)")) }
        return fields
    }
}
