// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// One message of a transcript.
enum MessageText {
    static func message(
        _ record: MessageRecord, of total: UInt64, exhibit: ReportExhibit, _ context: ReportContext
    ) -> ReportMessage {
        var pictures: [Int] = []
        let notes = notes(record, exhibit, context, &pictures)
        var text = ReportText.quoted(record.text, style: record.kind == .raw ? .fixed : .plain)
        if record.text.isEmpty { text = "(no text)" }
        return ReportMessage(
            place: "\(Wording.grouped(record.sequence)) of \(Wording.grouped(total))",
            head: head(record), text: text, notes: notes, pictures: pictures,
            isOutgoing: record.direction == .outgoing,
            anchor: context.anchor(exhibit, record.sequence))
    }

    private static func head(_ record: MessageRecord) -> ReportText {
        var text: ReportText
        if let time = record.time {
            text = "\(own: Wording.time(time))"
        } else if record.readings.isEmpty {
            text = "no time given"
        } else {
            let readings = record.readings.map { ReportText(Wording.time($0)) }
            text = "time not sure: \(ReportText.joined(readings, by: " or "))"
        }
        let kind = MessageClass(record)
        let way: ReportText =
            switch kind.way {
            case _ where kind.sort == .unsent: "not marked as sent,"
            case .received: "received"
            case .sent: "sent"
            case .unknown: ""
            }
        if !way.runs.allSatisfy({ $0.text.isEmpty }) { text += "   \(way)" }
        if let sender = record.sender {
            text += way.plain.isEmpty ? "   from " : " from "
            text += .quoted(sender, style: .strong)
            if let name = record.senderName, !name.utf8.elementsEqual(sender.utf8) {
                text += ", displayed as \(quoted: name)"
            }
        } else if kind.way == .sent {
            text += " from the device or account that kept it"
        }
        if !record.recipients.isEmpty {
            var names = record.recipients.prefix(Limits.messageParts).map {
                "\(quoted: $0)" as ReportText
            }
            if record.recipients.count > names.count {
                names.append("\(record.recipients.count - names.count) more")
            }
            text += "   to \(ReportText.joined(names))"
        }
        return text
    }

    private static func notes(
        _ record: MessageRecord, _ exhibit: ReportExhibit, _ context: ReportContext,
        _ pictures: inout [Int]
    ) -> [ReportText] {
        var notes: [ReportText] = []
        if !record.readings.isEmpty {
            notes.append(
                """
                \(strong: "Ambiguous time:") the date can be read in \
                \(own: Wording.counted(record.readings.count, "way")), all shown above.
                """)
        }
        if MessageClass(record).sort == .unsent {
            notes.append(
                """
                \(strong: "Not marked as sent:") the source has it as \
                \(quoted: record.facts["status"] ?? "not sent"), so it is not counted as sent.
                """)
        }
        for (other, isCountedHere) in context.beside(exhibit, record.sequence) {
            notes.append(
                """
                \(strong: "Also in") \(other); counted once, \(own: isCountedHere ? "here" : "there").
                """)
        }
        switch record.kind {
        case .message, .call: break
        case .system: notes.append("By its form in the source a line of the app, not a message.")
        case .deleted: notes.append("The source marks this message as deleted.")
        case .edited: notes.append("The source marks this message as edited.")
        case .reaction: notes.append("A reaction to another message.")
        case .raw:
            notes.append(
                "\(strong: "Kept raw:") the program did not understand it; it stands as in the source."
            )
        }
        if let left = record.facts[ReportConversation.cutFact] {
            notes.append(
                """
                Cut here: \(own: left) more bytes of this text are in the exhibit\
                \(exhibit.readable.isEmpty ? "" : " and in \(fixed: "data/readable/\(exhibit.folder)/")").
                """)
        }
        for attachment in record.attachments.prefix(Limits.messageParts) {
            notes.append(
                note(attachment, exhibit, context)
                    + picture(attachment, exhibit, context, &pictures))
        }
        if record.attachments.count > Limits.messageParts {
            notes.append("\(record.attachments.count - Limits.messageParts) more attachments.")
        }
        let facts = facts(record)
        if !facts.isEmpty {
            notes.append("The source states \(ReportText.joined(facts, by: "; "))")
        }
        var place: ReportText = "In the original at \(quoted: record.locator)"
        if let service = record.service { place += ", by \(quoted: service)" }
        notes.append(ReportText(place.runs.map { small($0) }))
        return notes
    }

    private static func small(_ run: ReportRun) -> ReportRun {
        ReportRun(run.text, origin: run.origin, style: .small, link: run.link)
    }

    private static func facts(_ record: MessageRecord) -> [ReportText] {
        // Of a mail, the headers that people read; its readable copy has them all.
        let wanted =
            record.service == "email"
            ? ["subject", "dateHeader"]
            : record.facts.keys.sorted().filter { $0 != ReportConversation.cutFact }
        return wanted.prefix(Limits.messageFacts).compactMap { key in
            record.facts[key].map {
                "\(quoted: key): \(ReportText.excerpt($0, bytes: Limits.factBytes))"
            }
        }
    }

    // Takes its small picture for this message; what has to be said where there is none.
    private static func picture(
        _ attachment: AttachmentSeen, _ exhibit: ReportExhibit, _ context: ReportContext,
        _ pictures: inout [Int]
    ) -> ReportText {
        let file = AttachedFile(attachment, exhibit: exhibit.number)
        let number =
            file.flatMap { context.attached[$0] }
            ?? attachment.sha256.flatMap { context.pictures[$0] }
        guard let number else {
            return file.flatMap { context.input.attached.absent[$0] }
                .map { "; no small picture: \(own: $0)" } ?? ""
        }
        if pictures.contains(number) { return "" }
        guard pictures.count < Limits.messagePictures else {
            return "; its small picture is left out here, after \(Limits.messagePictures) others"
        }
        pictures.append(number)
        return ""
    }

    /// One attachment: what it is, and where its bytes are.
    static func note(
        _ attachment: AttachmentSeen, _ exhibit: ReportExhibit, _ context: ReportContext
    ) -> ReportText {
        var text: ReportText = "\(strong: "Attachment:") "
        text += attachment.name.map { .excerpt($0) } ?? "without a name"
        if let type = attachment.mediaType { text += ", \(ReportText.excerpt(type))" }
        if let size = attachment.size { text += ", \(own: Wording.bytes(size))" }
        switch attachment.status {
        case .resolved:
            if let other = attachment.sha256.flatMap({ context.exhibit(of: $0) }),
                other.number != exhibit.number
            {
                text += ", exhibit \(context.mark(other)), the same bytes"
            } else if exhibit.extract == nil {
                text += ", inside \(own: exhibit.mark)"
            } else if let file = exhibit.readable.first(where: { file in
                // Only files that were taken out: a table may have any digest.
                file.sha256 == attachment.sha256 && file.path.hasPrefix(exhibit.attachmentsPath)
            }) {
                text += ", in \(fixed: file.path)"
            } else {
                text += ", in the original, which is withheld; not taken out"
            }
        case .missing:
            text += exhibit.extract == nil ? ", not in this exhibit" : ", not in the original"
        case .omitted: text += ", left out by the app that made the export"
        case .damaged: text += ", there but damaged"
        }
        if let digest = attachment.sha256 { text += ", SHA-256 \(fixed: digest.hex)" }
        return text
    }
}
