// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import MinisignFormat
package import StrictCoding

/// What was found of the record in one bundle, as another bundle of the same sealer is compared with it.
package struct EarlierRecord: Sendable, Equatable {
    /// SHA-256 of `evidence.zip.age`.
    package let digest: Digest?
    /// The key that sealed it and signed its checkpoint.
    package let signer: MinisignPublicKey
    /// The vault's id.
    package let vault: String
    /// 1, or more where the record was continued from a backup.
    package let generation: UInt64
    /// How many entries its checkpoint has.
    package let size: UInt64
    /// The root over them.
    package let root: Digest
    /// When it was sealed, by the sealer's own clock.
    package let sealed: Timestamp
    /// The leaf hashes of the entries that are in it and in the record, by number.
    package let leaves: [UInt64: Digest]
    /// Whether nothing speaks against that bundle, and all of it was checked.
    package internal(set) var isSound = false
}

/// The bundle that a reader says came before.
package enum EarlierBundle: Sendable, Equatable {
    /// It was checked, and this is its record.
    case record(EarlierRecord)
    /// It could not be opened.
    case notOpened
    /// It was opened, and something speaks against it or could not be checked.
    case notSound
}

extension CheckedBundle {
    /// This bundle as the one that came before another.
    package var asEarlier: EarlierBundle {
        guard report.facts.opened else { return .notOpened }
        guard let record, record.isSound else { return .notSound }
        return .record(record)
    }
}
