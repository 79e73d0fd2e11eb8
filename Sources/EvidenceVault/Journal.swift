// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
package import StrictCoding
package import TransparencyLog

/// The public chain of a vault's commits: leaf hashes, trees and signed checkpoints. Needs no key.
///
/// Damage is contained: what a commit that does not decode said is missing, and `problems` says so;
/// everything else is there. A writer needs `newest` alone.
package struct Journal: Sendable {
    /// A segment that is part of the vault, or should be.
    package struct Segment: Sendable {
        /// Its number, and its commit's: the last of the numbers that it stands for.
        package let number: Int
        /// Its commit; nothing where that is missing or does not decode.
        package let commit: Commit?
        /// Its leaf hashes: its commit's where that fits, else those of the segment itself where a key
        /// was at hand; nothing where they are not known.
        package let leaves: [Digest]?
        /// Whether its commit decodes and fits the tree before it, where that is known.
        package let isSound: Bool
    }

    /// The newest commit, when it decodes and fits what was signed.
    package struct Newest: Sendable, Equatable {
        /// The tree.
        package let range: CompactRange
        /// The newest leaf hash: the `prev` of the next entry.
        package let leaf: Digest
        /// The signed checkpoint, byte for byte.
        package let note: Bytes
        /// What it says.
        package let checkpoint: Checkpoint
        /// The generation that signed it.
        package let generation: UInt64
    }

    /// Which signatures are checked while reading; roots always are.
    package enum Signatures: Sendable {
        /// That of the newest checkpoint, which covers every leaf before it.
        case newest
        /// All of them.
        case every
    }

    /// The segments, in order.
    package private(set) var segments: [Segment] = []
    /// What does not decode or fit.
    package private(set) var problems: [VaultProblem] = []
    /// Numbers of segments that no commit names: what a crash can leave at the end.
    package private(set) var unnamed: [Int] = []
    /// The newest commit; nothing where it does not decode or fit, and then nothing may be added.
    package private(set) var newest: Newest?
    /// The number of the last commit, readable or not; 0 where there is none.
    package private(set) var lastNumber = 0

    private var range: CompactRange? = CompactRange()
    private var generation: UInt64 = 1

    /// How many entries the newest checkpoint has.
    package var size: UInt64 { newest?.range.size ?? 0 }

    /// Every leaf hash in order, all under the newest signed root; nothing where one is not known.
    package func leaves() -> [Digest]? {
        var leaves: [Digest] = []
        for segment in segments {
            guard let more = segment.leaves else { return nil }
            leaves += more
        }
        guard let newest, UInt64(leaves.count) == newest.range.size else { return nil }
        return leaves
    }

    /// Reads all commits of a vault.
    ///
    /// - Parameter rescue: the leaf hashes of a segment whose commit is missing or damaged, by reading the
    ///   segment itself; what it gives counts only where the next commit's signed root confirms it.
    /// - Throws: `VaultError.damaged` where there is no journal, `storage` where reading fails.
    package static func read(
        _ folder: VaultFolder, _ fileSystem: any FileSystem, card: VaultCard,
        signatures: Signatures = .newest, rescue: (Int) -> [Digest]? = { _ in nil }
    ) throws(VaultError) -> Journal {
        let names: [Bytes]
        do {
            names = try fileSystem.list(folder.journal)
        } catch FileError.notFound {
            throw VaultError(.damaged, place: "journal")
        } catch {
            throw VaultFiles.failure(error, place: "journal")
        }
        let commits = names.compactMap(VaultFolder.commitNumber).sorted()
        let segments = Set(names.compactMap(VaultFolder.segmentNumber))
        var journal = Journal()
        for number in commits {
            try journal.add(
                number, isLast: number == commits.last, folder, fileSystem, card: card,
                everySignature: signatures == .every, rescue)
        }
        let last = commits.last ?? 0
        journal.unnamed = segments.filter { $0 > last }.sorted()
        for segment in journal.segments where !segments.contains(segment.number) {
            journal.problems.append(
                VaultProblem(
                    .segmentMissing, place: "journal/" + VaultFolder.segmentName(segment.number)))
        }
        if commits.isEmpty { throw VaultError(.damaged, place: "journal") }
        if let first = journal.segments.first?.commit?.parts.first,
            first.first != 0
                || first.leaves.first != card.leaf
        {
            journal.problems.append(VaultProblem(.cardDiffers, place: VaultCard.name, seq: 0))
            journal.newest = nil
        }
        return journal
    }

    private mutating func add(
        _ number: Int, isLast: Bool, _ folder: VaultFolder, _ fileSystem: any FileSystem,
        card: VaultCard, everySignature: Bool, _ rescue: (Int) -> [Digest]?
    ) throws(VaultError) {
        let name = "journal/" + VaultFolder.commitName(number)
        let previous = lastNumber
        lastNumber = number
        var commit: Commit?
        do {
            let place = try folder.commit(number)
            let bytes =
                try VaultFiles.read(place, limit: Limits.commit, name: name, fileSystem) ?? Bytes()
            do throws(CommitError) {
                commit = try Commit(parsing: bytes.span)
            } catch {
                if error == .newerFormat { throw VaultError(.newerFormat, place: name) }
                problems.append(VaultProblem(.commit(error), place: name))
            }
        } catch let error as VaultError {
            if error.code == .damaged {
                problems.append(VaultProblem(.commit(.tooLarge), place: name))
            } else if VaultFiles.isOfOneFile(error) {
                problems.append(VaultProblem(.commitUnreadable, place: name))
            } else {
                throw error
            }
        } catch {
            throw VaultFiles.failure(error, place: name)
        }
        let covered = number - previous
        if covered > 1, commit?.parts.count != covered {
            if (commit?.parts.count ?? 1) > 1 {
                problems.append(VaultProblem(.numbering, place: name))
            }
            addMissing((previous + 1)..<number, rescue)
        } else if let commit, commit.parts.count != covered {
            problems.append(VaultProblem(.numbering, place: name))
            range = nil
        }
        let before = range
        if let commit {
            let isSound = check(
                commit, name: name, isLast: isLast, card: card, everySignature: everySignature)
            if isSound {
                segments.append(
                    Segment(number: number, commit: commit, leaves: commit.leaves, isSound: true))
                return
            }
        } else {
            range = nil
        }
        addUnsound(number, commit, after: before, rescue)
    }

    private mutating func addMissing(_ numbers: Range<Int>, _ rescue: (Int) -> [Digest]?) {
        // One name of a foreign file must not make millions of findings.
        for number in numbers.prefix(Limits.missingSegments) {
            problems.append(
                VaultProblem(.commitMissing, place: "journal/" + VaultFolder.commitName(number)))
            addUnsound(number, nil, after: range, rescue)
        }
        if numbers.count > Limits.missingSegments { range = nil }
    }

    /// Adds a segment whose commit is of no use; its own leaves stand in, until the next root tells.
    private mutating func addUnsound(
        _ number: Int, _ commit: Commit?, after before: CompactRange?,
        _ rescue: (Int) -> [Digest]?
    ) {
        var leaves: [Digest]?
        if var tree = before, let rescued = rescue(number) {
            for leaf in rescued { tree.append(leaf: leaf) }
            range = tree
            leaves = rescued
        } else if commit == nil {
            range = nil
        }
        segments.append(Segment(number: number, commit: commit, leaves: leaves, isSound: false))
    }

    private mutating func check(
        _ commit: Commit, name: String, isLast: Bool, card: VaultCard, everySignature: Bool
    ) -> Bool {
        var isSound = true
        for (index, part) in commit.parts.enumerated() {
            let isNewest = isLast && index == commit.parts.count - 1
            if isNewest { newest = nil }
            do throws(CommitError) {
                let checked = try part.check(
                    after: range, card: card, signature: everySignature || isNewest)
                if checked.generation < generation {
                    problems.append(VaultProblem(.generation, place: name))
                    isSound = false
                }
                generation = max(generation, checked.generation)
                // Without the tree before it, its leaves are not tied to what was signed.
                let isTied = range != nil
                range = checked.range
                if isNewest, isTied, let leaf = part.leaves.last {
                    newest = Newest(
                        range: checked.range, leaf: leaf, note: part.note,
                        checkpoint: checked.checkpoint, generation: checked.generation)
                }
            } catch {
                problems.append(VaultProblem(.commit(error), place: name))
                isSound = false
                // Later commits are compared with what this one states, so that one is blamed once.
                range =
                    error == .signature ? CompactRange(size: part.size, hashes: part.frontier) : nil
            }
        }
        return isSound
    }
}
