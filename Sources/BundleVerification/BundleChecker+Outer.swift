// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import ZipFormat

/// The outer files, whatever they lay in.
struct OuterStructure {
    /// One of them.
    struct Member {
        /// The CRC-32 that a ZIP states.
        let crc32: UInt32?
        /// Its bytes; nothing where it is compressed.
        let source: (any SeekableSource)?
    }

    /// The names in their order, those that do not belong there included.
    let names: [String]
    let members: [String: Member]
    let evidence: any SeekableSource
    let wrapping: Wrapping

    /// The bytes of a small file; nothing where it is not there or larger than `limit`.
    func bytes(_ path: String, limit: UInt64) throws -> Bytes? {
        guard let source = members[path]?.source, source.size <= limit else { return nil }
        return try source.bytes(at: 0, count: Int(source.size))
    }
}

extension BundleChecker {
    /// Reads where the outer files are; nothing where there is no encrypted file to go on with.
    func readOuterStructure() throws -> OuterStructure? {
        switch given {
        case .parts(let parts): return readParts(parts)
        case .file(let source): return try readZip(source)
        }
    }

    private func readZip(_ source: any SeekableSource) throws -> OuterStructure? {
        let archive: ZipArchive
        do {
            var limits = ZipLimits()
            limits.members = 64
            limits.directoryBytes = 64 << 10
            archive = try ZipArchive(reading: source, limits: limits)
        } catch let error as ZipError {
            // What is above a limit is not read in another way either.
            if case .limit = error.fault {
            } else if let outer = try readLoosely(source, error) {
                return outer
            }
            try refuseOuter(source, error)
            return nil
        }
        var members: [String: OuterStructure.Member] = [:]
        for member in archive.members {
            members[member.path] = OuterStructure.Member(
                crc32: member.crc32, source: archive.source(of: member))
        }
        guard let evidence = members[BundlePaths.evidence]?.source, evidence.size > 0 else {
            findings.leave(.complete, "file", "there is no encrypted evidence in it")
            findings.leave(.intact, "file", "this is not a sealed file")
            stop(.unreadable)
            return nil
        }
        return OuterStructure(
            names: archive.members.map(\.path), members: members, evidence: evidence,
            wrapping: .sealed)
    }

    /// Reads a ZIP that is not in the permitted encoding, so that what is in it can still be checked.
    ///
    /// It is contradicted whatever is found inside. Nothing where it is no such ZIP, or not to be told
    /// apart from two.
    private func readLoosely(
        _ source: any SeekableSource, _ error: ZipError
    ) throws -> OuterStructure? {
        guard let loose = try LooseZip(reading: source) else { return nil }
        let paths = loose.members.map { String(decoding: $0.path, as: UTF8.self) }
        let own = paths.filter {
            $0 == BundlePaths.evidence || $0.hasSuffix("/" + BundlePaths.evidence)
        }
        guard own.count == 1, let path = own.first else { return nil }
        let folder = path.dropLast(BundlePaths.evidence.count)
        var names: [String] = []
        var members: [String: OuterStructure.Member] = [:]
        for (path, member) in zip(paths, loose.members) {
            let isInside = path.hasPrefix(folder)
            let name = isInside ? String(path.dropFirst(folder.count)) : path
            names.append(name)
            guard isInside else { continue }
            // One name for two files is nobody's to choose between.
            guard members[name] == nil || !BundlePaths.outer.contains(name) else { return nil }
            members[name] = OuterStructure.Member(crc32: member.crc32, source: member.source)
        }
        facts.wrapping = .otherZip
        // A place in the ZIP tells the file only where all of them are in theirs.
        let subject = ZipWords.subject(
            of: error, names: names == BundlePaths.outer ? names : [], archive: "file")
        if loose.members.count(where: { !$0.isPlain }) > 1 {
            findings.contradict(.intact, "file", "it was packed again by another program")
        } else {
            findings.contradict(.intact, subject, ZipWords.detail(of: error))
        }
        if !folder.isEmpty {
            findings.contradict(.intact, "file", "its files lie in a folder of their own")
        }
        let known = BundlePaths.outer.filter { members[$0] != nil }
        for name in known where members[name]?.source == nil {
            findings.leave(.intact, name, "it was compressed or locked, so it was not read")
        }
        facts.compressed = known.filter { members[$0]?.source == nil }
        guard let evidence = members[BundlePaths.evidence]?.source, evidence.size > 0 else {
            return nil
        }
        return OuterStructure(
            names: names, members: members, evidence: evidence, wrapping: .otherZip)
    }

    private func readParts(_ parts: SealedParts) -> OuterStructure? {
        facts.wrapping = parts.kind == .folder ? .folder : .alone
        guard let evidence = parts.files[BundlePaths.evidence], evidence.size > 0 else {
            findings.leave(.complete, "file", "there is no encrypted evidence in it")
            findings.leave(.intact, "file", "this is not a sealed file")
            stop(.unreadable)
            return nil
        }
        facts.fileSize = parts.files.values.reduce(0) { $0 &+ $1.size }
        // By itself it stands for what is encrypted, signed by what lies beside it and nothing else.
        let wanted =
            parts.kind == .folder
            ? BundlePaths.outer
            : [BundlePaths.sealerKey, BundlePaths.evidence, BundlePaths.signature]
        let names = wanted.filter { parts.files[$0] != nil }
        var members: [String: OuterStructure.Member] = [:]
        for name in names {
            members[name] = OuterStructure.Member(crc32: nil, source: parts.files[name])
        }
        return OuterStructure(
            names: names, members: members, evidence: evidence, wrapping: facts.wrapping)
    }

    /// Compares the outer files' names with the five that there must be.
    func checkOuterNames(_ outer: OuterStructure) {
        // What a later format has outside is not known here.
        guard obstacle != .newer else { return }
        guard outer.wrapping != .alone else { return checkBeside(outer) }
        let names = outer.names
        facts.isWholeOutside = Set(names) == Set(BundlePaths.outer)
        facts.missingOutside = BundlePaths.outer.filter { !names.contains($0) }
        for name in facts.missingOutside {
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
            facts.addedOutside.append(SafeText.escaped(name))
            findings.contradict(
                .complete, SafeText.escaped(name), "was added: it is no part of a sealed file")
        }
        let known = names.filter(BundlePaths.outer.contains)
        if known != BundlePaths.outer.filter(names.contains) {
            findings.contradict(.intact, "file", "its files stand in another order than permitted")
        }
    }

    /// Says what the encrypted file by itself lacks: nobody took it away, it was not handed over.
    private func checkBeside(_ outer: OuterStructure) {
        guard outer.members[BundlePaths.signature] != nil else {
            facts.missingOutside.append(BundlePaths.signature)
            findings.leave(
                .intact, BundlePaths.signature, "the sealer's signature does not lie beside it")
            return
        }
        guard facts.sealer == nil else { return }
        facts.missingOutside.append(BundlePaths.sealerKey)
        let hasOther =
            outer.members[BundlePaths.sealerKey] != nil || sealers?.publicKeys.isEmpty == false
        findings.leave(
            .intact, BundlePaths.sealerKey,
            hasOther
                ? "the signature was made by no key that was named or lies beside it"
                : "the key to check the signature does not lie beside it, and none was named")
    }

    /// Says why the outer ZIP was refused: changed, cut short, or no sealed file at all.
    private func refuseOuter(_ source: any SeekableSource, _ error: ZipError) throws {
        // What could be read of it otherwise has said so.
        guard !findings.isContradicted(.intact) else { return }
        let isOurs = try looksSealed(source)
        if !isOurs {
            findings.leave(.intact, "file", "this is not a sealed file")
            stop(.unreadable)
        } else if case .limit = error.fault {
            findings.leave(.intact, "file", ZipWords.detail(of: error))
            stop(.unreadable)
        } else if try !hasEndRecord(source) {
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
    private func looksSealed(_ source: any SeekableSource) throws -> Bool {
        let head = try source.atMost(at: 0, count: 30 + BundlePaths.startHere.utf8.count)
        if head.count > 30, head.slice(30..<head.count) == Bytes(text: BundlePaths.startHere) {
            return true
        }
        let tail = try source.atMost(at: source.size - min(source.size, 1024), count: 1024)
        return tail.range(of: Bytes(text: BundlePaths.signature)) != nil
    }

    /// Whether a ZIP's end record stands at the end, or near it with something after it.
    private func hasEndRecord(_ source: any SeekableSource) throws -> Bool {
        let count = UInt64(66 << 10)
        let tail = try source.atMost(
            at: source.size - min(source.size, count), count: Int(count))
        // A whole record has 22 bytes; less is one that was cut.
        guard let record = tail.range(of: [0x50, 0x4b, 5, 6]) else { return false }
        return tail.count - record.lowerBound >= 22
    }
}

extension SeekableSource {
    /// As many of `count` bytes as there are.
    fileprivate func atMost(at offset: UInt64, count: Int) throws -> Bytes {
        try bytes(at: offset, count: Int(min(UInt64(count), size - offset)))
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
