// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import MailReading
import StrictCoding

/// One mail in a file: `.eml`, and a message of a Maildir, whose name holds its flags.
package struct EmailFile: Importer {
    package let name = "email"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        guard !["mht", "mhtml", "emlx"].contains(input.nameExtension) else { return false }
        var head = input.head
        if let name = EmailItem.wideCharset(head), let text = Charsets.text(head, charset: name) {
            head = Bytes(text: text.text)
        }
        let marks = MailHead.marks(head, from: MailHead.start(head))
        if marks.isMail { return true }
        let saysSo = input.nameExtension == "eml" || MaildirName(input.main.name) != nil
        return saysSo && marks.mayBeMail
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        var notes: [String: String] = [:]
        if let maildir = MaildirName(input.main.name) {
            notes["flags"] = maildir.flags.isEmpty ? nil : maildir.flags.joined(separator: " ")
        }
        return try EmailItem.read(
            input.main.source, offset: 0, notes: notes, to: sink,
            offers: input.attachments)
    }
}

/// The name of a file in a Maildir: what comes after `:2,` says what was done with the message.
struct MaildirName {
    /// The flags in words, in the order of the name.
    let flags: [String]

    private static let words: [Character: String] = [
        "D": "draft", "F": "flagged", "P": "passed on", "R": "replied", "S": "seen", "T": "trashed",
    ]

    /// Reads a name; nothing for one that has no flags and so is no such name.
    init?(_ name: String) {
        // Where a colon cannot stand in a name, programs write one of the others.
        let marks = [":2,", ";2,", "!2,", "_2,"]
        guard let place = marks.lazy.compactMap({ name.ranges(of: $0).last }).first else {
            return nil
        }
        let letters = name[place.upperBound...]
        guard letters.utf8.count <= 52, letters.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            return nil
        }
        flags = letters.map { Self.words[$0] ?? "keyword \($0)" }
    }
}
