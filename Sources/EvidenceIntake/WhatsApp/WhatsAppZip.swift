// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
package import EvidenceModel
import StrictCoding

/// Reads a chat that WhatsApp exported as a ZIP, with the files that belong to it.
package struct WhatsAppZip: Importer {
    package let name = "whatsapp-zip"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    /// A text in the archive that is the chat.
    private struct Chat {
        /// Its place among the files of the archive, from 0.
        var file: Int
        var name: MemberName
        var encoding: TextEncoding
    }

    package func recognises(_ input: IntakeInput) throws -> Bool {
        guard ArchiveForm.recognise(input.head) == ArchiveForm(.zip) else { return false }
        return try chat(input) != nil
    }

    private func chat(_ input: IntakeInput) throws -> Chat? {
        let source = input.main.source
        // What shares its bytes is not unpacked, not even to look at it.
        if let directory = try ZipDirectory(source), directory.overlapping > 0 { return nil }
        var found: [(file: Int, name: MemberName)] = []
        do {
            let reader = try ArchiveReader(source, ArchiveForm(.zip))
            var file = 0
            var members = 0
            while let member = try reader.next(), members < Limits.archiveMembers {
                members += 1
                guard member.kind == .file else { continue }
                let name = MemberName(member.name)
                if !name.isOfMac, !member.isEncrypted, name.last.lowercased().hasSuffix(".txt") {
                    found.append((file, name))
                }
                file += 1
            }
        } catch is ArchiveError {
            if found.isEmpty { return nil }
        }
        // The app's own names first; other texts are files of the chat more often than the chat.
        let ordered =
            found.filter { WhatsAppTitle.isExport(String($0.name.last)) }
            + found.filter { !WhatsAppTitle.isExport(String($0.name.last)) }
        for candidate in ordered.prefix(Limits.whatsAppCandidates) {
            guard
                let stream = try MemberStream(
                    source, ArchiveForm(.zip), file: candidate.file,
                    limit: UInt64(Limits.headBytes))
            else { continue }
            var head = Bytes(repeating: 0, count: Limits.headBytes)
            let count = try stream.read(into: &head)
            head.removeSubrange(count..<head.count)
            guard let encoding = TextEncoding(head, isWhole: count < Limits.headBytes),
                WhatsAppRecognition.recognises(
                    try encoding.bytes(head), name: String(candidate.name.last))
            else { continue }
            return Chat(file: candidate.file, name: candidate.name, encoding: encoding)
        }
        return nil
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let source = input.main.source
        guard let found = try chat(input) else {
            throw IntakeError.stopped("there is no chat in the archive that can be read")
        }
        let listing = try ArchiveListing(source, ArchiveForm(.zip), name: input.main.name)
        let files = Files(listing, chat: found.file, offers: input.attachments)
        func stream() throws -> (member: MemberStream, text: any ByteSource) {
            guard
                let member = try MemberStream(
                    source, ArchiveForm(.zip), file: found.file, limit: Limits.archiveBytes)
            else { throw IntakeError.stopped("the chat in the archive cannot be unpacked") }
            return (member, found.encoding.stream(member))
        }
        let chat = try WhatsAppChat(
            try stream().text, input: input, place: found.name.text + " ",
            encoding: found.encoding, to: sink, media: { files.find($0, for: $1) })
        let second = try stream()
        try chat.read(second.text)
        try files.offer(from: source)
        var facts = chat.facts()
        facts.title =
            WhatsAppTitle.name(ofFile: input.main.name)
            ?? WhatsAppTitle.name(ofFile: String(found.name.last)) ?? chat.tally.announcedTitle
            ?? chat.tally.firstUnder
        fill(&facts, listing, files, chat: found)
        if second.member.failure != nil {
            facts.unread = "the chat in the archive is damaged or cut off; it was read up to there"
        }
        return facts
    }

    private func fill(
        _ facts: inout ReadFacts, _ listing: ArchiveListing, _ files: Files, chat: Chat
    ) {
        let own = ArchiveContents.facts(listing)
        for key in [
            "files", "encrypted", "repeatedNames", "oddNames", "notUnpacked", "overlapping",
            "disagreeing", "unpackedBytes",
        ] {
            facts.facts[key] = own[key]
        }
        facts.facts["chatFile"] = chat.name.text
        let loose = files.loose
        if !loose.isEmpty { facts.facts["filesOfNoMessage"] = String(loose.count) }
        facts.attachments = Array(loose.prefix(EvidenceModel.Limits.listCount))
        facts.unread = listing.unread
    }
}

/// The files that were exported with a chat, by their names.
private final class Files {
    private var places: [String: Int] = [:]
    /// The same by names without marks that show nothing, which a chat and an archive may write differently.
    private var bare: [String: [Int]] = [:]
    private var all: [AttachmentSeen] = []
    private var used: Set<Int> = []
    /// The place of each among the files of the archive, from 0.
    private var members: [Int] = []
    private let offers: (any AttachmentSink)?
    private var wished: Set<Int> = []

    init(_ listing: ArchiveListing, chat: Int, offers: (any AttachmentSink)?) {
        self.offers = offers
        for (index, file) in listing.files.enumerated() where index != chat && !file.name.isOfMac {
            let key = TextForms.trimmed(file.name.last)
            // The first of several with one name; the others stay files of no message.
            if places[key] == nil { places[key] = all.count }
            bare[TextForms.unmarked(key), default: []].append(all.count)
            all.append(file.seen)
            members.append(index)
        }
    }

    func find(_ name: String, for record: UInt64) -> AttachmentSeen? {
        var found = places[name]
        if found == nil, let others = bare[TextForms.unmarked(name)], others.count == 1 {
            found = others[0]
        }
        guard let place = found else { return nil }
        used.insert(place)
        if all[place].sha256 != nil, offers?.wishes(record...record) == true {
            wished.insert(members[place])
        }
        var seen = all[place]
        seen.name = name
        return seen
    }

    /// Gives the bytes of those that are wished for: the archive was gone through before, within its
    /// limits, and each of them was unpacked to its end.
    ///
    /// - Throws: what the source throws, and what takes the bytes.
    func offer(from source: any SeekableSource) throws {
        guard let offers, let last = wished.max() else { return }
        do {
            let reader = try ArchiveReader(source, ArchiveForm(.zip))
            var block = Bytes(repeating: 0, count: 1 << 18)
            var file = 0
            while file <= last, let member = try reader.next() {
                guard member.kind == .file else { continue }
                defer { file += 1 }
                guard wished.contains(file) else { continue }
                offers.begin()
                while case let count = try reader.read(into: &block), count > 0 {
                    try offers.write(block.span.extracting(0..<count))
                }
            }
        } catch is ArchiveError {
            // What was given of it has another digest, and is no attachment.
        }
    }

    /// Those that no message names.
    var loose: [AttachmentSeen] {
        all.indices.filter { !used.contains($0) }.map { all[$0] }
    }
}
