// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import EvidenceModel
import StrictCoding
import TransparencyLog

extension Sample {
    /// The sample after so many more items: sealed anew, with a proof from each of these sizes.
    func later(
        by count: Int, proofs sizes: [UInt64] = [], exhibits: [UInt64]? = nil,
        time: Timestamp = TestVault.sealed
    ) throws -> Sample {
        var later = self
        for index in 0..<count { try later.vault.add("later \(index)", name: "later.txt") }
        var request = try later.vault.request(
            exhibits ?? numbers, for: [.x25519(identity.recipient)])
        request.time = time
        let size = later.vault.size
        request.earlier = sizes.map { before in
            EarlierProof(
                size: before, root: later.vault.prover.root(size: before)!,
                path: later.vault.prover.consistencyProof(from: before, to: size)!)
        }
        later.bundle = try later.vault.seal(request)
        return later
    }
}

extension DamageKinds {
    private static func compared(_ later: Sample, with earlier: Sample) throws -> Case {
        var made = try honest(later, later.bundle)
        made.earlier = earlier.bundle
        return made
    }

    /// What a comparison with an earlier file comes to, and proofs that are wrong by themselves.
    static let ofEarlier: [String: Maker] = [
        "an earlier file that the record continues": { sample in
            try compared(sample.later(by: 2, proofs: [6]), with: sample)
        },
        "an earlier file with the same record": { sample in
            try compared(sample, with: sample.later(by: 0, exhibits: [3]))
        },
        "an earlier file that no proof covers": { sample in
            try compared(sample.later(by: 2, proofs: [4]), with: sample)
        },
        "an earlier file of another vault": { sample in
            var other = try Sample(seed: 8)
            other.vault.id = "ffffffffffffffffffffffffffffffff"
            return try compared(sample, with: other.later(by: 0))
        },
        "an earlier file by another key": { sample in
            try compared(sample, with: Sample(key: 2))
        },
        "an earlier file that does not verify": { sample in
            var broken = sample
            var forge = try Forge(sample)
            forge.bag[BundlePaths.checkpoint] = nil
            broken.bundle = try forge.asSealer(sample.vault.signer)
            return try compared(sample.later(by: 2, proofs: [6]), with: broken)
        },
        "an earlier file that does not open": { sample in
            var other = sample
            other.identity = try testIdentity(51)
            return try compared(sample, with: other.later(by: 0))
        },
        "an earlier file with more entries": { sample in
            try compared(sample, with: sample.later(by: 2))
        },
        "an earlier file with more entries, sealed after this one": { sample in
            let after = Timestamp(milliseconds: TestVault.sealed.milliseconds + 1000)
            return try compared(sample, with: sample.later(by: 2, time: after))
        },
        "an earlier file of a forked record": { sample in
            try compared(sample, with: Sample(seed: 8))
        },
        "an earlier file of a forked record, with other entries disclosed": { sample in
            try compared(
                sample.later(by: 2, proofs: [7]),
                with: Sample(seed: 8).later(by: 1, exhibits: [6]))
        },
        "a proof that does not lead to the checkpoint": { sample in
            let later = try sample.later(by: 2, proofs: [6])
            return try bySealer(later) { forge in
                let path = BundlePaths.earlier(6)
                let bytes = forge.bag[path]!
                let proof = try EarlierProof(parsing: bytes.span)
                forge.bag[path] = EarlierProof(size: 6, root: .zero, path: proof.path).encoded()
            }
        },
        "a proof of an earlier checkpoint in another form": { sample in
            try bySealer(sample.later(by: 2, proofs: [6])) { forge in
                forge.bag[BundlePaths.earlier(6)]!.append(text: "\n")
            }
        },
        "a proof of an earlier checkpoint under another name": { sample in
            try bySealer(sample.later(by: 2, proofs: [6])) { forge in
                forge.bag[BundlePaths.earlier(5)] = forge.bag[BundlePaths.earlier(6)]
                forge.bag[BundlePaths.earlier(6)] = nil
            }
        },
    ]
}
