// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import SodiumPrimitives
import StrictCoding

extension VaultCopy {
    /// Brings to the copy what was erased in the vault, after the tombstones that tell of it are there.
    ///
    /// The copy's record is as the vault's then. But nothing that the copy has is deleted, since without a
    /// key nothing tells what was erased from what was lost or forged: segments go to `unplaced/`, locked
    /// as they are, objects stay, and both are counted, to be said.
    mutating func replaceErased() throws {
        for (number, bytes, commit) in commits.reversed() where erasedHere.contains(number) {
            let next = try target.nextSegment(number)
            let batch = try newBatch()
            let isThere =
                try copy(
                    source.segment(number), to: next, digest: commit.segment, into: batch,
                    replacing: true, step: { _ in false })
                || copy(
                    source.nextSegment(number), to: next, digest: commit.segment, into: batch,
                    replacing: true, step: { _ in false })
            guard isThere else {
                summary.damaged.append("journal/" + VaultFolder.segmentName(number))
                continue
            }
            // Kept before the new one takes its place: nobody signs a segment's digest.
            let digits = Hex.encode(environment.random.bytes(count: 4).span)
            let aside = try target.unplaced.appending(
                VaultFolder.segmentName(number) + "." + digits)
            try batch.useFolder(target.unplaced)
            guard
                try copy(
                    target.segment(number), to: aside, digest: nil, into: batch,
                    step: { _ in false })
            else { continue }
            try batch.commit()
            try SegmentReplacement.finish(number, target, commit: bytes, environment)
            summary.files += 1
        }
        // What an earlier copy that was cut off left beside a segment that is right by now.
        for (number, _, commit) in commits {
            let next = try target.nextSegment(number)
            if try fileSystem.exists(next), try isWhole(next, commit.segment),
                try isWhole(target.segment(number), commit.segment)
            {
                try fileSystem.remove(next)
                try fileSystem.syncFolder(target.journal)
            }
        }
        let ours = Set(objects.map(\.object))
        summary.onlyThere = try ObjectStore(target, fileSystem).listing().objects
            .filter { !ours.contains($0.object) }.count
        if try fileSystem.exists(target.unplaced) {
            summary.onlyThere += try fileSystem.list(target.unplaced).count { name in
                name.count > 13 && VaultFolder.segmentNumber(name.slice(0..<12)) != nil
            }
        }
    }
}
