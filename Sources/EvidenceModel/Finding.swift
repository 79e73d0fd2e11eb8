// SPDX-License-Identifier: Apache-2.0

/// What a check looked at. The raw values are stable: scripts and reports rely on them (DESIGN 7).
package enum FindingID: String, Sendable, CaseIterable {
    /// The bytes are those that were signed or recorded, in the one permitted encoding.
    case intact
    /// Every file that is listed is there, and no other.
    case complete
    /// Each thing has the digest that its entry recorded, and the entry is in the chain.
    case unchanged
    /// The entries stand in the order in which they were made.
    case inOrder
    /// The key that sealed is the one that the reader named.
    case sealedBy
    /// Someone outside saw the record at a time.
    case existedBy
    /// The record continues the one that the reader had before.
    case extendsEarlier
    /// The recorded times never go back. Never part of the verdict.
    case clockSteady
}

/// How a finding came out.
package enum FindingStatus: String, Sendable, CaseIterable {
    /// It was checked and holds.
    case established
    /// It was checked and does not hold.
    case contradicted
    /// It was not checked, or could not be.
    case notChecked
}

/// One observation, with what it is about and what it rests on.
package struct Finding: Sendable, Equatable {
    /// What was looked at.
    package let id: FindingID
    /// How it came out.
    package let status: FindingStatus
    /// What it is about: an exhibit's mark, an item's number, or a path of our own making.
    package let subject: String
    /// What was found, in plain words without a person's text in it.
    package let detail: String
    /// What this finding does not show; empty where the detail says it all.
    package let limit: String

    /// Makes a finding.
    package init(
        _ id: FindingID, _ status: FindingStatus, subject: String, detail: String,
        limit: String = ""
    ) {
        self.id = id
        self.status = status
        self.subject = subject
        self.detail = detail
        self.limit = limit
    }
}
