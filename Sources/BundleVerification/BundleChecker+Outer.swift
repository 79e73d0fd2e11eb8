// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import ZipFormat

/// The outer ZIP, read: where each of its files is.
struct OuterStructure {
    let archive: ZipArchive
    let members: [String: ZipArchive.Member]
    let evidence: any SeekableSource

    /// The bytes of a small file; nothing where it is not there or larger than `limit`.
    func bytes(_ path: String, limit: UInt64) throws -> Bytes? {
        guard let member = members[path], member.size <= limit,
            let source = archive.source(of: member)
        else { return nil }
        return try source.bytes(at: 0, count: Int(member.size))
    }
}

extension BundleChecker {
    /// Reads the outer ZIP's structure; nothing where there is no encrypted file to go on with.
    func readOuterStructure() throws -> OuterStructure? {
        let archive: ZipArchive
        do {
            var limits = ZipLimits()
            limits.members = 64
            limits.directoryBytes = 64 << 10
            archive = try ZipArchive(reading: source, limits: limits)
        } catch let error as ZipError {
            try refuseOuter(error)
            return nil
        }
        var members: [String: ZipArchive.Member] = [:]
        for member in archive.members { members[member.path] = member }
        guard let evidence = members[BundlePaths.evidence],
            let contents = archive.source(of: evidence), evidence.size > 0
        else {
            findings.leave(.complete, "file", "there is no encrypted evidence in it")
            findings.leave(.intact, "file", "this is not a sealed file")
            stop(.unreadable)
            return nil
        }
        return OuterStructure(archive: archive, members: members, evidence: contents)
    }

    /// Compares the outer files' names with the five that there must be.
    func checkOuterNames(_ outer: OuterStructure) {
        // What a later format has outside is not known here.
        guard obstacle != .newer else { return }
        let names = outer.archive.members.map(\.path)
        facts.isWholeOutside = Set(names) == Set(BundlePaths.outer)
        for name in BundlePaths.outer where !names.contains(name) {
            switch name {
            case BundlePaths.signature:
                findings.contradict(.intact, name, "the sealer's signature is missing")
            case BundlePaths.sealerKey:
                findings.contradict(.intact, name, "the key to check the signature is missing")
            default:
                findings.contradict(.complete, name, "is missing from the sealed file")
            }
        }
        for name in names where !BundlePaths.outer.contains(name) {
            findings.contradict(
                .complete, SafeText.escaped(name), "was added: it is no part of a sealed file")
        }
        let known = names.filter(BundlePaths.outer.contains)
        if known != BundlePaths.outer.filter(names.contains) {
            findings.contradict(.intact, "file", "its files stand in another order than permitted")
        }
    }

    /// Says why the outer ZIP was refused: changed, cut short, or no sealed file at all.
    private func refuseOuter(_ error: ZipError) throws {
        let isOurs = try looksSealed()
        if !isOurs {
            findings.leave(.intact, "file", "this is not a sealed file")
            stop(.unreadable)
        } else if case .limit = error.fault {
            findings.leave(.intact, "file", ZipWords.detail(of: error))
            stop(.unreadable)
        } else if try !hasEndRecord() {
            findings.leave(.intact, "file", "it is cut short, or damaged beyond reading")
            stop(.unreadable)
        } else {
            findings.contradict(
                .intact,
                ZipWords.subject(of: error, names: BundlePaths.outer, archive: "file"),
                ZipWords.detail(of: error))
        }
    }

    /// Whether it begins or ends as a sealed file does, whatever became of it in between.
    private func looksSealed() throws -> Bool {
        let head = try bytesAtMost(at: 0, count: 30 + BundlePaths.startHere.utf8.count)
        if head.count > 30, head.slice(30..<head.count) == Bytes(text: BundlePaths.startHere) {
            return true
        }
        let tail = try bytesAtMost(at: source.size - min(source.size, 1024), count: 1024)
        return tail.range(of: Bytes(text: BundlePaths.signature)) != nil
    }

    /// Whether a ZIP's end record stands at the end, or near it with something after it.
    private func hasEndRecord() throws -> Bool {
        let count = UInt64(66 << 10)
        let tail = try bytesAtMost(at: source.size - min(source.size, count), count: Int(count))
        // A whole record has 22 bytes; less is one that was cut.
        guard let record = tail.range(of: [0x50, 0x4b, 5, 6]) else { return false }
        return tail.count - record.lowerBound >= 22
    }

    private func bytesAtMost(at offset: UInt64, count: Int) throws -> Bytes {
        try source.bytes(at: offset, count: Int(min(UInt64(count), source.size - offset)))
    }
}

extension ContiguousArray<UInt8> {
    /// Where `pattern` first stands.
    fileprivate func range(of pattern: Bytes) -> Range<Int>? {
        guard let first = pattern.first, count >= pattern.count else { return nil }
        for start in 0...(count - pattern.count)
        where self[start] == first && self[start..<(start + pattern.count)].elementsEqual(pattern) {
            return start..<(start + pattern.count)
        }
        return nil
    }
}
