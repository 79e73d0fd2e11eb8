// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One thing that was found in a bag. Paths are as the bag or its contents state them: text that is
/// shown goes through an escape first.
package struct BagFinding: Hashable, Sendable {
    /// What a finding means for the bag.
    package enum Severity: Hashable, Sendable {
        /// A file is not the one that was listed.
        case changed
        /// A listed file is missing, or a file is there that is not listed.
        case incomplete
        /// A rule of BagIt 1.0, or of our own bags, is broken.
        case malformed
        /// Something could not be checked, so nothing is established.
        case notChecked
        /// Worth saying; the bag can still be valid.
        case warning
    }

    /// What was found.
    package let fault: BagFault
    /// What it means.
    package let severity: Severity

    /// A finding; only tests make their own.
    package init(_ fault: BagFault, _ severity: Severity) {
        self.fault = fault
        self.severity = severity
    }
}

/// What may be found in a bag. Closed on purpose: callers map each case to a finding of their own.
package enum BagFault: Hashable, Sendable {
    /// There is no `bagit.txt`.
    case declarationMissing
    /// `bagit.txt` is not the two lines that it must be.
    case declarationMalformed
    /// A version of BagIt other than 1.0.
    case versionUnsupported(major: UInt64, minor: UInt64)
    /// Tag files in another encoding than UTF-8.
    case encodingUnsupported

    /// A file's bytes could not be read.
    case unreadable(path: Bytes)
    /// Above a limit; the file where there is one.
    case aboveLimit(BagLimit, path: Bytes?)
    /// There were more findings than are kept.
    case moreFindings
    /// A tag file begins with a byte order mark.
    case byteOrderMark(file: Bytes)
    /// A tag file is not UTF-8.
    case notUTF8(file: Bytes)
    /// A line that is not of the form which the file's kind demands; from 1.
    case malformedLine(file: Bytes, line: Int)
    /// Our own bags: a tag file is not the one encoding of what it says.
    case notCanonical(file: Bytes)
    /// Our own bags: a tag file that must be there is not.
    case tagFileRequired(file: Bytes)
    /// Our own bags: a manifest of another algorithm, or `fetch.txt`.
    case tagFileNotPermitted(file: Bytes)

    /// There is no payload manifest at all.
    case manifestMissing
    /// A manifest whose algorithm is not checked here; `covered` where another one lists the same.
    case algorithmNotChecked(file: Bytes, covered: Bool)
    /// A path in a manifest or `fetch.txt` is refused.
    case pathRefused(file: Bytes, line: Int, BagPathFault)
    /// A path stands twice in one manifest; `alike` where the digests are the same.
    case listedTwice(path: Bytes, file: Bytes, alike: Bool)
    /// A tag manifest lists a tag manifest.
    case tagManifestListed(path: Bytes, file: Bytes)
    /// A tag manifest does not list a payload manifest.
    case manifestNotListed(path: Bytes, file: Bytes)
    /// `*` before a path, as md5sum writes it.
    case asterisk(file: Bytes, line: Int)
    /// A `%` that is not one of the three codes.
    case percentNotEncoded(file: Bytes, line: Int)

    /// A listed file is not there.
    case missing(path: Bytes, file: Bytes)
    /// A listed file is not there and `fetch.txt` says where it might be. Nothing is fetched.
    case toBeFetched(path: Bytes)
    /// A payload file is there that a payload manifest does not list.
    case payloadNotListed(path: Bytes, file: Bytes)
    /// A tag file is there that a tag manifest does not list.
    case tagFileNotListed(path: Bytes, file: Bytes)
    /// The contents hold the same path twice.
    case contentsRepeated(path: Bytes)
    /// Two names that some computers take for one: different in case or Unicode normalisation only.
    case namesClash(path: Bytes, other: Bytes)
    /// `fetch.txt` lists a path that is not in every payload manifest.
    case fetchNotListed(path: Bytes)
    /// There is a `fetch.txt`; all that it lists is here.
    case fetchPresent

    /// Our own bags: `bag-info.txt` has no Payload-Oxum.
    case oxumMissing
    /// Payload-Oxum stands more than once.
    case oxumRepeated
    /// Payload-Oxum is not `<octets>.<files>`.
    case oxumMalformed
    /// Payload-Oxum is not what the payload comes to.
    case oxumDiffers(stated: BagOxum, found: BagOxum)

    /// A file's digest is not the listed one.
    case digestDiffers(path: Bytes, BagAlgorithm)
    /// A payload file whose digest nobody compared.
    case notDigested(path: Bytes)

    /// What the fault means wherever no stricter rule applies.
    var severity: BagFinding.Severity {
        switch self {
        case .digestDiffers, .oxumDiffers: .changed
        case .missing, .toBeFetched, .payloadNotListed, .declarationMissing, .manifestMissing,
            .tagFileRequired, .oxumMissing:
            .incomplete
        case .versionUnsupported, .encodingUnsupported, .unreadable, .aboveLimit, .moreFindings,
            .notDigested, .algorithmNotChecked(_, covered: false):
            .notChecked
        case .algorithmNotChecked(_, covered: true), .asterisk, .percentNotEncoded,
            .tagFileNotListed, .namesClash, .fetchPresent:
            .warning
        case .declarationMalformed, .byteOrderMark, .notUTF8, .malformedLine, .notCanonical,
            .tagFileNotPermitted, .pathRefused, .listedTwice, .tagManifestListed,
            .manifestNotListed, .contentsRepeated, .fetchNotListed, .oxumRepeated,
            .oxumMalformed:
            .malformed
        }
    }
}

/// Findings as they are collected, up to a limit.
struct FindingList {
    private let limit: Int
    private(set) var findings: [BagFinding] = []
    private var closed = false

    init(limit: Int) {
        self.limit = limit
    }

    mutating func add(_ fault: BagFault, _ severity: BagFinding.Severity? = nil) {
        guard !closed else { return }
        guard findings.count < limit else {
            closed = true
            findings.append(BagFinding(.moreFindings, .notChecked))
            return
        }
        findings.append(BagFinding(fault, severity ?? fault.severity))
    }
}
