// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The names of the files in a bundle (DESIGN section 6). Nothing else spells them.
package enum BundlePaths {
    /// What this is and how to check it, for a browser.
    package static let startHere = "START-HERE.html"
    /// Each check as a line of stock tools; one stands outside, one in the bag.
    package static let howToCheck = "HOW-TO-CHECK.txt"
    /// The sealer's minisign public key.
    package static let sealerKey = "sealer.pub"
    /// The encrypted bag.
    package static let evidence = "evidence.zip.age"
    /// The sealer's signature over `evidence`.
    package static let signature = "evidence.zip.age.minisig"

    /// The files of the outer ZIP, in their one order.
    package static let outer = [startHere, howToCheck, sealerKey, evidence, signature]
    /// The outer files whose digests the trusted comment states, in its order.
    package static let digested = [howToCheck, startHere, sealerKey]

    /// The bag's folder, at the start of every path of the inner ZIP.
    package static let folder = "evidence/"
    /// BagIt's declaration.
    package static let bagDeclaration = "bagit.txt"
    /// BagIt's metadata.
    package static let bagInfo = "bag-info.txt"
    /// The payload manifest.
    package static let payloadManifest = "manifest-sha256.txt"
    /// The tag manifest.
    package static let tagManifest = "tagmanifest-sha256.txt"
    /// The sealer's signature over the tag manifest.
    package static let bagSignature = "tagmanifest-sha256.txt.minisig"
    /// The payload.
    package static let payload = "data/"
    /// The originals.
    package static let exhibits = "data/exhibits/"
    /// What was read out of exhibits; derived, and nothing rests on it.
    package static let readable = "data/readable/"
    /// The report; derived, and nothing rests on it.
    package static let report = "data/report/"
    /// What ties marks, entries and files together.
    package static let sealing = "proof/sealing.json"
    /// The signed checkpoint.
    package static let checkpoint = "proof/checkpoint"
    /// The disclosed entries and their proofs.
    package static let entries = "proof/entries/"
    /// Outside times; a later format's matter, passed over by this one.
    package static let time = "proof/time/"
    /// Proofs from checkpoints that the same people were given before.
    package static let earlier = "proof/earlier/"

    /// The file that holds the exact bytes of entry `seq`.
    package static func entry(_ seq: UInt64) -> String { entries + padded(seq) + ".json" }

    /// The file that holds the inclusion proof of entry `seq`.
    package static func proof(_ seq: UInt64) -> String { entries + padded(seq) + ".tlog-proof" }

    /// The proof from an earlier checkpoint of so many entries.
    package static func earlier(_ size: UInt64) -> String {
        earlier + padded(size) + ".consistency"
    }

    /// The size that a path of `earlier` names; nothing for any other path.
    package static func earlierSize(of path: String) -> UInt64? {
        guard path.hasPrefix(earlier) else { return nil }
        let name = path.dropFirst(earlier.count)
        guard let point = name.firstIndex(of: "."), let size = UInt64(name[..<point]),
            path == earlier(size)
        else { return nil }
        return size
    }

    /// The `seq` that a path of `entry` or `proof` names; nothing for any other path.
    package static func seq(of path: String) -> UInt64? {
        guard path.hasPrefix(entries) else { return nil }
        let name = path.dropFirst(entries.count)
        guard let point = name.firstIndex(of: "."), let seq = UInt64(name[..<point]),
            path == entry(seq) || path == proof(seq)
        else { return nil }
        return seq
    }

    /// The original of the exhibit in `folder` (`AB-1`), with a name that is safe everywhere.
    package static func exhibit(folder: String, name: String) -> String {
        exhibits + folder + "/" + name
    }

    /// A file that was derived from the exhibit in `folder` (`AB-1`).
    package static func readable(folder: String, name: String) -> String {
        readable + folder + "/" + name
    }

    /// Whether a name may stand for an exhibit: 1 to 80 of `A–Z a–z 0–9 . _ -`, beginning with neither
    /// dot nor hyphen and not ending with a dot. `open` writes files under these names.
    package static func isSafeName(_ name: String) -> Bool {
        let bytes = Bytes(text: name)
        guard (1...BundleLimits.nameBytes).contains(bytes.count), let first = bytes.first,
            first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
            bytes.last != UInt8(ascii: ".")
        else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    private static func padded(_ seq: UInt64) -> String {
        let digits = String(seq)
        return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}
