// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import ContainedReading
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// An item that is sealed, as what is made of its records sees it.
struct SealSubject {
    /// What it is called in the bundle.
    let mark: Mark
    /// What the record says of it.
    let item: ItemRecord
    /// Where its original stands in the bag.
    let path: String?
    /// The newest reading of it that is disclosed.
    let disclosed: (entry: UInt64, read: ItemRead)?
    /// What the owner stated of the order of day and month, by an entry that is disclosed.
    let stated: StatedDateOrder?
    /// What of it goes in, where its original does not.
    let extract: ExtractChoice?
}

/// What came of reading one subject.
struct SubjectReading {
    /// Who read it.
    let importer: String
    /// The importer's version.
    let version: UInt64
    /// What was found apart from the records.
    let facts: ReadFacts
    /// The records of the whole item, whether they were handed on or not.
    let records: RecordTally
    /// What has to be said of how it was read, in sentences of ours.
    let notes: [String]
}

/// Wants the records of what is sealed. Items come one after the other; each is read once for all.
protocol SealObserver: AnyObject {
    /// An item begins.
    func begin(_ subject: SealSubject) throws
    /// Takes its next record; those that do not go in never come.
    func take(_ record: MessageRecord) throws
    /// Takes bytes of files of an extract, one file after the other, each with its own number.
    func take(_ stream: UInt64, _ bytes: Bytes) throws
    /// It was read to its end, or as far as it can be.
    func end(_ reading: SubjectReading) throws
    /// It was not read, for a reason that is the rest of a sentence; what came of it is not to be used.
    func fail(_ why: String) throws
}

extension SealObserver {
    func take(_ stream: UInt64, _ bytes: Bytes) throws {}
}

/// Reads the items of a sealing and shows their records to everybody who wants them.
struct SealReadings {
    let vault: OpenVault
    let subjects: [SealSubject]

    /// Reads each subject that has records, or of which nobody knows yet.
    ///
    /// - Throws: `ReadingStopped`, and what an observer throws.
    func run(_ observers: [any SealObserver]) throws {
        guard !observers.isEmpty else { return }
        let wanted = subjects.filter { known($0) != .nothing }
        let reading = ItemReading(vault, count: wanted.count)
        let progress = Progress("Reading")
        defer { progress.end() }
        let total = wanted.reduce(UInt64(0)) { $0 &+ $1.item.added.size }
        var done: UInt64 = 0
        for (index, subject) in wanted.enumerated() {
            if Interruption.isRequested { throw ReadingStopped() }
            for observer in observers { try observer.begin(subject) }
            if case .notRead(let why) = known(subject) {
                for observer in observers { try observer.fail(why) }
            } else {
                let before = done
                try read(subject, reading, observers) { bytes in
                    progress.update(
                        bytes: before &+ min(bytes, subject.item.added.size), of: total,
                        item: index + 1, of: wanted.count)
                }
            }
            done = done &+ subject.item.added.size
        }
    }

    private enum Known: Equatable {
        /// It is worth reading.
        case something
        /// It was read, and there are no records in it.
        case nothing
        /// It was tried, and cannot be read.
        case notRead(String)
    }

    // What earlier readings say, so that thousands of pictures are not read for nothing.
    private func known(_ subject: SealSubject) -> Known {
        if subject.extract != nil { return .something }
        guard let read = vault.reading(of: subject.item.number) else { return .something }
        if read.importer == ReadingOutcome.noImporter {
            return .notRead(SafeText.escaped(read.facts.unread ?? "it was not understood"))
        }
        guard read.records == 0 else { return .something }
        return read.facts.unread.map { .notRead(SafeText.escaped($0)) } ?? .nothing
    }

    /// What is read together with a subject: what belongs with it and does not go in tells nothing here
    /// either; of an extract it is withheld together with the original that was read.
    func companions(of subject: SealSubject) -> [ItemRecord] {
        let all = vault.companions(of: subject.item.number)
        guard subject.extract == nil else { return all }
        let chosen = Set(subjects.map(\.item.number))
        return all.filter { chosen.contains($0.number) }
    }

    private func read(
        _ subject: SealSubject, _ reading: ItemReading, _ observers: [any SealObserver],
        progress: @escaping (UInt64) -> Void
    ) throws {
        let all = vault.companions(of: subject.item.number)
        let companions = companions(of: subject)
        let outcome = try reading.read(
            subject.item, with: companions, dateOrder: .only(subject.stated?.order),
            attachments: subject.extract?.ranges ?? [],
            progress: progress,
            record: { record in
                if let extract = subject.extract, !extract.holds(record.sequence) { return }
                for observer in observers { try observer.take(record) }
            },
            bytes: { stream, bytes in
                for observer in observers { try observer.take(stream, bytes) }
            })
        switch outcome.ending {
        case .notRead(let reason):
            for observer in observers { try observer.fail(reason.text) }
        case .read(let importer, let version, let facts):
            var notes: [String] = []
            if let unread = facts.unread {
                notes.append(
                    "This is not all of it: " + FullStop.after(SafeText.escaped(unread)))
            }
            if let stated = subject.stated,
                facts.facts[StatedDateOrder.basisFact] == StatedDateOrder.stated
            {
                notes.append(
                    "Its dates are read as \(stated.order.words), as the owner stated (entry "
                        + "\(stated.entry)), not because the original shows it.")
            }
            if subject.extract != nil, !all.isEmpty {
                notes.append(
                    "\(SizeText.counted(all.count, "file")) that \(all.count == 1 ? "belongs" : "belong") "
                        + "with the original \(all.count == 1 ? "was" : "were") read with it and "
                        + "\(all.count == 1 ? "is" : "are") withheld, too.")
            }
            if companions.count < all.count {
                let left = all.count - companions.count
                notes.append(
                    "\(SizeText.counted(left, "file")) that \(left == 1 ? "belongs" : "belong") "
                        + "with it \(left == 1 ? "is" : "are") not in this bundle and "
                        + "\(left == 1 ? "was" : "were") not read here.")
            }
            notes += compared(subject, importer, version, outcome.records)
            let found = SubjectReading(
                importer: importer, version: version, facts: facts, records: outcome.records,
                notes: notes)
            for observer in observers { try observer.end(found) }
        }
    }

    // Whether this is what the entry in the bundle says was read.
    private func compared(
        _ subject: SealSubject, _ importer: String, _ version: UInt64, _ records: RecordTally
    ) -> [String] {
        if subject.extract != nil {
            // With an order that is not disclosed it was read otherwise on purpose.
            let described = vault.description(of: subject.item.number).dateOrder
            guard subject.stated?.order == described,
                let read = vault.ownReading(of: subject.item.number),
                read.records != records.count || read.recordsDigest != records.digest
            else { return [] }
            return ["READ DIFFERENTLY than when its reading was recorded."]
        }
        guard let (entry, read) = subject.disclosed else { return [] }
        if read.records == records.count, read.recordsDigest == records.digest {
            return ["These are the records that entry \(entry) counted and took the digest of."]
        }
        let before = "\(SafeText.escaped(read.importer)) \(read.importerVersion)"
        return [
            "READ DIFFERENTLY than entry \(entry) says: that was \(before) with "
                + "\(SizeText.counted(Int(clamping: read.records), "record")), and the digests "
                + "of the records differ."
        ]
    }
}
