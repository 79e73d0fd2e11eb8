// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// What the text of one record is: words, a file, something left out, or the app's own words.
struct WhatsAppBody {
    var kind: MessageRecord.Kind = .message
    var attachments: [AttachmentSeen] = []
    var facts: [String: String] = [:]
    var isEdited = false
    var isOmitted = false

    /// Reads a text as it stands, with the name that stands before it, if any.
    init(_ text: String, hasSender: Bool, header: WhatsAppHeader) {
        let firstLine = text[..<(text.utf8.firstIndex(of: 0x0a) ?? text.endIndex)]
        let isSingle = firstLine.endIndex == text.endIndex
        let isMarked = TextForms.isMarked(text)
        if hasSender, !WhatsAppBeginnings.mayBeSpecial(text) { return }
        guard hasSender else {
            kind = .system
            if WhatsAppPhrases.deleted.contains(TextForms.plain(text)) { kind = .deleted }
            return
        }
        readEdited(text)
        if readAttached(text, firstLine) { return }
        let plain = isSingle || firstLine.utf8.count < 200 ? TextForms.plain(firstLine) : ""
        if isSingle, WhatsAppPhrases.deleted.contains(plain) {
            kind = .deleted
            if header.isBracketed, !isMarked { facts["unmarked"] = "true" }
            return
        }
        if readOmitted(firstLine, plain, header) { return }
        if isSingle, isCall(plain) {
            kind = .call
            return
        }
        if isMarked || (isSingle && isNotice(plain)) {
            let words = TextForms.plain(text.prefix(600))
            if WhatsAppPhrases.announces(words) {
                kind = .system
            } else if header.isBracketed {
                // The app's own words, or a text that somebody began with a mark: nobody can tell.
                facts["appMark"] = "true"
            }
        }
    }

    private func isCall(_ plain: String) -> Bool {
        WhatsAppPhrases.calls.contains(plain)
            || plain.utf8.count < 60
                && WhatsAppPhrases.callBeginnings.contains { plain.hasPrefix($0) }
                && plain.unicodeScalars.contains { ScalarReader.digit($0.value) != nil }
    }

    /// The notice with which every chat begins, which older files do not mark.
    private func isNotice(_ plain: String) -> Bool {
        plain.hasPrefix("messages and calls are end-to-end encrypted. no one")
            || plain.hasPrefix("messages to this chat and calls are now secured")
            || plain.hasPrefix("messages to this group are now secured")
            || plain.hasPrefix("messages you send to this ")
                && plain.contains("now secured with end-to-end")
    }

    private mutating func readEdited(_ text: String) {
        let end = TextForms.trimmed(text.suffix(120))
        guard end.hasSuffix(">"), let open = end.lastIndex(of: "<") else { return }
        let words = TextForms.plain(end[end.index(after: open)...].dropLast())
        guard WhatsAppPhrases.edited.contains(words) else { return }
        kind = .edited
        isEdited = true
    }

    private mutating func readAttached(_ text: String, _ firstLine: Substring) -> Bool {
        if let name = Self.androidName(firstLine) {
            attachments = [AttachmentSeen(name: name, status: .missing)]
            return true
        }
        guard text.utf8.contains(0x3c) else { return false }
        for line in text.split(separator: "\n").prefix(Limits.whatsAppCaptionLines) {
            if let name = Self.phoneName(line) {
                attachments.append(AttachmentSeen(name: name, status: .missing))
            }
        }
        return !attachments.isEmpty
    }

    /// `IMG-20210428-WA0001.jpg (file attached)`.
    private static func androidName(_ line: Substring) -> String? {
        guard line.utf8.count <= Limits.whatsAppNameBytes * 4, line.utf8.contains(0x28) else {
            return nil
        }
        let trimmed = TextForms.trimmed(line)
        guard trimmed.hasSuffix(")"), let open = trimmed.range(ofLast: " (") else { return nil }
        let name = TextForms.trimmed(trimmed[..<open.lowerBound])
        guard TextForms.isFileName(name) else { return nil }
        let words = TextForms.plain(trimmed[open.upperBound...].dropLast())
        guard
            WhatsAppPhrases.attached.contains(words)
                // In a language that is not known: the app's own name for a file, or its mark before it.
                || TextForms.isMarked(line) || WhatsAppMediaName(name)?.isAndroid == true
        else { return nil }
        return name
    }

    /// `<attached: 00000035-PHOTO-2022-03-27-21-41-55.jpg>` at the end of a line, or the older
    /// `2015-08-04-PHOTO-00004762.jpg <attached>`.
    private static func phoneName(_ line: Substring) -> String? {
        let trimmed = TextForms.trimmed(line)
        guard trimmed.hasSuffix(">"), let open = trimmed.lastIndex(of: "<") else { return nil }
        let isMarked = TextForms.isMarked(line) || TextForms.endsMarked(trimmed[..<open])
        let inner = trimmed[trimmed.index(after: open)...].dropLast()
        if let colon = inner.firstIndex(of: ":") {
            let name = TextForms.trimmed(inner[inner.index(after: colon)...])
            let word = TextForms.trimmed(inner[..<colon])
            guard !name.isEmpty, !word.isEmpty, word.utf8.count <= 60,
                !word.utf8.contains(0x2f),
                isMarked && TextForms.isFileName(name) || WhatsAppMediaName(name) != nil
                    || word == "attached" && TextForms.isFileName(name)
            else { return nil }
            return name
        }
        let name = TextForms.trimmed(trimmed[..<open])
        guard WhatsAppMediaName(name) != nil, TextForms.isFileName(name) else { return nil }
        return name
    }

    private mutating func readOmitted(
        _ firstLine: Substring, _ plain: String, _ header: WhatsAppHeader
    ) -> Bool {
        if plain.hasPrefix("<"), plain.hasSuffix(">") {
            guard WhatsAppPhrases.omittedInBrackets.contains(String(plain.dropFirst().dropLast()))
            else { return false }
            attachments = [AttachmentSeen(status: .omitted)]
            isOmitted = true
            return true
        }
        // An iPhone marks the line of a record with media, whatever its language; a document stands with
        // its name: `Resume.pdf • 2 pages document omitted`.
        var name: String?
        var words = plain
        if let mark = firstLine.unicodeScalars.lastIndex(where: {
            $0 == "\u{200e}" || $0 == "\u{200f}"
        }) {
            let before = firstLine[..<mark]
            let title = TextForms.trimmed(
                before.firstRange(of: " • ").map { before[..<$0.lowerBound] } ?? before)
            if !title.isEmpty {
                name = title
                words = TextForms.plain(firstLine[mark...])
            }
        }
        let isKnown = WhatsAppPhrases.omitted.contains(words)
        let isMarked = header.isBracketed && header.isMarked && TextForms.hasMark(firstLine)
        guard isKnown || isMarked else { return false }
        if isKnown, !isMarked, header.isBracketed, !TextForms.hasMark(firstLine) {
            facts["unmarked"] = "true"
        }
        attachments = [AttachmentSeen(name: name, status: .omitted)]
        isOmitted = true
        return true
    }
}
