// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import SodiumPrimitives
import StrictCoding
import TransparencyLog

/// An incident or an order: an entry that is an exhibit by itself.
struct DisclosedStatement {
    let kind: ExhibitKind
    /// The entry's exact bytes, and their digest.
    let size: UInt64
    let sha256: Digest
    let time: Timestamp?
}

/// What the disclosed entries said.
struct DisclosedEntries {
    /// Every `seq` for which there is an entry, readable or not.
    var numbers: Set<UInt64> = []
    /// Items by number, from entries that are in the record.
    var items: [UInt64: ItemAdded] = [:]
    /// Incidents and orders by number, from entries that are in the record.
    var statements: [UInt64: DisclosedStatement] = [:]
    /// Those that are in the record, in their place.
    var proven: Set<UInt64> = []
    /// The leaf hashes of those.
    var leaves: [UInt64: Digest] = [:]
    /// The files of those: size, digest, and the number of what they are about.
    var files: [UInt64: (size: UInt64, sha256: Digest, about: UInt64?)] = [:]
}

extension BundleChecker {
    /// Checks each disclosed entry: its form, its number, its place in the record, and its neighbours.
    func checkEntries(_ bag: InnerBag, _ record: BagRecord) throws -> DisclosedEntries {
        var disclosed = DisclosedEntries()
        for path in bag.members.keys.sorted() where path.hasPrefix(BundlePaths.entries) {
            guard let seq = BundlePaths.seq(of: path) else { continue }
            disclosed.numbers.insert(seq)
        }
        let numbers = disclosed.numbers.sorted()
        facts.entriesDisclosed = numbers.count
        var before: (seq: UInt64, leaf: Digest)?
        var latest: Timestamp?
        for seq in numbers {
            guard let (body, leaf) = try checkEntry(seq, bag, record, &disclosed) else {
                before = nil
                continue
            }
            if let before, before.seq + 1 == seq, body.prev != before.leaf {
                findings.contradict(
                    .inOrder, BundlePaths.entry(seq), "does not follow the entry before it")
            }
            before = (seq, leaf)
            if let time = body.time { checkClock(time, seq, &latest) }
        }
        if let time = record.sealing?.time, let last = latest, time < last {
            findings.contradict(
                .clockSteady, BundlePaths.sealing, "it was sealed before its last entry, it says")
        }
        if latest != nil, !findings.hasAny(.clockSteady) {
            findings.establish(
                .clockSteady, "bundle", "recorded times never go back", limit: "that they are right"
            )
        }
        conclude(disclosed, record)
        return disclosed
    }

    private func checkClock(_ time: Timestamp, _ seq: UInt64, _ latest: inout Timestamp?) {
        if let last = latest, time < last {
            findings.contradict(
                .clockSteady, BundlePaths.entry(seq), "its time is before that of an earlier entry")
        }
        latest = max(latest ?? time, time)
        let times = facts.entryTimes ?? time...time
        facts.entryTimes = min(times.lowerBound, time)...max(times.upperBound, time)
    }

    /// One entry and its proof; nothing where the entry could not be read.
    private func checkEntry(
        _ seq: UInt64, _ bag: InnerBag, _ record: BagRecord, _ disclosed: inout DisclosedEntries
    ) throws -> (body: EntryBody, leaf: Digest)? {
        let path = BundlePaths.entry(seq)
        let proofPath = BundlePaths.proof(seq)
        for part in [path, proofPath] where bag.members[part] == nil {
            findings.contradict(.complete, part, "is missing from the bag")
        }
        let proofBytes = try readPart(proofPath, BundleLimits.proofBytes, bag)
        guard let bytes = try readPart(path, BundleLimits.entryBytes, bag) else { return nil }
        let leaf = MerkleTree.leafHash(bytes.span)
        let body: EntryBody
        do throws(EntryError) {
            body = try EntryBody(parsing: bytes.span)
        } catch {
            if case .version(let version) = error, version > EntryBody.version {
                findings.leave(.unchanged, path, "it was written by a newer version")
                stop(.newer)
            } else {
                findings.contradict(.unchanged, path, "it is not an entry in the permitted form")
            }
            return nil
        }
        if body.seq != seq {
            findings.contradict(.inOrder, path, "it holds another entry than its name says")
        }
        if let proofBytes {
            let isProven = checkProof(proofBytes, seq: seq, leaf: leaf, record)
            if isProven, body.seq == seq {
                disclosed.proven.insert(seq)
                disclosed.leaves[seq] = leaf
                disclosed.files[seq] = (
                    UInt64(bytes.count), SHA256Hasher.digest(of: bytes.span),
                    (body.json["item"]?.integer).flatMap { UInt64(exactly: $0) }
                )
                note(body, bytes, record, &disclosed)
            }
        }
        return (body, leaf)
    }

    private func checkProof(
        _ bytes: Bytes, seq: UInt64, leaf: Digest, _ record: BagRecord
    ) -> Bool {
        let path = BundlePaths.proof(seq)
        guard let proof = try? TlogProof(parsing: bytes.span) else {
            findings.contradict(.unchanged, path, "it is not a proof in the permitted form")
            return false
        }
        guard proof.index == seq else {
            findings.contradict(.inOrder, path, "it is the proof of another entry")
            return false
        }
        guard let checkpoint = record.checkpoint else { return false }
        guard proof.checkpoint == checkpoint.bytes else {
            findings.contradict(.unchanged, path, "it is a proof for another checkpoint")
            return false
        }
        guard proof.includes(leaf: leaf, in: checkpoint.checkpoint) else {
            findings.contradict(
                .unchanged, BundlePaths.entry(seq), "it is not in the record at that place")
            return false
        }
        return true
    }

    /// Keeps what later checks need of an entry that is in the record.
    private func note(
        _ body: EntryBody, _ bytes: Bytes, _ record: BagRecord, _ disclosed: inout DisclosedEntries
    ) {
        switch body.knownKind {
        case .itemAdded:
            if let item = try? ItemAdded(body) {
                disclosed.items[body.seq] = item
            } else {
                findings.contradict(
                    .unchanged, BundlePaths.entry(body.seq), "it does not record an item as it must"
                )
            }
        case .incidentRecorded:
            note(.incident, isSound: (try? IncidentRecorded(body)) != nil, body, bytes, &disclosed)
        case .orderRecorded:
            note(.order, isSound: (try? OrderRecorded(body)) != nil, body, bytes, &disclosed)
        case .itemRead:
            if let read = try? ItemRead(body), disclosed.items[read.item] != nil {
                facts.readings += 1
            } else {
                facts.notUnderstood += 1
            }
        case .bundleChecked:
            if let check = try? BundleChecked(body), disclosed.items[check.item] != nil {
                facts.bundleChecks += 1
            } else {
                facts.notUnderstood += 1
            }
        case .incidentContacts:
            if let contacts = try? IncidentContacts(body),
                disclosed.statements[contacts.item]?.kind == .incident
            {
                facts.contactDetails += 1
            } else {
                facts.notUnderstood += 1
            }
        case .vaultContinued:
            if let continued = try? VaultContinued(body),
                continued.n == record.checkpoint?.generation
            {
                facts.continuedAt = body.seq
            }
        case .itemDescribed:
            // A claim of the person's, whatever it says: it can be strange, but not contradict.
            if let described = try? ItemDescribed(body),
                disclosed.items[described.item] != nil
                    || disclosed.statements[described.item] != nil
            {
                facts.descriptions += 1
            } else {
                facts.notUnderstood += 1
            }
        case nil: facts.notUnderstood += 1
        default: break
        }
    }

    private func note(
        _ kind: ExhibitKind, isSound: Bool, _ body: EntryBody, _ bytes: Bytes,
        _ disclosed: inout DisclosedEntries
    ) {
        guard isSound else {
            findings.contradict(
                .unchanged, BundlePaths.entry(body.seq),
                "it does not record an \(kind.rawValue) as it must")
            return
        }
        disclosed.statements[body.seq] = DisclosedStatement(
            kind: kind, size: UInt64(bytes.count), sha256: SHA256Hasher.digest(of: bytes.span),
            time: body.time)
    }

    /// Says whether the entries stand in order, and what is known of what was not disclosed.
    private func conclude(_ disclosed: DisclosedEntries, _ record: BagRecord) {
        guard let checkpoint = record.checkpoint else { return }
        if let entry = facts.continuedAt {
            findings.leave(
                .extendsEarlier, BundlePaths.checkpoint,
                "the record was continued from a backup at entry \(entry)")
        } else if facts.continued {
            findings.leave(
                .extendsEarlier, BundlePaths.checkpoint,
                "the record was continued from a backup; where is not disclosed")
        }
        let count = disclosed.numbers.count
        if count > 0, disclosed.proven.count == count, checkpoint.isSigned,
            !findings.hasAny(.inOrder)
        {
            findings.establish(
                .inOrder, "bundle",
                "\(count) of \(checkpoint.checkpoint.size) entries are disclosed, each in its place",
                limit: "what the other entries say; entries after the checkpoint")
        }
    }
}
