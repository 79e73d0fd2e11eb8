// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding

/// Recognises documents and calendars that are kept whole and not read: PDF, office documents, web pages,
/// calendars. It says what they are, and what their first bytes say in plain sight.
package struct KnownDocument: Importer {
    package let name = "document"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        ItemKind(mediaType: input.mediaType) == .document
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let isCalendar = input.mediaType == "text/calendar"
        var facts = ReadFacts(kind: isCalendar ? .calendar : .document)
        facts.facts["format"] = input.mediaType
        if input.mediaType == "application/pdf" {
            // `%PDF-1.7`
            let version = input.head.dropFirst(5).prefix {
                $0 == 0x2e || (0x30...0x39).contains($0)
            }
            let text = String(decoding: version.prefix(4), as: UTF8.self)
            if !text.isEmpty { facts.facts["version"] = text }
        }
        if isCalendar { facts.title = KnownDocument.calendarName(input.head) }
        facts.facts["contents"] = "kept whole, not read"
        return facts
    }

    /// The name that a calendar gives itself.
    private static func calendarName(_ head: Bytes) -> String? {
        for line in head.split(separator: 0x0a, maxSplits: 200) {
            guard let text = Bytes(line).strictText, text.uppercased().hasPrefix("X-WR-CALNAME"),
                let colon = text.firstIndex(of: ":")
            else { continue }
            let name = TextForms.trimmed(
                text[text.index(after: colon)...].filter { $0 != "\r" && $0 != "\r\n" })
            return name.isEmpty ? nil : Bounding.cut(name, Limits.noteTitleBytes)
        }
        return nil
    }
}
