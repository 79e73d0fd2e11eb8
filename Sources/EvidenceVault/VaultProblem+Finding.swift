// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

extension VaultProblem {
    /// The finding that a problem of the record leads to, in plain words.
    ///
    /// - Parameter entries: the entries that the place holds, where that is known.
    package func finding(entries: ClosedRange<UInt64>? = nil) -> Finding {
        let (id, detail) = meaning
        var hurt = ""
        if let seq {
            hurt = " (entry \(seq))"
        } else if let entries {
            hurt =
                entries.count == 1
                ? " (entry \(entries.lowerBound))"
                : " (entries \(entries.lowerBound) to \(entries.upperBound))"
        }
        // What cannot be compared is not shown to be another; what made it so is a finding of its own.
        return Finding(
            id, kind == .notTied ? .notChecked : .contradicted, subject: place,
            detail: detail + hurt)
    }

    private var meaning: (FindingID, String) {
        switch kind {
        case .commitMissing:
            (.complete, "this part of the record is missing: its commit is not there")
        case .commit(let error): Self.meaning(error)
        case .commitUnreadable:
            (.intact, "could not be read: the disk reported a fault")
        case .numbering:
            (.inOrder, "this part of the record has a number that does not follow")
        case .generation:
            (.inOrder, "the record goes back to how it was signed before a backup was restored")
        case .notTied:
            (
                .unchanged,
                "nothing undamaged confirms this part of the record, so its entries are left out"
            )
        case .segmentMissing:
            (.complete, "this part of the record is missing: its entries are not there")
        case .segmentUnreadable:
            (.intact, "this part of the record is damaged and cannot be read")
        case .segmentCount:
            (.complete, "this part of the record has more or fewer entries than were signed")
        case .entryDiffers:
            (.unchanged, "an entry is not the one that was signed")
        case .entryEmpty:
            (.complete, "an entry's body is missing, and no entry tells that it was erased")
        case .entryUnreadable:
            (.intact, "an entry is not in the form that is written")
        case .entryOutOfPlace:
            (.inOrder, "an entry does not follow the one before it")
        case .cardUnreadable:
            (.intact, "this file is damaged; the record's first entry stands in for it")
        case .cardDiffers:
            (.unchanged, "this is not the entry that the record begins with")
        }
    }

    private static func meaning(_ error: CommitError) -> (FindingID, String) {
        switch error {
        case .tooLarge, .newerFormat, .line, .cutShort, .note:
            (.intact, "this commit is damaged and cannot be read")
        case .order:
            (.inOrder, "this commit does not follow the one before it")
        case .frontier, .size, .root:
            (.unchanged, "what this commit lists is not what was signed")
        case .origin:
            (.unchanged, "this commit was signed for another record")
        case .signature:
            (.sealedBy, "this commit's signature is not this vault's")
        }
    }
}
