// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import DurableFiles
package import EvidenceModel
package import StrictCoding
import TransparencyLog

/// One entry as it was read: its exact bytes and what they say.
package struct JournalEntry: Sendable {
    /// The body.
    package let body: EntryBody
    /// The body's exact bytes, without the line feed.
    package let line: Bytes
    /// Its leaf hash.
    package let leaf: Digest
}

/// Reads all entries of a vault, in order, checking each against the public chain.
///
/// Damage is contained: what does not decode or fit is reported and passed over; the rest is delivered.
/// An entry whose leaf hash is not tied to a signed root is never delivered. Where a commit is missing or
/// damaged, its entries are delivered where another signed root ties them, and the damage is reported.
package struct JournalReader {
    private let folder: VaultFolder
    private let fileSystem: any FileSystem
    private let identity: X25519Identity
    private let journal: Journal

    /// The number that the next entry must have, where it is known.
    private var seq: UInt64? = 0
    /// The leaf hash that the next entry must name, where it is known.
    private var prev: Digest? = .zero
    /// Empty lines that were met, until the end tells whether an entry lists them.
    private var empty: [VaultProblem] = []
    /// What tombstones say was taken out of the record.
    private var erasures = Erasures()

    /// Entries that a tombstone lists and whose bodies are still there: their erasure was cut off.
    /// Known after all entries were read.
    package var standing: [UInt64] { erasures.standing }

    /// Reads the entries that a journal's commits name.
    package init(
        _ folder: VaultFolder, _ fileSystem: any FileSystem, identity: X25519Identity,
        journal: Journal
    ) {
        self.folder = folder
        self.fileSystem = fileSystem
        self.identity = identity
        self.journal = journal
    }

    /// Delivers each sound entry to `body`, and each problem to `problem`.
    ///
    /// - Throws: what `body` throws.
    package mutating func forEachEntry(
        problem: (VaultProblem) -> Void, _ body: (JournalEntry) throws -> Void
    ) throws {
        seq = 0
        prev = .zero
        empty = []
        var gathered = Erasures()
        for segment in journal.segments {
            try read(segment, problem: problem) { entry in
                gathered.take(entry.body)
                try body(entry)
            }
        }
        erasures = gathered
        for found in empty where !(found.seq.map { erasures.lists($0) } ?? false) {
            problem(found)
        }
    }

    private mutating func read(
        _ segment: Journal.Segment, problem: (VaultProblem) -> Void,
        _ body: (JournalEntry) throws -> Void
    ) throws {
        let name = "journal/" + VaultFolder.segmentName(segment.number)
        guard let leaves = segment.leaves else {
            // Anybody who can write here can make one: the recipient is public.
            if open(segment, name: name, problem: problem) != nil {
                problem(VaultProblem(.notTied, place: name))
            }
            (seq, prev) = (nil, nil)
            return
        }
        // Of a commit, the size is signed; how many of its entries are its own, the tied leaves tell.
        let end = segment.isSound ? segment.commit?.parts.last?.size : nil
        if let end, end >= UInt64(leaves.count), end - UInt64(leaves.count) != seq {
            let first = end - UInt64(leaves.count)
            seq = first
            prev = first == 0 ? .zero : nil
        }
        defer {
            // Whatever was read of it, the next segment goes on after this one's commit.
            if let end, let leaf = leaves.last {
                seq = end
                prev = leaf
            }
        }
        guard let lines = open(segment, name: name, problem: problem) else {
            if end == nil { (seq, prev) = (nil, nil) }
            return
        }
        var index = 0
        while true {
            let line: Bytes?
            do {
                line = try lines.next()
            } catch {
                problem(VaultProblem(.segmentUnreadable, place: name, seq: seq))
                if end == nil { (seq, prev) = (nil, nil) }
                return
            }
            guard let line else { break }
            guard index < leaves.count else {
                problem(VaultProblem(.segmentCount, place: name))
                return
            }
            if let entry = check(line, leaf: leaves[index], name: name, problem: problem) {
                try body(entry)
            }
            index += 1
        }
        if index < leaves.count {
            problem(VaultProblem(.segmentCount, place: name, seq: seq))
        }
    }

    private func open(
        _ segment: Journal.Segment, name: String, problem: (VaultProblem) -> Void
    ) -> SegmentLines? {
        do {
            let file = try fileSystem.openForReading(try folder.segment(segment.number))
            return SegmentLines(try AgeFile(file, identities: [identity]))
        } catch {
            // A missing one was reported with the public chain.
            if error as? FileError != .notFound {
                problem(VaultProblem(.segmentUnreadable, place: name))
            }
            return nil
        }
    }

    private mutating func check(
        _ line: Bytes, leaf committed: Digest, name: String, problem: (VaultProblem) -> Void
    ) -> JournalEntry? {
        let (wanted, before) = (seq, prev)
        let leaf = line.isEmpty ? committed : MerkleTree.leafHash(line.span)
        seq = wanted.map { $0 + 1 }
        prev = committed
        guard !line.isEmpty else {
            // Anybody who can write here can make one, since the recipient is public: only what a
            // tombstone of the record lists may be empty.
            empty.append(VaultProblem(.entryEmpty, place: name, seq: wanted))
            return nil
        }
        guard committed == leaf else {
            problem(VaultProblem(.entryDiffers, place: name, seq: wanted))
            return nil
        }
        let body: EntryBody
        do throws(EntryError) {
            body = try EntryBody(parsing: line.span)
        } catch {
            problem(VaultProblem(.entryUnreadable(error), place: name, seq: wanted))
            return nil
        }
        if wanted == nil { seq = body.seq &+ 1 }
        guard wanted == nil || body.seq == wanted, before == nil || body.prev == before else {
            problem(VaultProblem(.entryOutOfPlace, place: name, seq: wanted))
            return nil
        }
        return JournalEntry(body: body, line: line, leaf: leaf)
    }
}
