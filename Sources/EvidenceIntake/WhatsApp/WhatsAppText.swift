// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
package import EvidenceModel
import StrictCoding

/// Reads a chat that WhatsApp exported as a text.
package struct WhatsAppText: Importer {
    package let name = "whatsapp"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        guard ArchiveForm.recognise(input.head) == nil,
            let encoding = TextEncoding(
                input.head, isWhole: input.main.source.size <= UInt64(input.head.count))
        else { return false }
        return WhatsAppRecognition.recognises(
            try encoding.bytes(input.head), name: input.main.name)
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let source = input.main.source
        let encoding =
            TextEncoding(input.head, isWhole: source.size <= UInt64(input.head.count)) ?? .utf8
        let chat = try WhatsAppChat(
            encoding.stream(source), input: input, encoding: encoding, to: sink)
        try chat.read(encoding.stream(source))
        var facts = chat.facts()
        facts.title =
            WhatsAppTitle.name(ofFile: input.main.name) ?? chat.tally.announcedTitle
            ?? chat.tally.firstUnder
        return facts
    }
}

/// Tells a chat of WhatsApp from a diary, a log, and the exports of others that look alike.
enum WhatsAppRecognition {
    /// Looks at the first bytes of a text, and at the name it has where they leave it open.
    static func recognises(_ head: Bytes, name: String) -> Bool {
        var headers = 0
        var lines = 0
        var withSender = 0
        var senders: [String: Int] = [:]
        var isSaid = WhatsAppTitle.isExport(name)
        var seconds = 0
        for part in head.split(separator: 0x0a, maxSplits: Limits.whatsAppHeadLines) {
            guard !part.isEmpty, lines < Limits.whatsAppHeadLines else { continue }
            lines += 1
            var line = Bytes(part.prefix(2048))
            if line.last == 0x0d { line.removeLast() }
            guard let header = WhatsAppHeader(line) else {
                // Some lines may stand before the first record; not a page of them.
                if headers == 0, lines > 20 { return false }
                continue
            }
            headers += 1
            if header.second != nil || !header.isBracketed { seconds += 1 }
            let rest = String(decoding: line[header.rest...], as: UTF8.self)
            let division = WhatsAppSender.divide(rest, known: [:])
            if let division {
                withSender += 1
                senders[WhatsAppSender.key(division.name), default: 0] += 1
            }
            let body = division.map { String($0.text) } ?? rest
            let words = TextForms.plain(body)
            if header.isMarked || header.isBracketed && TextForms.isMarked(body)
                || WhatsAppPhrases.deleted.contains(words)
                || words.hasPrefix("<")
                    && WhatsAppPhrases.omittedInBrackets.contains(
                        String(words.dropFirst().dropLast()))
                || WhatsAppPhrases.omitted.contains(words)
                || WhatsAppPhrases.announcements.prefix(31).contains(where: { words.contains($0) })
            {
                isSaid = true
            }
        }
        guard headers > 0 else { return false }
        if isSaid { return true }
        // iPhones write seconds; `[2020-01-17, 21:49] Name: text` is another program's.
        guard seconds * 2 > headers else { return false }
        return withSender * 2 >= headers && senders.values.contains { $0 > 1 }
            && senders.count * 2 <= headers + 1
    }
}
