// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding
import XMLStream

/// The XML of "SMS Backup & Restore" and "Call Logs Backup & Restore" for Android: SMS, MMS with their
/// parts, and calls, in files of any length.
package struct SMSBackup: Importer {
    package let name = "sms-backup"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        SMSBackupRoot(input.head) != nil
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let source = input.main.source
        guard let root = SMSBackupRoot(input.head) else {
            throw IntakeError.stopped("It is no backup of messages or calls.")
        }
        let reader = SMSBackupReader(
            root.kind, source: source, sink: sink, offers: input.attachments)
        var offset: UInt64 = 0
        var repairs = XMLRepairs()
        var documents: UInt64 = 1
        var unread: String?
        while true {
            let stream = try XMLStream(reader, settingApart: [("part", "data")])
            do {
                try stream.read(source, from: offset)
                repairs.add(stream.repairs)
                break
            } catch let failure as XMLFailure {
                repairs.add(stream.repairs)
                // Backups that were put behind one another are read one after the other.
                if case .continues(let next) = failure, documents < Limits.backupDocuments,
                    let found = try another(root.kind, in: source, at: next)
                {
                    documents += 1
                    offset = found
                    continue
                }
                unread = Self.why(failure)
                try reader.finishIncomplete(size: source.size)
                break
            }
        }
        var facts = reader.readFacts
        if documents > 1 { facts.facts["documents"] = String(documents) }
        let counted = [
            ("joinedPairs", repairs.joinedPairs), ("replacedCharacters", repairs.replaced),
            ("bareAmpersands", repairs.bareAmpersands),
        ]
        for (word, count) in counted where count > 0 { facts.facts[word] = String(count) }
        facts.unread = unread
        return facts
    }

    // Where a further backup of the same kind begins, if one stands behind white space and zero bytes.
    private func another(
        _ kind: SMSBackupRoot.Kind, in source: any SeekableSource, at offset: UInt64
    ) throws -> UInt64? {
        var head = Bytes(repeating: 0, count: Limits.headBytes)
        let count = try source.read(at: offset, into: &head)
        guard let start = head[..<count].firstIndex(of: UInt8(ascii: "<")),
            head[..<start].allSatisfy({ $0 <= 0x20 }),
            SMSBackupRoot(head.slice(start..<count))?.kind == kind
        else { return nil }
        return offset + UInt64(start)
    }

    private static func why(_ failure: XMLFailure) -> String {
        switch failure {
        case .documentType(let offset):
            "It holds a document type declaration at byte \(offset), which is never followed."
        case .endedEarly(let offset):
            "The file ends too early, at byte \(offset): its closing tag is missing."
        case .malformed(let offset):
            "It is not well-formed behind byte \(offset); what stands after that was not read."
        case .continues(let offset):
            "After the end of the backup, at byte \(offset), there is more, which was not read."
        case .unknownEncoding:
            "It says that it is in a character encoding which is not read here."
        case .tagTooLong(let offset):
            "At byte \(offset) there is a tag longer than this program reads."
        case .tooDeep(let offset):
            "At byte \(offset) elements stand deeper within one another than this program reads."
        case .tooManyNames(let offset):
            "At byte \(offset) there are more names of elements than this program reads."
        case .noMemory:
            "There was not enough memory to read it."
        }
    }
}

extension XMLRepairs {
    fileprivate mutating func add(_ other: XMLRepairs) {
        joinedPairs += other.joinedPairs
        replaced += other.replaced
        bareAmpersands += other.bareAmpersands
    }
}
