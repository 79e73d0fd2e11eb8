// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import EvidenceModel
import MinisignFormat
import StrictCoding
import TransparencyLog

/// A checkpoint that was read, and whether the sealer signed it.
struct VerifiedRecord {
    let bytes: Bytes
    let checkpoint: Checkpoint
    /// Whether its log signature is that of the key that sealed.
    let isSigned: Bool
    /// The number after the vault's id in its origin: 1 unless the record was continued.
    let generation: UInt64
}

extension BundleChecker {
    /// Reads `proof/sealing.json` and holds it against the layer outside.
    func readSealing(_ bag: InnerBag, seal: Seal) throws -> SealingRecord? {
        let path = BundlePaths.sealing
        if bag.members[path] == nil {
            findings.contradict(.complete, path, "is missing from the bag")
        }
        guard let bytes = try readPart(path, BundleLimits.sealingBytes, bag) else { return nil }
        let sealing: SealingRecord
        do throws(SealingRecordError) {
            sealing = try SealingRecord(parsing: bytes.span)
        } catch {
            switch error {
            case .newer(let version):
                facts.formatVersion = version
                findings.leave(
                    .intact, path,
                    "made by a newer version: format \(version); this tool reads formats 1 and 2")
                stop(.newer)
            case .notCanonical:
                findings.contradict(.intact, path, "it is not JSON in the permitted form")
            case .field(let name):
                findings.contradict(
                    .intact, path, "its field \(name) is not in the permitted form")
            }
            return nil
        }
        if sealing.marks.contains(where: { $0.extract != nil }) {
            facts.formatVersion = BundleLimits.sealingVersion
        }
        facts.vault = sealing.vault
        facts.caseReference = sealing.caseReference.map { SafeText.escaped($0) }
        facts.tool = SafeText.escaped(sealing.tool)
        facts.notUnderstood += sealing.unknownFields.count
        let (described, read) = (EntryKind.itemDescribed.rawValue, EntryKind.itemRead.rawValue)
        facts.descriptionsLeftOut = sealing.leftOut.contains(described)
        facts.readingsLeftOut = sealing.leftOut.contains(read)
        facts.notUnderstood += sealing.leftOut.count { $0 != described && $0 != read }
        if let key = seal.key, key.key != sealing.signer.key {
            findings.contradict(
                .sealedBy, path, "it names another key than the one that signed the file")
        }
        if sealing.signer.keyID != MinisignPublicKey.keyID(vaultKey: sealing.signer.key) {
            findings.contradict(.sealedBy, path, "the label of its signer is not that of the key")
        }
        if let time = seal.time, sealing.time != time {
            findings.contradict(.intact, path, "it states another time than the signature outside")
        }
        checkRecipients(sealing)
        checkMarks(sealing)
        return sealing
    }

    private func checkRecipients(_ sealing: SealingRecord) {
        let passphrase = sealing.recipients.contains(.passphrase)
        let other = sealing.recipients.count { $0 == .other }
        let keys = sealing.recipients.count - other - (passphrase ? 1 : 0)
        facts.notUnderstood += other
        guard let found = facts.recipients,
            found != RecipientFacts(keys: keys, passphrase: passphrase, other: other)
        else { return }
        findings.contradict(
            .intact, BundlePaths.sealing, "it names other recipients than the file has")
    }

    /// No mark, entry or path stands twice, and each path is in its mark's folder.
    private func checkMarks(_ sealing: SealingRecord) {
        facts.exhibitsListed = sealing.marks.count
        if sealing.marks.isEmpty {
            findings.leave(.complete, BundlePaths.sealing, "the bundle is empty: no exhibit in it")
            stop(.unreadable)
        }
        var marks: Set<Mark> = []
        var entries: Set<UInt64> = []
        var paths: Set<String> = []
        for mark in sealing.marks {
            let isNew = marks.insert(mark.mark).inserted
            let isOwn =
                entries.insert(mark.entry).inserted
                && (mark.path.map { paths.insert($0).inserted } ?? true)
            if !isNew || !isOwn {
                findings.contradict(.complete, mark.mark.text, "is listed twice")
            }
            if let extract = mark.extract, !extract.isIn(folder: mark.mark.folder) {
                findings.contradict(
                    .intact, mark.mark.text, "its paths are not those of its mark")
            }
            guard let path = mark.path else { continue }
            let folder = BundlePaths.exhibit(folder: mark.mark.folder, name: "")
            let name = String(path.dropFirst(folder.count))
            if !path.hasPrefix(folder) || !BundlePaths.isSafeName(name) {
                findings.contradict(
                    .intact, mark.mark.text, "its path is not the one of its mark")
            }
        }
        if sealing.marks.map(\.mark) != sealing.marks.map(\.mark).sorted() {
            findings.contradict(
                .intact, BundlePaths.sealing, "its marks stand in another order than permitted")
        }
    }

    /// Reads `proof/checkpoint` and checks that the sealer's key signed it.
    func checkCheckpoint(
        _ bag: InnerBag, _ record: BagRecord, seal: Seal
    ) throws -> VerifiedRecord? {
        let path = BundlePaths.checkpoint
        if bag.members[path] == nil {
            findings.contradict(.complete, path, "is missing from the bag")
        }
        guard let bytes = try readPart(path, BundleLimits.checkpointBytes, bag) else { return nil }
        guard let note = try? SignedNote(parsing: bytes.span),
            let checkpoint = try? Checkpoint(unchecked: note),
            let (vault, generation) = Self.origin(checkpoint.origin)
        else {
            findings.contradict(.unchanged, path, "it is not a checkpoint of a vault")
            return nil
        }
        facts.treeSize = checkpoint.size
        facts.checkpointWords = KeyWords.words(of: checkpoint.wordsDigest)
        facts.continued = generation > 1
        if let sealing = record.sealing {
            if vault != sealing.vault {
                findings.contradict(.unchanged, path, "it is of another vault than sealing.json")
            } else if note.text != Bytes(text: sealing.checkpoint) {
                findings.contradict(
                    .unchanged, path, "it is not the checkpoint that sealing.json names")
            }
        }
        let isSigned = checkSignature(of: note, checkpoint, record, seal: seal)
        facts.outsideTime = note.signatures.count > 1
        if note.signatures.count > 1 {
            findings.leave(
                .existedBy, path, "it has cosignatures; no witness was named, so none is checked")
        }
        return VerifiedRecord(
            bytes: bytes, checkpoint: checkpoint, isSigned: isSigned, generation: generation)
    }

    private func checkSignature(
        of note: SignedNote, _ checkpoint: Checkpoint, _ record: BagRecord, seal: Seal
    ) -> Bool {
        let path = BundlePaths.checkpoint
        let keys = [seal.key, record.sealing?.signer].compactMap { $0 }
        let good = keys.first { key in
            guard let noteKey = try? NoteKey(name: checkpoint.origin, ed25519: key.key) else {
                return false
            }
            return (try? note.verify(keys: [noteKey])) != nil
        }
        guard let good else {
            findings.contradict(
                .unchanged, path, "it is not signed by the key that sealed this file")
            return false
        }
        if let key = seal.key, good.key != key.key {
            findings.contradict(
                .sealedBy, path, "it is signed by another key than the file around it")
            return false
        }
        return true
    }

    /// The vault's id and the generation of `keepsake/<vault>` or `keepsake/<vault>/<n>`.
    static func origin(_ text: String) -> (vault: String, generation: UInt64)? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, parts[0] == "keepsake",
            SealingRecord.isVault(parts[1])
        else { return nil }
        guard parts.count == 3 else { return (parts[1], 1) }
        // Numbers of the record stay below 2^53, as in its entries.
        guard let number = UInt64(parts[2]), (2..<(1 << 53)).contains(number),
            String(number) == parts[2]
        else {
            return nil
        }
        return (parts[1], number)
    }
}
