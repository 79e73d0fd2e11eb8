// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 4: transcripts of the conversations, message by message, as they were read out of the exhibits.
enum TranscriptSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        var blocks: [ReportBlock] = [
            .heading(level: 1, text: "4. Transcripts", anchor: "section-4"),
            .paragraph(
                """
                The program read these messages out of the exhibits. A number such as "121 of 412" is \
                the message's place in its exhibit's original. The sender is shown by the number, \
                address or account as received, and beside it the name that was displayed; where the \
                source has a name alone, that stands there. No text is corrected, and where dates can be \
                read in more than one order of day and month, it is said which was taken and why. Signs that show \
                nothing, or would turn a line, are written out as codes, and long texts are cut where that is \
                said. What counts is the original.
                """),
        ]
        if !context.attached.isEmpty {
            blocks.append(
                .paragraph(
                    """
                    Small pictures were made for this report of files that belong to messages, without \
                    what such a file says of place, time and device. Below each stands where the file is. \
                    What counts is the file in the exhibit.
                    """))
        }
        var left = Limits.allMessages
        var hasAny = false
        for conversation in context.input.conversations {
            guard let exhibit = context.exhibit(conversation.number) else { continue }
            hasAny = true
            let shown = conversation.messages.prefix(left)
            left -= shown.count
            blocks += head(exhibit, conversation, shown: shown.count, context)
            for message in shown {
                blocks.append(
                    .message(
                        MessageText.message(
                            message, of: conversation.total, exhibit: exhibit, context)))
            }
        }
        if !hasAny { blocks.append(.paragraph("No conversation is in this file.")) }
        return blocks
    }

    private static func head(
        _ exhibit: ReportExhibit, _ conversation: ReportConversation, shown: Int,
        _ context: ReportContext
    ) -> [ReportBlock] {
        var fields = [
            ReportField("Exhibit", "\(context.mark(exhibit)), \(own: Wording.kind(exhibit.kind))")
        ]
        if let (entry, read) = exhibit.read {
            fields.append(
                ReportField(
                    "Read by",
                    """
                    \(quoted: read.importer), version \(own: String(read.importerVersion)), as \
                    entry \(own: String(entry.seq)) records
                    """))
            let counts = read.facts.counts
            if counts.read > 0 {
                var text: ReportText = "\(counts.understood) of \(counts.read) understood"
                if counts.keptRaw > 0 { text += ", \(counts.keptRaw) kept raw, as they stand" }
                fields.append(ReportField("Met in it", text))
            }
            if let zone = exhibit.zone {
                fields.append(ReportField("Time zone", "\(quoted: zone), as stated"))
            }
        }
        if let extract = exhibit.extract {
            if let zone = exhibit.zone, exhibit.read == nil {
                fields.append(ReportField("Time zone", "\(quoted: zone), as stated"))
            }
            if let reading = extract.reading {
                fields.append(
                    ReportField(
                        "Read by",
                        """
                        \(quoted: reading.importer), version \(own: String(reading.version)), when \
                        this file was sealed
                        """))
            }
            fields.append(
                ReportField(
                    "Extract",
                    """
                    \(extract.taken) of \(extract.total) \(own: exhibit.recordNoun.many), \
                    those at \(quoted: extract.places). \
                    The original is withheld.
                    """))
            if !extract.chosen.isEmpty {
                fields.append(
                    ReportField(
                        "Chosen by",
                        .joined(extract.chosen.map { "\(own: chosen($0))" }, by: "\n")))
            }
        }
        if let order = ReportDateOrder(exhibit, conversation) {
            fields.append(ReportField("Order in dates", order.text))
        }
        fields.append(ReportField("Counted", counted(conversation, exhibit.kind)))
        if let other = context.chronology.doubles.countedWith[exhibit.number].flatMap({
            context.exhibit($0)
        }) {
            fields.append(
                ReportField("The same as in", "\(context.mark(other)), and counted there"))
        }
        if !conversation.notes.isEmpty {
            fields.append(
                ReportField(
                    "Read again for this",
                    .joined(conversation.notes.map { "\(quoted: $0)" }, by: "\n")))
        }
        var blocks: [ReportBlock] = [
            context.running(exhibit),
            .heading(
                level: 2, text: "\(own: exhibit.mark): \(context.name(exhibit))",
                anchor: exhibit.anchors.transcript),
            .fields(fields),
        ]
        let remarks = remarks(exhibit, conversation, shown: shown, context)
        if !remarks.isEmpty { blocks.append(.notice(remarks)) }
        return blocks
    }

    // By what the messages of an extract were chosen; of several ways, any was enough.
    private static func chosen(_ choice: ReportExtract.Choice) -> String {
        switch choice {
        case .places: return "place in the original"
        case .words: return "words, as the search of the program finds them"
        case .days(let from, let until):
            let days =
                switch (from, until) {
                case (let from?, let until?) where from == until: "day: " + from
                case (let from?, let until?): "day: from " + from + " to " + until
                case (let from?, nil): "day: from " + from + " on"
                case (nil, let until?): "day: up to " + until
                case (nil, nil): "day"
                }
            return days
                + ", as the clock of the source shows it, at its own offset where it has one; of a "
                + "date with several readings any; a message without a date is not chosen by day"
        }
    }

    // All that was read, whether it is counted here or with another exhibit.
    private static func counted(
        _ conversation: ReportConversation, _ kind: EvidenceKind
    ) -> ReportText {
        var tally = MessageTally()
        for day in conversation.days {
            for kind in MessageClass.all { tally.add(kind, day.tally[kind]) }
        }
        return DayText.counted(tally, kind)
    }

    private static func remarks(
        _ exhibit: ReportExhibit, _ conversation: ReportConversation, shown: Int,
        _ context: ReportContext
    ) -> [ReportText] {
        var remarks: [ReportText] = []
        if let failure = conversation.failure {
            remarks.append(
                "It could not be read when this report was made: \(quoted: failure).")
        }
        if conversation.count > UInt64(shown) {
            let noun = exhibit.recordNoun
            let rest = conversation.count - UInt64(shown)
            let place = "data/readable/\(exhibit.folder)/"
            let tail: ReportText =
                exhibit.readable.isEmpty
                ? "The whole is in the exhibit." : "The whole is in \(fixed: place)."
            remarks.append(
                """
                \(shown) of \(conversation.count) \(own: noun.many) are printed here, the first ones in \
                the order of the exhibit; \
                \(own: Wording.counted(rest, noun.one + " is", noun.many + " are")) not. \(tail)
                """)
        }
        if let order = ReportDateOrder(exhibit, conversation), order.isStated {
            let entry = order.entry.map { " (entry \($0))" } ?? ""
            remarks.append(
                """
                Its dates are read in this order of day and month because the owner stated it\(own: entry), \
                not because the file shows it. In another order a day up to 12 would be a month.
                """)
        }
        if conversation.messages.contains(where: { !$0.readings.isEmpty }) {
            remarks.append(
                """
                Some of its dates can be read in more than one way. Each such message says so and \
                shows every reading.
                """)
        }
        let absent = context.input.attached.absent.keys.count { $0.exhibit == exhibit.number }
        if absent > 0 {
            remarks.append(
                """
                Of \(own: Wording.counted(absent, "picture file")) that \
                \(own: absent == 1 ? "belongs" : "belong") to these messages there is no small picture; \
                why stands at \(own: absent == 1 ? "its message" : "their messages").
                """)
        }
        return remarks
    }
}
