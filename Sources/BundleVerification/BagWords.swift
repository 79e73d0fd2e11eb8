// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import EvidenceModel
import StrictCoding

/// What a fault of the bag is called in a finding.
enum BagWords {
    /// The path that a fault is about; nothing where it is about the bag as a whole.
    static func path(of fault: BagFault) -> Bytes? {
        switch fault {
        case .unreadable(let path), .missing(let path, _), .toBeFetched(let path),
            .payloadNotListed(let path, _), .tagFileNotListed(let path, _),
            .contentsRepeated(let path), .namesClash(let path, _), .fetchNotListed(let path),
            .digestDiffers(let path, _), .notDigested(let path), .listedTwice(let path, _, _),
            .tagManifestListed(let path, _), .manifestNotListed(let path, _):
            path
        case .byteOrderMark(let file), .notUTF8(let file), .malformedLine(let file, _),
            .notCanonical(let file), .tagFileRequired(let file), .tagFileNotPermitted(let file),
            .algorithmNotChecked(let file, _), .pathRefused(let file, _, _),
            .asterisk(let file, _), .percentNotEncoded(let file, _):
            file
        case .aboveLimit(_, let path): path
        case .declarationMissing, .declarationMalformed, .versionUnsupported,
            .encodingUnsupported:
            Bytes(text: BundlePaths.bagDeclaration)
        case .oxumMissing, .oxumRepeated, .oxumMalformed, .oxumDiffers:
            Bytes(text: BundlePaths.bagInfo)
        case .manifestMissing: Bytes(text: BundlePaths.payloadManifest)
        case .moreFindings, .fetchPresent: nil
        }
    }

    /// What is wrong, in plain words.
    static func detail(of fault: BagFault) -> String {
        switch fault {
        case .missing, .toBeFetched: missing
        case .tagFileRequired, .declarationMissing, .manifestMissing: "is missing from the bag"
        case .payloadNotListed, .tagFileNotListed, .manifestNotListed: notListed
        case .digestDiffers: "differs from the SHA-256 that the bag lists for it"
        case .oxumDiffers: "states another size or number of files than there are"
        case .listedTwice: "is listed twice"
        case .contentsRepeated: "stands in the bag twice"
        case .namesClash: "has a name that some computers take for another file's"
        case .tagFileNotPermitted: "may not stand in a sealed bag"
        case .pathRefused(_, let line, _): "line \(line) has a path that is not permitted"
        case .malformedLine(_, let line): "line \(line) is malformed"
        case .versionUnsupported: "states another version of BagIt than 1.0"
        case .aboveLimit: "is larger than this tool reads"
        case .unreadable, .notDigested: "could not be read"
        case .moreFindings: "more findings are not listed"
        default: "is not in the one permitted form"
        }
    }

    /// Listed, but not there.
    static let missing = "is listed but is not in this file"
    /// There, but not listed.
    static let notListed = "is in the bag but is not listed"

    /// Which finding a fault makes, and whether it contradicts; nothing for a mere warning.
    static func finding(of finding: BagFinding) -> (id: FindingID, status: FindingStatus)? {
        switch finding.severity {
        case .changed:
            if case .oxumDiffers = finding.fault { return (.complete, .contradicted) }
            return (.unchanged, .contradicted)
        case .incomplete: return (.complete, .contradicted)
        case .malformed: return (.intact, .contradicted)
        case .notChecked: return (.complete, .notChecked)
        case .warning: return nil
        }
    }
}
