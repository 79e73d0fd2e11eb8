// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import ZipFormat

extension BundleChecker {
    /// What a payload file's bytes came to.
    private struct Content {
        let size: UInt64
        let sha256: Digest
        let crc32: UInt32
    }

    /// Reads every payload file once and holds it against the ZIP, the bag's list and its entry.
    func checkPayload(_ bag: InnerBag, _ record: BagRecord) throws {
        var matching: Set<String> = []
        for member in bag.archive.members where member.path.hasPrefix(BundlePaths.folder) {
            let path = String(member.path.dropFirst(BundlePaths.folder.count))
            let isPayload = path.hasPrefix(BundlePaths.payload)
            bagPaths.append(path)
            guard let content = try read(path, bag) else { continue }
            if let source = bag.source(at: path) {
                self.bag.append(
                    BagCopy(
                        path: path, size: content.size, sha256: content.sha256, source: source))
            }
            if content.crc32 != member.crc32 {
                findings.contradict(
                    .intact, subject(path, record), "its CRC-32 in the ZIP is not that of its bytes"
                )
            }
            guard isPayload else { continue }
            let isListed = checkListed(path, content, bag, record)
            // The files of an extract are the exhibit itself.
            if isListed, content.crc32 == member.crc32, record.extracts[path] == nil {
                noteDerived(path, content, bag, record)
            }
            if path.hasPrefix(BundlePaths.exhibits), checkExhibit(path, content, record) {
                matching.insert(path)
            }
            if let (mark, sha256) = record.extracts[path] {
                if content.sha256 == sha256 {
                    matching.insert(path)
                } else {
                    findings.contradict(
                        .unchanged, mark.mark.text,
                        "\(Self.part(path)) differs from what was sealed")
                }
            }
        }
        collect(matching, bag, record)
        collectEntries(bag, record)
    }

    /// Keeps a derived file that is as the bag's list says, for `open`.
    private func noteDerived(
        _ path: String, _ content: Content, _ bag: InnerBag, _ record: BagRecord
    ) {
        let kinds = [
            (CheckedFile.Kind.readable, BundlePaths.readable), (.report, BundlePaths.report),
        ]
        guard let (kind, below) = kinds.first(where: { path.hasPrefix($0.1) }),
            let source = bag.source(at: path)
        else { return }
        let file = CheckedFile(
            kind: kind, mark: kind == .readable ? mark(ofFolderIn: path, record) : nil, path: path,
            below: below, size: content.size, sha256: content.sha256, source: source)
        if let file {
            files.append(file)
        } else {
            unsafePaths.append(SafeText.escaped(path))
        }
    }

    /// The mark whose folder a derived file lies in.
    private func mark(ofFolderIn path: String, _ record: BagRecord) -> String? {
        let folder = path.dropFirst(BundlePaths.readable.count).prefix { $0 != "/" }
        return record.folders[String(folder)]
    }

    /// The entries that are in the record, each with the exhibit that it is about.
    private func collectEntries(_ bag: InnerBag, _ record: BagRecord) {
        var marks: [UInt64: String] = [:]
        for mark in record.sealing?.marks ?? [] { marks[mark.entry] = mark.mark.text }
        for (seq, entry) in record.entries.files.sorted(by: { $0.key < $1.key }) {
            let path = BundlePaths.entry(seq)
            guard let source = bag.source(at: path),
                let file = CheckedFile(
                    kind: .entry, mark: marks[seq] ?? entry.about.flatMap { marks[$0] },
                    path: path, below: BundlePaths.entries, size: entry.size,
                    sha256: entry.sha256, source: source)
            else { continue }
            files.append(file)
        }
    }

    private func read(_ path: String, _ bag: InnerBag) throws -> Content? {
        guard let source = bag.source(at: path) else { return nil }
        var sha256 = SHA256Hasher()
        var crc = CRC32()
        do {
            try forEachPart(of: source) { part in
                sha256.update(part)
                crc.update(part)
                try advance(part.count)
            }
        } catch {
            guard Damage.chunk(of: error) != nil else { throw error }
            bag.note(error, path: path)
            return nil
        }
        return Content(size: source.size, sha256: sha256.digest(), crc32: crc.value)
    }

    /// Holds a payload file against the bag's list; whether it is listed and is what is listed.
    private func checkListed(
        _ path: String, _ content: Content, _ bag: InnerBag, _ record: BagRecord
    ) -> Bool {
        guard let structure = record.structure else { return false }
        let bytes = Bytes(text: path)
        // A file that is not listed was said to be so already.
        guard !structure.expectedDigests(of: bytes).isEmpty else { return false }
        let found = structure.findings(for: bytes, sha256: content.sha256)
        for finding in found { note(finding, bag, record) }
        return found.isEmpty
    }

    /// Whether a file under `data/exhibits` is what the entry of its mark recorded.
    private func checkExhibit(_ path: String, _ content: Content, _ record: BagRecord) -> Bool {
        guard record.sealing != nil else { return false }
        guard let mark = record.marks[path] else {
            findings.contradict(.complete, SafeText.escaped(path), "belongs to no exhibit")
            return false
        }
        guard let item = record.entries.items[mark.entry] else { return false }
        guard content.size == item.size, content.sha256 == item.sha256,
            content.crc32 == item.crc32
        else {
            findings.contradict(
                .unchanged, mark.mark.text, "differs from what was recorded when it was added")
            return false
        }
        return true
    }

    /// Holds the list of exhibits against what was read, and draws up the facts.
    private func collect(_ matching: Set<String>, _ bag: InnerBag, _ record: BagRecord) {
        guard let sealing = record.sealing else { return }
        var matching = matching
        var stated: Set<UInt64> = []
        for mark in sealing.marks {
            if let extract = mark.extract {
                let isFirst = stated.insert(mark.entry).inserted
                collect(extract, of: mark, isFirst: isFirst, &matching, bag, record)
                continue
            }
            guard let path = mark.path else {
                let isFirst = stated.insert(mark.entry).inserted
                collect(statement: mark, isFirst: isFirst, bag, record)
                continue
            }
            let item = record.entries.items[mark.entry]
            let isThere = bag.members[path] != nil
            if !isThere {
                findings.contradict(.complete, mark.mark.text, BagWords.missing)
            }
            if item == nil { checkAbsent(mark, "an item", record) }
            let matches = record.marks[path] == mark && matching.remove(path) != nil
            facts.exhibits.append(
                ExhibitFacts(
                    mark: mark.mark.text, entry: mark.entry, path: SafeText.escaped(path),
                    name: item.map { SafeText.escaped(bytes: $0.nameBytes.span) } ?? "",
                    size: item?.size, sha256: item?.sha256,
                    mediaType: item.map { SafeText.escaped($0.mediaType) } ?? "",
                    added: item?.added, matches: matches))
            if matches, let item, let source = bag.source(at: path) {
                let name = path.split(separator: "/").last.map(String.init) ?? ""
                exhibits.append(
                    CheckedExhibit(
                        mark: mark.mark.text, folder: mark.mark.folder, fileName: name,
                        size: item.size, sha256: item.sha256, mediaType: item.mediaType,
                        source: source))
            }
        }
        let listed = sealing.marks.count
        facts.exhibitsMatching = exhibits.count
        guard listed > 0 else { return }
        if exhibits.count == listed, record.checkpoint?.isSigned == true,
            record.entries.proven.count == record.entries.numbers.count
        {
            if !findings.hasAny(.unchanged) { establishUnchanged(listed) }
        } else if exhibits.count > 0, exhibits.count < listed {
            findings.establish(
                .unchanged, "exhibits",
                "\(exhibits.count) of \(listed) exhibits match what was recorded")
        }
    }

    /// What a file of an extract is called in a finding about its mark.
    private static func part(_ path: String) -> String {
        switch path.split(separator: "/").last {
        case "extract.csv": "extract.csv"
        case "extract.html": "extract.html"
        default: "a file that is attached in the extract"
        }
    }

    /// An extract: it matches where its files are those that were sealed, and the entry of the original,
    /// which is withheld, is in the record.
    private func collect(
        _ extract: SealedExtract, of mark: SealedMark, isFirst: Bool,
        _ matching: inout Set<String>, _ bag: InnerBag, _ record: BagRecord
    ) {
        let item = record.entries.items[mark.entry]
        if item == nil { checkAbsent(mark, "an item", record) }
        var isWhole = true
        for file in extract.files {
            if bag.members[file.path] == nil {
                findings.contradict(
                    .complete, mark.mark.text, "\(Self.part(file.path)) is missing")
            }
            // One that two marks name belongs to the first.
            let isOwn = record.extracts[file.path]?.mark == mark
            if !isOwn || matching.remove(file.path) == nil { isWhole = false }
        }
        let matches = isFirst && isWhole && item != nil && extract.isIn(folder: mark.mark.folder)
        facts.exhibits.append(
            ExhibitFacts(
                mark: mark.mark.text, kind: .extract, entry: mark.entry, path: extract.html.path,
                name: item.map { SafeText.escaped(bytes: $0.nameBytes.span) } ?? "",
                size: item?.size, sha256: item?.sha256,
                mediaType: item.map { SafeText.escaped($0.mediaType) } ?? "", added: item?.added,
                matches: matches, extract: extract))
        guard matches else { return }
        let files = extract.files.compactMap { file -> CheckedExhibit? in
            guard let source = bag.source(at: file.path) else { return nil }
            let parts = file.path.split(separator: "/").map(String.init)
            return CheckedExhibit(
                mark: mark.mark.text, folder: mark.mark.folder, fileName: parts.last ?? "",
                size: source.size, sha256: file.sha256, mediaType: "", source: source,
                inner: parts.count > 4 ? parts[3] : nil)
        }
        guard files.count == extract.files.count, let page = files.first else { return }
        exhibits.append(
            CheckedExhibit(
                mark: page.mark, folder: page.folder, fileName: page.fileName, size: page.size,
                sha256: page.sha256, mediaType: "text/html", source: page.source,
                more: Array(files.dropFirst())))
    }

    /// An exhibit that is an entry: it matches where that entry is in the record, in its place.
    private func collect(
        statement mark: SealedMark, isFirst: Bool, _ bag: InnerBag, _ record: BagRecord
    ) {
        let statement = record.entries.statements[mark.entry]
        if record.entries.items[mark.entry] != nil {
            findings.contradict(.complete, mark.mark.text, "the file of this item is not named")
        } else if statement == nil {
            checkAbsent(mark, "an incident or an order", record)
        }
        let kind = statement?.kind ?? .entry
        let path = BundlePaths.entry(mark.entry)
        let matches = isFirst && statement != nil
        facts.exhibits.append(
            ExhibitFacts(
                mark: mark.mark.text, kind: kind, entry: mark.entry, path: path,
                name: statement == nil ? "" : "\(kind.rawValue) \(mark.entry)",
                size: statement?.size, sha256: statement?.sha256,
                mediaType: statement == nil ? "" : Self.entryType, added: statement?.time,
                matches: matches))
        if matches, let statement, let source = bag.source(at: path) {
            exhibits.append(
                CheckedExhibit(
                    mark: mark.mark.text, folder: mark.mark.folder,
                    fileName: kind.rawValue + ".json", size: statement.size,
                    sha256: statement.sha256, mediaType: Self.entryType, source: source))
        }
    }

    private static let entryType = "application/json"

    private func establishUnchanged(_ count: Int) {
        let unknown = facts.notUnderstood
        var limit =
            "that the content is true"
            + (unknown > 0
                ? "; \(unknown) parts under the signature are of kinds not understood here" : "")
        let extracts = facts.exhibits.count { $0.kind == .extract }
        let entries = facts.exhibits.count { $0.kind != .item } - extracts
        let files = count - entries - extracts
        let others = files + entries
        var detail: String =
            switch (files, entries) {
            case (0, 0): ""
            case (1, 0): "the exhibit matches its entry, which is in the signed record"
            case (_, 0): "\(files) exhibits match their entries, which are in the signed record"
            case (0, 1): "the exhibit is itself an entry of the signed record"
            case (0, _): "\(entries) exhibits are themselves entries of the signed record"
            default:
                "\(others) exhibits match the signed record; \(entries) of them "
                    + (entries == 1 ? "is an entry of it" : "are entries of it")
            }
        if extracts > 0 {
            let sealed =
                extracts == 1
                ? "the extract is as it was sealed" : "\(extracts) extracts are as they were sealed"
            let matching =
                others == 1 ? "an exhibit matches" : "\(others) exhibits match"
            detail = (others == 0 ? "" : matching + " the signed record; ") + sealed
            limit =
                "what "
                + (extracts == 1
                    ? "the original of the extract says: it is"
                    : "the originals of the extracts say: they are")
                + " withheld and not checked; " + limit
        }
        findings.establish(.unchanged, "bundle", detail, limit: limit)
    }

    /// Says why there is nothing behind a mark.
    private func checkAbsent(_ mark: SealedMark, _ what: String, _ record: BagRecord) {
        if !record.entries.numbers.contains(mark.entry) {
            findings.contradict(
                .complete, mark.mark.text, "the entry that records it is not in this file")
        } else if record.entries.proven.contains(mark.entry) {
            findings.contradict(
                .unchanged, mark.mark.text, "its entry does not record \(what)")
        }
    }
}
