// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
import EvidenceModel
package import StrictCoding

/// Checks a sealed bundle (DESIGN sections 6 and 7, `docs/bundle.md`).
///
/// Everything about the bundle is a finding; what is thrown is only that the file could not be read
/// or that there was no memory. The clock is not asked: a verdict does not depend on today's date.
package enum BundleCheck {
    /// Told of bytes done and bytes in all, a few times for each megabyte. What it throws ends the
    /// check without a verdict.
    package typealias Progress = (_ done: UInt64, _ total: UInt64) throws -> Void

    /// Checks everything that these identities, or this file key, open.
    ///
    /// - Parameters:
    ///   - identities: what might open it; none is the same as `inspect`.
    ///   - fileKey: the bundle's own key, where the caller has just sealed it.
    ///   - sealedBy: the key that the reader knows the sealer to have.
    /// - Throws: what the source reports and `progress` throws; `AgeError.secret` where guarded memory could not be had.
    package static func check(
        source: any SeekableSource, identities: [any Identity] = [], fileKey: FileKey? = nil,
        sealedBy: NamedSealer? = nil, progress: Progress? = nil
    ) throws -> CheckedBundle {
        try check(
            .file(source), identities: identities, fileKey: fileKey, sealedBy: sealedBy,
            progress: progress)
    }

    /// The same for what may be out of its ZIP.
    ///
    /// - Throws: as the other.
    package static func check(
        _ given: GivenBundle, identities: [any Identity] = [], fileKey: FileKey? = nil,
        sealedBy: NamedSealer? = nil, progress: Progress? = nil
    ) throws -> CheckedBundle {
        try check(
            given, identities: identities, fileKey: fileKey,
            sealers: sealedBy.map { NamedSealers($0) }, progress: progress)
    }

    /// The same with several keys that the reader knows, and with an earlier bundle of the same sealer.
    ///
    /// - Parameter earlier: the earlier one, `asEarlier` after its own check.
    /// - Throws: as the others.
    package static func check(
        _ given: GivenBundle, identities: [any Identity], fileKey: FileKey? = nil,
        sealers: NamedSealers?, earlier: EarlierBundle? = nil, progress: Progress? = nil
    ) throws -> CheckedBundle {
        let checker = BundleChecker(
            given: given, sealers: sealers, earlier: earlier, progress: progress)
        return try checker.run(identities: identities, fileKey: fileKey)
    }

    /// Checks what can be checked without any key: the structure and the signature over the whole.
    ///
    /// - Throws: what the source reports and `progress` throws.
    package static func inspect(
        source: any SeekableSource, sealedBy: NamedSealer? = nil, progress: Progress? = nil
    ) throws -> CheckedBundle {
        try check(source: source, sealedBy: sealedBy, progress: progress)
    }

    /// Whether a file is a sealed one by what is in it, whole or not: an encrypted file of its name, and of
    /// the other four at least two. Whatever cannot be read is none.
    package static func isSealedFile(_ source: any SeekableSource) -> Bool {
        let checker = BundleChecker(given: .file(source), sealers: nil, progress: nil)
        guard let outer = try? checker.readOuterStructure() else {
            // One that was packed again and compressed cannot be looked into here.
            return checker.facts.compressed.contains(BundlePaths.evidence)
        }
        let start = Bytes(text: "age-encryption.org/")
        return BundlePaths.outer.count { outer.members[$0] != nil } >= 3
            && outer.evidence.size > UInt64(start.count)
            && (try? outer.evidence.bytes(at: 0, count: start.count)) == start
    }

    /// Whether it opens with a passphrase; false where that cannot be told.
    ///
    /// - Throws: what the source reports.
    package static func wantsPassphrase(source: any SeekableSource) throws -> Bool {
        try wantsPassphrase(.file(source))
    }

    /// The same for what may be out of its ZIP.
    ///
    /// - Throws: what the source reports.
    package static func wantsPassphrase(_ given: GivenBundle) throws -> Bool {
        let checker = BundleChecker(given: given, sealers: nil, progress: nil)
        guard let outer = try checker.readOuterStructure(),
            let header = try checker.readHeader(outer.evidence)
        else { return false }
        return header.stanzas.contains { $0.kind == StanzaKind.scrypt }
    }
}
