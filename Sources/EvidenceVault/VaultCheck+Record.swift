// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import MinisignFormat
import SodiumPrimitives
import StrictCoding
import TransparencyLog

// The record: commits, signatures, segments, entries and the ways to open.

extension CheckRun {
    /// The public chain: every commit's form, tree, root and signature, and every segment's digest.
    mutating func checkJournal() throws(VaultError) {
        guard let card else { return }
        let journal: Journal
        do throws(VaultError) {
            journal = try Journal.read(folder, fileSystem, card: card, signatures: .every)
        } catch {
            switch error.code {
            case .damaged: contradict(.complete, "journal", "the record is missing")
            case .newerFormat: isNewerFormat(error.place ?? "journal")
            default: throw error
            }
            return
        }
        self.journal = journal
        facts.entries = journal.size
        if let newest = journal.newest {
            facts.checkpointWords = KeyWords.text(
                of: SHA256Hasher.digest(of: newest.checkpoint.text.span))
        }
        for problem in journal.problems where problem.kind == .commitUnreadable {
            couldNotRead(problem.place)
        }
        for problem in journal.problems where problem.kind != .commitUnreadable {
            findings.append(problem.finding(entries: entries(at: problem.place)))
        }
        for number in journal.unnamed {
            facts.leftOvers.append("journal/" + VaultFolder.segmentName(number))
        }
        for segment in journal.segments {
            guard let commit = segment.commit else { continue }
            let name = "journal/" + VaultFolder.segmentName(segment.number)
            do {
                let file = try fileSystem.openForReading(folder.segment(segment.number))
                guard try HashingSource(file).digest() != commit.segment else { continue }
                // What is to take its place is there: an erasure was cut off.
                if try isNext(segment.number, commit.segment) {
                    withdrawals.replacing.append(segment.number)
                    continue
                }
                contradict(
                    .intact, name,
                    "its digest is not the one in \(VaultFolder.commitName(segment.number))"
                        + Self.naming(commit.first..<(commit.first + UInt64(commit.count))))
            } catch FileError.notFound {
                continue  // which the journal's problems say
            } catch {
                if VaultFiles.failure(error).code == .damaged {
                    contradict(.intact, name, "this part of the record is no file")
                } else {
                    couldNotRead(name)
                }
            }
        }
    }

    mutating func couldNotRead(_ subject: String) {
        isPartial = true
        leaveOpen(.intact, "could not be read: the disk reported a fault", subject: subject)
    }

    static func naming(_ entries: Range<UInt64>) -> String {
        entries.count == 1
            ? " (entry \(entries.lowerBound))"
            : " (entries \(entries.lowerBound) to \(entries.upperBound - 1))"
    }

    /// The entries that a segment or commit holds, by its path.
    private func entries(at place: String) -> ClosedRange<UInt64>? {
        for segment in journal?.segments ?? [] {
            guard let commit = segment.commit, commit.count > 0,
                place == "journal/" + VaultFolder.segmentName(segment.number)
                    || place == "journal/" + VaultFolder.commitName(segment.number)
            else { continue }
            return commit.first...(commit.first + UInt64(commit.count) - 1)
        }
        return nil
    }

    /// Takes the card as the record's first entry has it, so that one damaged file does not hide all others,
    /// and the keys that open that entry: they fit it, and a passphrase takes long to work out.
    mutating func takeCardFromJournal(_ key: VaultKey?) {
        guard let key, let found = try? VaultKeys.unlock(folder, key, card: nil, fileSystem),
            let named = try? OpenVault.cardInJournal(folder, fileSystem, keys: found)
        else { return }
        card = named
        keys = found
    }

    /// Opens the vault, where that can be; a key that does not fit is a finding, not a failure.
    mutating func unlock(_ key: VaultKey?) throws(VaultError) {
        guard keys == nil else {
            facts.opened = true
            return
        }
        guard let card, let key else { return }
        do throws(VaultError) {
            keys = try VaultKeys.unlock(folder, key, card: card, fileSystem)
            facts.opened = true
        } catch {
            let slot = "keys/\(key.slot).age"
            switch error.code {
            case .notOpened:
                leaveOpen(
                    .unchanged, "did not open: the key is wrong, or this file is damaged",
                    subject: slot)
            case .noSuchSlot: leaveOpen(.unchanged, "this way to open is not there", subject: slot)
            case .damaged: contradict(.intact, slot, "this way to open is damaged")
            case .keyMismatch:
                contradict(
                    .sealedBy, VaultCard.name,
                    "the keys that it names are not those that \(slot) holds")
            default: throw error
            }
        }
    }

    /// Every entry: its leaf hash, number, predecessor and time; and what items, slots and backups it tells of.
    mutating func readEntries() throws(VaultError) {
        guard let card, let keys, self.journal != nil else { return }
        // With a key more can be tied to what was signed; what does not fit was named already.
        let journal = try OpenVault.journal(folder, fileSystem, card: card, keys: keys)
        var problems: [VaultProblem] = []
        var latest: (time: Timestamp, seq: UInt64)?
        var reader = JournalReader(folder, fileSystem, identity: keys.identity, journal: journal)
        facts.items = 0
        do {
            try reader.forEachEntry(problem: { problems.append($0) }) { entry in
                note(entry.body)
                guard let time = entry.body.time else { return }
                if let latest, time < latest.time {
                    contradict(
                        .clockSteady, "entry \(entry.body.seq)",
                        "its time is earlier than that of entry \(latest.seq)")
                } else {
                    latest = (time, entry.body.seq)
                }
            }
        } catch {
            throw VaultFiles.failure(error)
        }
        withdrawals.standing = reader.standing
        recordIsWhole = problems.isEmpty && journal.problems.isEmpty && journal.newest != nil
        // A segment that is damaged as a file was named already.
        let named = Set(findings.map(\.subject))
        for problem in problems
        where !(problem.kind == .segmentUnreadable && named.contains(problem.place)) {
            findings.append(problem.finding(entries: entries(at: problem.place)))
        }
        try checkGenerations(journal)
    }

    private mutating func note(_ body: EntryBody) {
        do throws(EntryError) {
            switch body.knownKind {
            case .itemAdded:
                let item = try ItemAdded(body)
                items[item.object, default: []].append(item)
                facts.items = (facts.items ?? 0) + 1
            case .keyChanged: slots = try KeyChanged(body).slots
            case .vaultContinued:
                continued.append(try VaultContinued(body))
                facts.continuedAt.append(body.seq)
            case .itemDescribed: _ = try ItemDescribed(body)
            case .itemPrivate: _ = try ItemPrivate(body)
            case .bundleChecked: _ = try BundleChecked(body)
            case .incidentRecorded: _ = try IncidentRecorded(body)
            case .incidentContacts: _ = try IncidentContacts(body)
            case .orderRecorded: _ = try OrderRecorded(body)
            case .itemWithdrawn: take(try ItemWithdrawn(body))
            case nil: facts.notUnderstood += 1
            default: break
            }
        } catch {
            facts.notUnderstood += 1
        }
    }

    /// A record that is signed as continued must tell of it, with a checkpoint that it did have.
    private mutating func checkGenerations(_ journal: Journal) throws(VaultError) {
        guard let card, recordIsWhole else { return }
        var generation: UInt64 = 1
        for segment in journal.segments {
            for part in segment.commit?.parts ?? [] {
                guard let signed = try? SignedNote(parsing: part.note.span),
                    let checkpoint = try? Checkpoint(unchecked: signed),
                    let now = card.generation(ofOrigin: checkpoint.origin), now != generation
                else { continue }
                generation = now
                let told = zip(facts.continuedAt, continued).contains { seq, entry in
                    (part.first..<part.size).contains(seq) && entry.n == now
                        && isOurs(entry.restored, atMost: seq)
                }
                if !told {
                    contradict(
                        .inOrder, "journal/" + VaultFolder.commitName(segment.number),
                        "it is signed as continued from a backup, which no entry tells of")
                }
            }
        }
    }

    /// Whether a checkpoint is one that this record had: signed by its key, with its root at that size.
    private func isOurs(_ text: String, atMost size: UInt64) -> Bool {
        guard let card, let signed = try? SignedNote(parsing: Bytes(text: text).span),
            let checkpoint = try? Checkpoint(unchecked: signed), checkpoint.size <= size,
            let key = try? NoteKey(name: checkpoint.origin, ed25519: card.signer.key),
            (try? Checkpoint.verify(signed, log: key)) != nil
        else { return false }
        for segment in journal?.segments ?? [] {
            for part in segment.commit?.parts ?? [] where part.size == checkpoint.size {
                return CompactRange(size: part.size, hashes: part.frontier)?.root == checkpoint.root
            }
        }
        return false
    }

    /// Every way to open: its file is the one that the newest `key.changed` recorded.
    mutating func checkSlots() throws(VaultError) {
        guard facts.opened, let slots else { return }
        for (name, digest) in slots.sorted(by: { $0.key < $1.key }) {
            let label = "keys/\(name).age"
            guard let place = try? folder.slot(name) else { continue }
            let found = try digestOfSlot(place, label)
            if found == digest { continue }
            // A power cut in the middle of a change: the next command that writes settles it.
            if name == "passphrase", let next = try? folder.nextSlot(name),
                try digestOfSlot(next, label) == digest
            {
                continue
            }
            if found == nil {
                contradict(.complete, label, "this way to open is missing")
            } else {
                contradict(.intact, label, "this way to open is not the one that was recorded")
            }
        }
    }

    private func digestOfSlot(_ place: FilePlace, _ label: String) throws(VaultError) -> Digest? {
        do throws(VaultError) {
            return try VaultFiles.read(place, limit: Limits.slot, name: label, fileSystem)
                .map { SHA256Hasher.digest(of: $0.span) }
        } catch {
            if error.code == .damaged { return .zero }
            throw error
        }
    }
}
