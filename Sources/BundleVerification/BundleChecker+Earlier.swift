// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import MinisignFormat
import StrictCoding
import TransparencyLog

extension BundleChecker {
    /// Checks the proofs from earlier checkpoints, and compares with the earlier bundle that was named.
    ///
    /// - Throws: what the source reports, unless it is damage.
    func checkEarlier(_ bag: InnerBag, _ record: BagRecord) throws {
        let proofs = try readEarlierProofs(bag, record)
        facts.earlierProofs = proofs.count
        guard let earlier else {
            guard !proofs.isEmpty else { return }
            findings.leave(
                .extendsEarlier, "proof/earlier",
                "\(proofs.count) earlier checkpoints are proven; no earlier file was compared")
            return
        }
        switch earlier {
        case .notOpened:
            findings.leave(
                .extendsEarlier, Self.earlierFile, "it could not be opened; nothing was compared")
        case .notSound:
            findings.leave(
                .extendsEarlier, Self.earlierFile,
                "it does not verify itself, so nothing was compared with it")
        case .record(let before):
            facts.earlierDigest = before.digest
            guard let own = ownRecord else { return }
            compare(own, with: before, proofs)
        }
    }

    /// What a finding is about that compares two files.
    static let earlierFile = "earlier file"

    /// Each file below `proof/earlier/` leads to this bundle's checkpoint; others are passed over.
    private func readEarlierProofs(
        _ bag: InnerBag, _ record: BagRecord
    ) throws -> [EarlierProof] {
        var proofs: [EarlierProof] = []
        for path in bag.members.keys.sorted() where BundlePaths.earlierSize(of: path) != nil {
            guard let bytes = try readPart(path, BundleLimits.earlierBytes, bag) else { continue }
            let proof: EarlierProof
            do throws(EarlierProofError) {
                proof = try EarlierProof(parsing: bytes.span)
            } catch {
                if error == .newer {
                    facts.notUnderstood += 1
                } else {
                    findings.contradict(.intact, path, "it is not a proof in the permitted form")
                }
                continue
            }
            guard proof.size == BundlePaths.earlierSize(of: path) else {
                findings.contradict(
                    .intact, path, "it is the proof of another size than its name's")
                continue
            }
            guard let checkpoint = record.checkpoint?.checkpoint else { continue }
            guard proof.leads(to: checkpoint.size, root: checkpoint.root) else {
                findings.contradict(
                    .extendsEarlier, path, "it does not lead to the checkpoint of this file")
                continue
            }
            proofs.append(proof)
        }
        return proofs
    }

    /// Holds this record against that of the earlier file (`docs/bundle.md`, section 6).
    private func compare(
        _ own: EarlierRecord, with before: EarlierRecord, _ proofs: [EarlierProof]
    ) {
        let subject = Self.earlierFile
        guard own.vault == before.vault else {
            findings.leave(.extendsEarlier, subject, "it is of another vault; nothing to compare")
            return
        }
        guard own.signer.key == before.signer.key else {
            findings.leave(
                .extendsEarlier, subject, "it was sealed by another key; nothing to compare")
            return
        }
        let shared = sharedEntries(own, before)
        for seq in shared.sorted() where own.leaves[seq] != before.leaves[seq] {
            findings.contradict(
                .extendsEarlier, BundlePaths.entry(seq),
                "it is another entry than the earlier file has at this place")
        }
        // Sealing times are the sealer's own; they tell only that the files may be the other way round.
        if before.generation > own.generation || before.size > own.size,
            before.generation >= own.generation
        {
            guard before.sealed <= own.sealed else {
                findings.leave(
                    .extendsEarlier, subject,
                    "it was sealed after this one; name them the other way round")
                return
            }
            findings.contradict(
                .extendsEarlier, BundlePaths.checkpoint,
                before.generation > own.generation
                    ? "the earlier file has a later line of this record"
                    : "the earlier file has \(before.size) entries, this one \(own.size)")
            return
        }
        if before.size == own.size, before.generation == own.generation {
            guard before.root == own.root else {
                findings.contradict(
                    .extendsEarlier, BundlePaths.checkpoint,
                    "the earlier file has as many entries, and other ones")
                return
            }
            findings.establish(
                .extendsEarlier, subject, "it has the same record, with as many entries")
            return
        }
        guard let proof = proofs.first(where: { $0.size == before.size }) else {
            findings.leave(
                .extendsEarlier, subject,
                own.generation > before.generation
                    ? "the record was continued from a backup since; no proof covers it"
                    : "there is no proof in this file that covers it",
                limit: "a proof is written only for people to whom both were sealed")
            return
        }
        guard proof.root == before.root else {
            findings.contradict(
                .extendsEarlier, BundlePaths.earlier(before.size),
                "the first \(before.size) entries are other ones than in the earlier file")
            return
        }
        findings.establish(
            .extendsEarlier, subject,
            "its \(before.size) entries are the first of the \(own.size) here, unchanged",
            limit: "what those entries say; when they were made")
    }

    /// Entries that both files disclose and that have to be the same. After a continuation from a backup
    /// those are the ones before it, where it is known.
    private func sharedEntries(_ own: EarlierRecord, _ before: EarlierRecord) -> [UInt64] {
        let both = own.leaves.keys.filter { before.leaves[$0] != nil }
        if own.generation == before.generation { return both }
        guard own.generation > before.generation, own.generation - before.generation == 1,
            let place = facts.continuedAt
        else {
            return []
        }
        return both.filter { $0 < place }
    }
}
