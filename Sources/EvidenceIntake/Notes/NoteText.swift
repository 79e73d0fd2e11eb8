// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding

/// Reads a note: plain text or Markdown, in UTF-8, UTF-16 with its mark, or windows-1252. Other kinds of
/// text, as HTML or JSON, are not notes.
package struct NoteText: Importer {
    package let name = "note"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    private static let endings: Set<String> = ["txt", "text", "md", "markdown", "log", "journal"]

    package func recognises(_ input: IntakeInput) throws -> Bool {
        guard let encoding = encoding(input) else { return false }
        if input.mediaType == MediaType.plainText { return true }
        // Nothing in the bytes tells windows-1252 from a file of another kind: the name decides.
        return input.mediaType == MediaType.unknown && encoding == .windows1252
            && NoteText.endings.contains(input.nameExtension)
    }

    private func encoding(_ input: IntakeInput) -> TextEncoding? {
        TextEncoding(input.head, isWhole: input.main.source.size <= UInt64(input.head.count))
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        guard let encoding = encoding(input) else {
            throw IntakeError.stopped("it is no text that is read here")
        }
        var facts = ReadFacts(kind: .note)
        let isDamaged = try encoding == .utf8 && !NoteText.isStrict(input.main.source)
        var parts = NoteParts(isLegacy: encoding == .windows1252, isDamaged: isDamaged)
        var lines = SourceLines(encoding.stream(input.main.source))
        while let line = try lines.line() {
            if let record = parts.take(line) { try sink.take(record) }
            if parts.bytes > Limits.noteBytes {
                facts.unread = "it is longer than what is read of one note"
                break
            }
        }
        if let record = parts.finish() { try sink.take(record) }
        facts.title = parts.title
        facts.counts = ReadCounts(read: parts.count, understood: parts.count)
        facts.facts["encoding"] = encoding.rawValue
        facts.facts["lines"] = String(parts.lines)
        if parts.isMarkdown || ["md", "markdown"].contains(input.nameExtension) {
            facts.facts["format"] = "markdown"
        }
        if isDamaged { facts.facts["damagedText"] = "true" }
        return facts
    }

    /// Whether a whole source is UTF-8, of which only the beginning was looked at.
    private static func isStrict(_ source: any SeekableSource) throws -> Bool {
        var lines = SourceLines(source)
        while let line = try lines.line() {
            // A part of a long line may end inside a character.
            if !line.isCut, line.bytes.contains(where: { $0 >= 0x80 }), line.bytes.strictText == nil
            {
                return false
            }
        }
        return true
    }
}

/// Gathers the lines of a note into records of a few pages.
private struct NoteParts {
    private let isLegacy: Bool
    private let isDamaged: Bool
    private var pending = Bytes()
    private var firstLine: UInt64 = 1
    private var isOpen = false
    private(set) var count: UInt64 = 0
    private(set) var lines: UInt64 = 0
    private(set) var bytes = 0
    private(set) var title: String?
    private(set) var isMarkdown = false

    init(isLegacy: Bool, isDamaged: Bool) {
        self.isLegacy = isLegacy
        self.isDamaged = isDamaged
    }

    mutating func take(_ line: SourceLines.Line) -> MessageRecord? {
        lines = line.number
        bytes += line.bytes.count + 1
        var record: MessageRecord?
        if pending.count + line.bytes.count > Limits.notePartBytes, isOpen {
            record = finish()
        }
        if !isOpen { firstLine = line.number }
        if isOpen { pending.append(0x0a) }
        isOpen = true
        pending.append(contentsOf: line.bytes)
        if title == nil { readTitle(line.bytes) }
        return record
    }

    /// The first line that has words, without what makes it a heading.
    private mutating func readTitle(_ line: Bytes) {
        guard line.count <= 1 << 14 else { return }
        var text = TextForms.trimmed(decode(line))
        if text.hasPrefix("#") {
            isMarkdown = true
            text = TextForms.trimmed(text.drop { $0 == "#" })
        }
        guard
            text.unicodeScalars.contains(where: {
                $0.properties.isAlphabetic || ScalarReader.digit($0.value) != nil
            })
        else { return }
        title = Bounding.cut(text, Limits.noteTitleBytes)
    }

    private func decode(_ bytes: Bytes) -> String {
        if isLegacy { return WesternText.decode(bytes) }
        let text = bytes.strictText ?? String(decoding: bytes, as: UTF8.self)
        return text.unicodeScalars.first == "\u{feff}"
            ? String(text.unicodeScalars.dropFirst()) : text
    }

    mutating func finish() -> MessageRecord? {
        guard isOpen else { return nil }
        isOpen = false
        defer { pending = Bytes() }
        let text = decode(pending)
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        count += 1
        var record = MessageRecord(
            sequence: count, kind: .message, text: text, locator: "line \(firstLine)")
        record.service = "note"
        if isDamaged, pending.strictText == nil { record.facts["damagedText"] = "true" }
        return record
    }
}
