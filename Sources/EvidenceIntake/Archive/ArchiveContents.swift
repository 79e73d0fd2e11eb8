// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
package import EvidenceModel
import StrictCoding

/// Lists an archive: which files it holds, how large, and their digests. Nothing is unpacked to a disk,
/// and no archive inside it is opened.
package struct ArchiveContents: Importer {
    package let name = "archive"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        try ArchiveContents.form(input) != nil
    }

    /// The form of an item that is an archive and no document that is packed as one.
    static func form(_ input: IntakeInput) throws -> ArchiveForm? {
        if let kind = ItemKind(mediaType: input.mediaType) as ItemKind?, kind == .document {
            return nil
        }
        if let form = ArchiveForm.recognise(input.head) { return form }
        // Bytes may stand before a ZIP; those of a picture or a program make it one of those.
        guard input.mediaType == MediaType.unknown,
            let directory = try ZipDirectory(input.main.source), directory.members > 0
        else { return nil }
        return ArchiveForm(.zip)
    }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        guard let form = try ArchiveContents.form(input) else {
            throw IntakeError.stopped("it is no archive that is read here")
        }
        let listing = try ArchiveListing(input.main.source, form, name: input.main.name)
        var facts = ReadFacts(kind: ArchiveContents.kind(listing))
        facts.attachments = listing.files.prefix(EvidenceModel.Limits.listCount).map(\.seen)
        facts.facts = ArchiveContents.facts(listing)
        facts.unread = listing.unread
        facts.counts = ReadCounts(
            read: UInt64(listing.members),
            understood: UInt64(listing.members - listing.damaged - listing.encrypted),
            keptRaw: UInt64(listing.damaged + listing.encrypted))
        return facts
    }

    /// A document of an office program is a ZIP whose first member may be any.
    private static func kind(_ listing: ArchiveListing) -> EvidenceKind {
        let names = listing.files.lazy.map(\.name.text)
        return names.contains("[Content_Types].xml") || names.contains("META-INF/manifest.xml")
            ? .document : .archive
    }

    /// What is said of every archive, by short words.
    static func facts(_ listing: ArchiveListing) -> [String: String] {
        var facts = ["format": listing.form.container.rawValue]
        if let packing = listing.form.packing {
            facts["format"] =
                listing.form.container == .tar ? "tar " + packing.rawValue : packing.rawValue
        }
        func put(_ name: String, _ count: Int) {
            if count > 0 { facts[name] = String(count) }
        }
        facts["files"] = String(listing.files.count)
        put("directories", listing.directories)
        put("links", listing.links)
        put("encrypted", listing.encrypted)
        put("damagedFiles", listing.damaged)
        put("archivesInside", listing.nested)
        put("oddNames", listing.odd)
        put("guessedNames", listing.guessedNames)
        put("repeatedNames", listing.repeated)
        put("notUnpacked", listing.notUnpacked)
        facts["unpackedBytes"] = String(listing.unpackedBytes)
        put("overlapping", listing.directory?.overlapping ?? 0)
        put("disagreeing", listing.directory?.disagreeing ?? 0)
        let declared = max(listing.declaredBytes, listing.directory?.declaredBytes ?? 0)
        if declared != listing.unpackedBytes { facts["declaredBytes"] = String(declared) }
        if listing.files.count > EvidenceModel.Limits.listCount {
            facts["attachmentCount"] = String(listing.files.count)
        }
        return facts
    }
}
