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
        /// Its leaf hashes where they are tied to what was signed: its commit's, else those of the
        /// segment itself where a key was at hand; nothing where they are not, and then none of its
        /// entries is delivered.
        package internal(set) var leaves: [Digest]?
        /// Whether its commit decodes, is signed and fits the tree before it, where that is known.
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
    package internal(set) var segments: [Segment] = []
    /// What does not decode or fit.
    package private(set) var problems: [VaultProblem] = []
    /// Numbers of segments that no commit names: what a crash can leave at the end.
    package private(set) var unnamed: [Int] = []
    /// The newest commit; nothing where it does not decode or fit, and then nothing may be added.
    package private(set) var newest: Newest?
    /// The number of the last commit, readable or not; 0 where there is none.
    package private(set) var lastNumber = 0

    /// The tree before the next commit, where it is known.
    private var range: CompactRange? = CompactRange()
    /// Whether that tree stands on what no signature has confirmed yet.
    private var isTentative = false
    /// Segments whose own lines wait for the next signed root.
    private var waiting: [Int] = []
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

    /// The root of the tree when it had so many entries, where a commit ended there; nothing where the
    /// chain has damage, or was never of that size.
    package func root(at size: UInt64) -> Digest? {
        guard problems.isEmpty, let newest, size <= newest.range.size else { return nil }
        for segment in segments where segment.isSound && segment.leaves != nil {
            guard let part = segment.commit?.parts.first(where: { $0.size == size }) else {
                continue
            }
            return CompactRange(size: size, hashes: part.frontier)?.root
        }
        return nil
    }

    /// Reads all commits of a vault.
    ///
    /// - Parameter rescue: the entries of a segment by its own lines, where a key is at hand; what it gives
    ///   counts only where a signed root confirms it.
    /// - Throws: `VaultError.damaged` where there is no journal, `storage` where reading fails.
    package static func read(
        _ folder: VaultFolder, _ fileSystem: any FileSystem, card: VaultCard,
        signatures: Signatures = .newest, rescue: (Int) -> [RescuedEntry]? = { _ in nil }
    ) throws(VaultError) -> Journal {
        let journal = try readOnce(
            folder, fileSystem, card: card, everySignature: signatures == .every, rescue)
        if signatures == .every || journal.newest != nil && journal.problems.isEmpty {
            return journal
        }
        // Where the newest signature does not cover everything, each part stands on its own.
        return try readOnce(folder, fileSystem, card: card, everySignature: true, rescue)
    }

    private static func readOnce(
        _ folder: VaultFolder, _ fileSystem: any FileSystem, card: VaultCard, everySignature: Bool,
        _ rescue: (Int) -> [RescuedEntry]?
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
                everySignature: everySignature, rescue)
        }
        journal.settle(false)
        journal.tieBackwards(rescue)
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
        card: VaultCard, everySignature: Bool, _ rescue: (Int) -> [RescuedEntry]?
    ) throws(VaultError) {
        let name = "journal/" + VaultFolder.commitName(number)
        let previous = lastNumber
        lastNumber = number
        var commit: Commit?
        var bytes = Bytes()
        do {
            let place = try folder.commit(number)
            bytes =
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
        guard let commit else {
            range = nil
            addUnsound(number, nil, after: before, rescue) { tree in
                Commit.isConfirmed(tree, by: bytes, card: card)
            }
            return
        }
        let outcome = check(
            commit, name: name, isLast: isLast, card: card, everySignature: everySignature)
        if outcome.isSound {
            let leaves = outcome.isTied ? commit.leaves : nil
            segments.append(Segment(number: number, commit: commit, leaves: leaves, isSound: true))
        } else {
            addUnsound(number, commit, after: before, signed: outcome.signed, rescue) { tree in
                tree == outcome.signed
            }
        }
    }

    private mutating func addMissing(_ numbers: Range<Int>, _ rescue: (Int) -> [RescuedEntry]?) {
        // One name of a foreign file must not make millions of findings.
        for number in numbers.prefix(Limits.missingSegments) {
            problems.append(
                VaultProblem(.commitMissing, place: "journal/" + VaultFolder.commitName(number)))
            let before = range
            range = nil
            addUnsound(number, nil, after: before, rescue) { _ in false }
        }
        if numbers.count > Limits.missingSegments { range = nil }
    }

    /// Adds a segment whose commit is of no use; its own leaves stand in where a signed root confirms
    /// them: the one that is left of its commit, or the next.
    ///
    /// - Parameter signed: the tree that its commit states, where that is signed.
    private mutating func addUnsound(
        _ number: Int, _ commit: Commit?, after before: CompactRange?, signed: CompactRange? = nil,
        _ rescue: (Int) -> [RescuedEntry]?, isConfirmed: (CompactRange) -> Bool
    ) {
        var leaves: [Digest]?
        if var tree = before, let rescued = rescue(number), !rescued.isEmpty {
            for entry in rescued { tree.append(leaf: entry.leaf) }
            let isTied = isConfirmed(tree)
            if isTied || signed == nil {
                leaves = rescued.map(\.leaf)
                range = tree
                isTentative = !isTied
                if isTied { waiting = [] } else { waiting.append(segments.count) }
            }
        }
        if leaves == nil, let signed, signed.size >= before?.size ?? 0 { range = signed }
        segments.append(Segment(number: number, commit: commit, leaves: leaves, isSound: false))
    }

    /// What became of comparing a commit.
    private struct Outcome {
        /// It decodes, is signed, and fits the tree before it where that is known.
        var isSound = true
        /// Its leaves were followed from a tree that was signed.
        var isTied = true
        /// The tree that it states, where that is signed.
        var signed: CompactRange?
    }

    private mutating func check(
        _ commit: Commit, name: String, isLast: Bool, card: VaultCard, everySignature: Bool
    ) -> Outcome {
        var outcome = Outcome()
        for (index, part) in commit.parts.enumerated() {
            let isNewest = isLast && index == commit.parts.count - 1
            if isNewest { newest = nil }
            do throws(CommitError) {
                var isTied = range != nil
                let checked: CheckedPart
                do throws(CommitError) {
                    checked = try part.check(
                        after: range, card: card, signature: everySignature || isNewest)
                } catch {
                    // What nobody signed must not count against what was signed.
                    guard isTentative else { throw error }
                    checked = try part.check(after: nil, card: card)
                    isTied = false
                }
                if checked.generation < generation {
                    problems.append(VaultProblem(.generation, place: name))
                    outcome.isSound = false
                }
                generation = max(generation, checked.generation)
                settle(isTied)
                range = checked.range
                outcome.signed = checked.range
                if !isTied { outcome.isTied = false }
                if isNewest, isTied, let leaf = part.leaves.last {
                    newest = Newest(
                        range: checked.range, leaf: leaf, note: part.note,
                        checkpoint: checked.checkpoint, generation: checked.generation)
                }
            } catch {
                problems.append(VaultProblem(.commit(error), place: name))
                outcome.isSound = false
                outcome.signed = try? part.check(after: nil, card: card).range
                // Later commits are compared with what this one states, so that one is blamed once.
                range =
                    error == .signature ? CompactRange(size: part.size, hashes: part.frontier) : nil
                isTentative = true
            }
        }
        return outcome
    }

    /// Ends the waiting of segments: a signed root was reached from their lines, or was not.
    private mutating func settle(_ isConfirmed: Bool) {
        if !isConfirmed {
            for index in waiting { segments[index].leaves = nil }
        }
        waiting = []
        isTentative = false
    }
}
