// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import BundleVerification
import Foundation
import StrictCoding
import TransparencyLog

extension DamageKinds {
    /// All kinds there are.
    static let all = ofContents.merging(ofRecord) { first, _ in first }
        .merging(ofHandling) { first, _ in first }
        .merging(ofStatements) { first, _ in first }
        .merging(ofEarlier) { first, _ in first }
        .merging(ofExtracts) { first, _ in first }

    /// What the sealer alone can do to the record.
    static let ofRecord: [String: Maker] = [
        "the record cut short under the sealer's signature": { sample in
            let vault = sample.vault
            let size = vault.size - 1
            let text = try Checkpoint(
                origin: "keepsake/\(vault.id)", size: size, root: vault.prover.root(size: size)!)
            let shorter = try Checkpoint.sign(text, signer: vault.signer).encoded()
            return try bySealer(sample) { forge in
                forge.bag[BundlePaths.checkpoint] = shorter
                for number in sample.numbers where number < size {
                    forge.bag[BundlePaths.proof(number)] = try TlogProof(
                        index: number,
                        path: vault.prover.inclusionProof(index: number, size: size)!,
                        checkpoint: shorter
                    ).encoded()
                }
                try forge.edit(BundlePaths.sealing) { fields in
                    let note = String(decoding: shorter, as: UTF8.self)
                    let end = note.range(of: "\n\n")!.lowerBound
                    fields["checkpoint"] = .string(String(note[..<end]) + "\n")
                }
            }
        }
    ]
}
