// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import EvidenceModel
import MinisignFormat
import StrictCoding
import TransparencyLog

/// What the parts of one opened bundle said, as far as they could be read.
struct BagRecord {
    var sealing: SealingRecord?
    /// The signed note's exact bytes.
    var checkpoint: VerifiedRecord?
    /// The `item.added` entries that are disclosed and in the record, by `seq`.
    var entries = DisclosedEntries()
    /// The exhibits that the record of the sealing lists, by path.
    var marks: [String: SealedMark] = [:]
    /// Extracts that the record of the sealing lists, by the path of each of their files.
    var extracts: [String: (mark: SealedMark, sha256: Digest)] = [:]
    /// The marks by the names of their folders.
    var folders: [String: String] = [:]
    var structure: BagStructure?
}

extension BundleChecker {
    /// Checks everything inside an opened bundle.
    ///
    /// - Throws: what the source reports, unless it is damage.
    func checkBag(_ bag: InnerBag, seal: Seal) throws {
        checkArrangement(bag)
        var record = BagRecord()
        record.sealing = try readSealing(bag, seal: seal)
        for mark in record.sealing?.marks ?? [] {
            if record.folders[mark.mark.folder] == nil {
                record.folders[mark.mark.folder] = mark.mark.text
            }
            if let path = mark.path, record.marks[path] == nil { record.marks[path] = mark }
            for file in mark.extract?.files ?? [] where record.extracts[file.path] == nil {
                record.extracts[file.path] = (mark, file.sha256)
            }
        }
        try checkStructure(bag, &record)
        try checkBagSignature(bag, record, seal: seal)
        record.checkpoint = try checkCheckpoint(bag, record, seal: seal)
        record.entries = try checkEntries(bag, record)
        ownRecord = ownRecord(record)
        try checkEarlier(bag, record)
        try checkPayload(bag, record)
        for (path, chunk) in bag.damage.sorted(by: { $0.key < $1.key }) {
            noteDamage(chunk)
            findings.contradict(.unchanged, subject(path, record), Damage.detail(chunk))
        }
        if let failure = bag.failure { throw failure }
        if record.sealing == nil || !bag.damage.isEmpty {
            findings.leave(.complete, "bundle", "not all that says what should be here was read")
        }
        noteLaterParts(bag)
    }

    /// What this bundle's record is to a later one; nothing where not all of it was read.
    private func ownRecord(_ record: BagRecord) -> EarlierRecord? {
        guard let sealing = record.sealing, let checkpoint = record.checkpoint, checkpoint.isSigned
        else { return nil }
        return EarlierRecord(
            digest: facts.digest, signer: sealing.signer, vault: sealing.vault,
            generation: checkpoint.generation,
            size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root,
            sealed: sealing.time, leaves: record.entries.leaves)
    }

    /// How a file of the bag is called in findings: an exhibit by its mark, others by their path.
    func subject(_ path: String, _ record: BagRecord) -> String {
        record.marks[path]?.mark.text ?? SafeText.escaped(path)
    }

    private func checkArrangement(_ bag: InnerBag) {
        for path in bag.strays {
            findings.contradict(
                .complete, SafeText.escaped(path), "stands outside the bag's folder")
        }
        if !bag.isSorted {
            findings.contradict(
                .intact, "evidence.zip", "its files stand in another order than permitted")
        }
        facts.notUnderstood += bag.members.keys.count { !Self.isKnown($0) }
    }

    /// Whether this version knows what a file of the bag is for.
    private static func isKnown(_ path: String) -> Bool {
        path.hasPrefix(BundlePaths.exhibits) || path.hasPrefix(BundlePaths.readable)
            || path.hasPrefix(BundlePaths.report) || BundlePaths.seq(of: path) != nil
            || BundlePaths.earlierSize(of: path) != nil
            || [
                BundlePaths.bagDeclaration, BundlePaths.bagInfo, BundlePaths.payloadManifest,
                BundlePaths.tagManifest, BundlePaths.bagSignature, BundlePaths.sealing,
                BundlePaths.checkpoint, BundlePaths.howToCheck,
            ].contains(path)
    }

    /// Lists against contents, and every tag file against its listed digest.
    private func checkStructure(_ bag: InnerBag, _ record: inout BagRecord) throws {
        let structure = BagStructure(
            reading: bag, rules: .ours(unlisted: [Bytes(text: BundlePaths.bagSignature)]))
        record.structure = structure
        for found in structure.findings { note(found, bag, record) }
        if bag.members[BundlePaths.bagSignature] == nil {
            findings.contradict(
                .complete, BundlePaths.bagSignature, "is missing from the bag")
        }
    }

    /// Turns what the bag's reader found into a finding of ours.
    func note(_ found: BagFinding, _ bag: InnerBag, _ record: BagRecord) {
        guard let (id, status) = BagWords.finding(of: found) else { return }
        let path = BagWords.path(of: found.fault).map { String(decoding: $0, as: UTF8.self) }
        // Damage is said once, with its chunk.
        if let path, bag.damage[path] != nil { return }
        let subject = path.map { self.subject($0, record) } ?? "bundle"
        let detail = BagWords.detail(of: found.fault)
        if status == .contradicted {
            findings.contradict(id, subject, detail)
        } else {
            findings.leave(id, subject, detail)
            stop(.unreadable)
        }
    }

    /// The signature inside, which stands for the contents after they were opened.
    private func checkBagSignature(_ bag: InnerBag, _ record: BagRecord, seal: Seal) throws {
        let path = BundlePaths.bagSignature
        guard
            let file = try readPart(path, BundleLimits.signatureBytes, bag),
            let list = try readPart(
                BundlePaths.tagManifest, BundleLimits.manifestBytes, bag)
        else { return }
        guard let signature = try? MinisignSignature(parsing: file.span),
            signature.untrustedComment == BagComment.untrusted
        else {
            findings.contradict(.intact, path, "it is not a signature in the permitted form")
            return
        }
        let prehash = MinisignPrehash.of(list.span)
        let keys = [seal.key, record.sealing?.signer].compactMap { $0 }
        let good = keys.first { signature.judge(prehash: prehash, key: $0) == .good }
        guard let good else {
            let isContent = keys.contains {
                signature.judge(prehash: prehash, key: $0) == .otherContent
            }
            findings.contradict(
                .intact, isContent ? BundlePaths.tagManifest : path,
                isContent
                    ? "it differs from the list that was signed"
                    : "it was not made by the key that sealed this file")
            return
        }
        if let key = seal.key, good.key != key.key {
            findings.contradict(
                .sealedBy, path, "the bag was signed by another key than the file around it")
        }
        do throws(SealedCommentError) {
            let comment = try BagComment(parsing: signature.trustedComment)
            if let time = seal.time, comment.time != time {
                findings.contradict(
                    .intact, path, "it states another time than the signature outside")
            }
        } catch {
            if case .newer = error {
                findings.leave(.intact, path, "made by a newer version")
                stop(.newer)
            } else {
                findings.contradict(
                    .intact, path, "its trusted comment is not in the permitted form")
            }
        }
    }

    /// A small file; nothing, and perhaps a finding, where it cannot be had.
    ///
    /// What is missing or damaged is said elsewhere, once.
    func readPart(_ path: String, _ limit: UInt64, _ bag: InnerBag) throws -> Bytes? {
        switch try bag.read(path, limit: limit) {
        case .bytes(let bytes): return bytes
        case .missing, .damaged: return nil
        case .tooLarge:
            findings.leave(.complete, SafeText.escaped(path), "is larger than this tool reads")
            stop(.unreadable)
            return nil
        }
    }

    /// Says of parts that a later version made that this one passes over them.
    private func noteLaterParts(_ bag: InnerBag) {
        if bag.members.keys.contains(where: { $0.hasPrefix(BundlePaths.time) }) {
            facts.outsideTime = true
            findings.leave(
                .existedBy, "proof/time", "outside times are attached; this version reads none")
        }
    }
}
