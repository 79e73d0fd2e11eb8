// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import BundleVerification
import StrictCoding

/// What becomes of a bundle that is mailed, unpacked, packed again or saved in part.
extension DamageKinds {
    private static func repacked(
        _ sample: Sample, _ change: (inout RepackedZip) -> Void
    ) throws -> Case {
        var zip = RepackedZip(try Forge.parts(of: sample.bundle))
        change(&zip)
        return try honest(sample, zip.bytes)
    }

    private static func parts(
        _ sample: Sample, _ kind: SealedParts.Kind, _ names: [String] = BundlePaths.outer,
        _ change: (inout [String: Bytes]) -> Void = { _ in }
    ) throws -> Case {
        var files: [String: Bytes] = [:]
        for (name, bytes) in try Forge.parts(of: sample.bundle) where names.contains(name) {
            files[name] = bytes
        }
        change(&files)
        var made = try honest(sample, sample.bundle)
        made.parts = SealedParts(kind, files.mapValues { MemorySource($0) })
        return made
    }

    private static let pair = [BundlePaths.evidence, BundlePaths.signature]

    static let ofHandling: [String: Maker] = [
        "START-HERE.html removed": { sample in
            try outer(sample) { $0.removeAll { $0.0 == BundlePaths.startHere } }
        },
        "START-HERE.html replaced by a notice": { sample in
            try outer(sample) { $0[0].1 = Bytes(text: "This attachment was removed.\n") }
        },
        "packed again": { try repacked($0) { _ in } },
        "packed again, in another order": { try repacked($0) { $0.entries.reverse() } },
        "packed again, with data descriptors": { try repacked($0) { $0.hasDescriptors = true } },
        "packed again, with a comment": {
            try repacked($0) { $0.comment = Bytes(text: "Scanned: PK\u{5}\u{6} no threat found") }
        },
        "packed again, in a folder": { sample in
            try repacked(sample) { zip in
                zip.entries = zip.entries.map {
                    RepackedZip.Entry(path: "for osei/" + $0.path, bytes: $0.bytes)
                }
                zip.entries.insert(RepackedZip.Entry(path: "for osei/", bytes: []), at: 0)
                zip.entries.append(
                    RepackedZip.Entry(path: "__MACOSX/for osei/._sealer.pub", bytes: [1, 2]))
            }
        },
        "packed again, START-HERE.html left out": {
            try repacked($0) { $0.entries.removeFirst() }
        },
        "packed again, the small files compressed": { sample in
            try repacked(sample) { zip in
                for index in zip.entries.indices where index != 3 {
                    zip.entries[index].isCompressed = true
                }
            }
        },
        "packed again, all of it compressed": { sample in
            try repacked(sample) { zip in
                for index in zip.entries.indices { zip.entries[index].isCompressed = true }
            }
        },
        "packed again, with an exhibit changed": { sample in
            try repacked(sample) { $0.entries[3].bytes[$0.entries[3].bytes.count / 2] ^= 1 }
        },
        "packed again, with two encrypted files": { sample in
            try repacked(sample) { zip in
                zip.entries.append(
                    RepackedZip.Entry(path: BundlePaths.evidence, bytes: Bytes(text: "other")))
            }
        },
        "packed again, two files over each other": { try repacked($0) { $0.offset = 0 } },
        "unpacked into a folder": { try parts($0, .folder) },
        "unpacked into a folder, START-HERE.html missing": {
            try parts($0, .folder, Array(BundlePaths.outer.dropFirst()))
        },
        "unpacked into a folder, the signature missing": {
            try parts($0, .folder, Array(BundlePaths.outer.dropLast()))
        },
        "unpacked into a folder, HOW-TO-CHECK.txt changed": { sample in
            try parts(sample, .folder) { $0[BundlePaths.howToCheck]!.append(10) }
        },
        "a folder without the encrypted file": {
            try parts($0, .folder, [BundlePaths.startHere, BundlePaths.sealerKey])
        },
        "the encrypted file and its signature alone": { try parts($0, .alone, pair) },
        "the encrypted file, its signature and sealer.pub, no key named": { sample in
            var made = try parts(sample, .alone, pair + [BundlePaths.sealerKey])
            made.named = nil
            return made
        },
        "the encrypted file and its signature alone, no key named": { sample in
            var made = try parts(sample, .alone, pair)
            made.named = nil
            return made
        },
        "the encrypted file and its signature alone, another key named": { sample in
            var made = try parts(sample, .alone, pair)
            made.named = try Sample(key: 2).named
            return made
        },
        "the encrypted file and its signature beside another's sealer.pub": { sample in
            let other = try Forge.parts(of: Sample(key: 2).bundle)[2].1
            return try parts(sample, .alone, pair) { $0[BundlePaths.sealerKey] = other }
        },
        "the encrypted file and its signature beside another's sealer.pub, no key named": {
            sample in
            let other = try Forge.parts(of: Sample(key: 2).bundle)[2].1
            var made = try parts(sample, .alone, pair) { $0[BundlePaths.sealerKey] = other }
            made.named = nil
            return made
        },
        "the encrypted file, its signature and sealer.pub, another key named": { sample in
            var made = try parts(sample, .alone, pair + [BundlePaths.sealerKey])
            made.named = try Sample(key: 2).named
            return made
        },
        "the encrypted file and another's signature": { sample in
            let other = try Forge.parts(of: Sample(key: 2, seed: 8).bundle)[4].1
            return try parts(sample, .alone, pair + [BundlePaths.sealerKey]) {
                $0[BundlePaths.signature] = other
            }
        },
        "the encrypted file alone": { try parts($0, .alone, [BundlePaths.evidence]) },
        "the encrypted file alone, changed": { sample in
            try parts(sample, .alone, pair) { files in
                files[BundlePaths.evidence]![files[BundlePaths.evidence]!.count / 2] ^= 1
            }
        },
    ]
}
