// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// That an exhibit was sealed before for exactly the keys of this bundle. Its readers were given that file,
/// and this bundle holds the proof that the record continues the one in it.
package struct ReportSealing: Sendable, Equatable {
    /// How much of it was in the earlier bundle.
    package enum Part: Sendable, Equatable {
        /// The whole of it.
        case whole
        /// The same records of it as in this bundle.
        case theseRecords
        /// Other records of it, or some of what is whole in this bundle.
        case otherRecords
    }

    /// The entry that records it; it is not disclosed.
    package var entry: UInt64
    /// When, by the vault's own clock.
    package var time: Timestamp
    /// What it was called there.
    package var mark: String
    /// How much of it was there.
    package var part: Part
    /// The digest of that sealed file.
    package var sha256: Digest
    /// How many entries the record had at the checkpoint of that file.
    package var size: UInt64
    /// Where this bundle holds the proof that its record continues that checkpoint.
    package var proof: String

    /// Takes the parts.
    package init(
        entry: UInt64, time: Timestamp, mark: String, part: Part, sha256: Digest, size: UInt64,
        proof: String
    ) {
        self.entry = entry
        self.time = time
        self.mark = mark
        self.part = part
        self.sha256 = sha256
        self.size = size
        self.proof = proof
    }

    /// How much of it that was, beside what is in this bundle.
    func what(_ exhibit: ReportExhibit) -> String {
        switch part {
        case .whole: exhibit.extract == nil ? "whole, as here" : "whole, not this part alone"
        case .theseRecords: "the same part as here"
        case .otherRecords: exhibit.extract == nil ? "a part of it" : "another part of it"
        }
    }
}
