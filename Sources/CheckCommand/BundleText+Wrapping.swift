// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import KeepsakeConsole

/// What is said of the files around the encrypted evidence: mail gateways and archivers change those.
extension BundleText {
    /// What was handed over, where that is not the sealed ZIP.
    var wrappingText: String? {
        switch report.facts.wrapping {
        case .sealed: nil
        case .otherZip: "a ZIP file in another encoding than the one that was sealed"
        case .folder: "an unpacked folder; the ZIP file that it came in was not checked"
        case .alone:
            "the encrypted evidence by itself; what lay around it in the sealed file was not checked"
        }
    }

    /// Whether the files around the encrypted evidence are others than those that were sealed.
    var isWrappedOtherwise: Bool {
        !report.facts.isWholeOutside || report.facts.wrapping == .otherZip
    }

    /// What that means, what holds nevertheless, and how to go on.
    var otherWrapping: String {
        let facts = report.facts
        var parts = [
            "The files around the encrypted evidence are not the ones that were sealed with it. "
                + "Do not rely on this copy. Keep it exactly as it is, and ask the sender for it "
                + "again."
        ]
        if !facts.compressed.isEmpty {
            parts.append(
                "It was packed again by another program, which compressed "
                    + facts.compressed.joined(separator: ", ")
                    + ". To check what is left, unpack it and give the new folder:\n"
                    + "  keepsake-check FOLDER")
        } else if isWholeInside {
            let exhibits =
                facts.exhibitsListed.map {
                    " and " + SizeText.counted($0, "exhibit")
                        + ($0 == 1 ? " matches" : ", all of them, match")
                } ?? ""
            parts.append(
                "Only what is around it was changed: the signature over the encrypted evidence is "
                    + "good\(exhibits). To check that by itself, unpack this file and give:\n"
                    + "  keepsake-check evidence.zip.age")
        }
        return parts.joined(separator: "\n")
    }

    // Whether nothing is contradicted but the files around the encrypted evidence.
    private var isWholeInside: Bool {
        let facts = report.facts
        guard facts.sealer?.signatureGood == true, facts.wrapping != .folder,
            facts.exhibitsListed == facts.exhibitsMatching
        else { return false }
        let outside = Set(
            ["file", BundlePaths.startHere, BundlePaths.howToCheck] + facts.addedOutside)
        return report.findings.allSatisfy {
            $0.status != .contradicted || $0.id == .clockSteady || outside.contains($0.subject)
        }
    }

    /// What has to be found before the encrypted evidence by itself can be judged.
    var missingBeside: String {
        let missing = report.facts.missingOutside
        let key =
            missing.contains(BundlePaths.sealerKey)
            ? ", name the sealer's whole key (not its words) with --sealed-by," : ""
        return
            "Without its \(missing.joined(separator: " and ")) it is not established that this is what "
            + "was sealed. Put it into the same folder\(key) or ask the sender for the whole ZIP "
            + "file."
    }
}
