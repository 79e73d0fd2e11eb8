// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

extension SelfTestCase {
    /// The files that the checker carries; a test makes each of them again and compares.
    package static let all: [SelfTestCase] = [
        SelfTestCase(
            name: "as it was sealed", row: "nothing", exit: .done, contradicted: [],
            data: SelfTestData.whole),
        SelfTestCase(
            name: "one bit of it flipped", row: "encrypted file changed in the payload",
            exit: .altered, contradicted: ["intact: evidence.zip.age"], data: SelfTestData.flipped),
        SelfTestCase(
            name: "an exhibit dropped", row: "an exhibit left out under the sealer's signature",
            exit: .incomplete, contradicted: ["complete: EX/1"], data: SelfTestData.dropped),
        SelfTestCase(
            name: "a file added", row: "a file added, lists made anew, other key",
            exit: .altered,
            contradicted: [
                "intact: tagmanifest-sha256.txt", "complete: data/exhibits/EX-4/more.txt",
                "sealedBy: proof/sealing.json", "sealedBy: proof/checkpoint",
            ], data: SelfTestData.added),
        SelfTestCase(
            name: "two entries of the record swapped", row: "two entries swapped",
            exit: .altered,
            contradicted: [
                "unchanged: proof/entries/000002.json", "unchanged: proof/entries/000003.json",
                "inOrder: proof/entries/000002.json", "inOrder: proof/entries/000003.json",
                "clockSteady: proof/entries/000003.json",
            ], data: SelfTestData.swapped),
        SelfTestCase(
            name: "the record cut short", row: "the record cut short under the sealer's signature",
            exit: .altered, contradicted: ["unchanged: proof/entries/000005.tlog-proof"],
            data: SelfTestData.shortened),
        SelfTestCase(
            name: "an entry out of a forked record",
            row: "entry and proof from another fork of the same size",
            exit: .altered,
            contradicted: [
                "unchanged: proof/entries/000002.tlog-proof", "inOrder: proof/entries/000003.json",
            ], data: SelfTestData.forked),
        SelfTestCase(
            name: "signed again by another key", row: "outer layer signed anew under another key",
            exit: .altered,
            contradicted: [
                "sealedBy: proof/sealing.json", "sealedBy: tagmanifest-sha256.txt.minisig",
                "sealedBy: proof/checkpoint",
            ], data: SelfTestData.resigned),
        SelfTestCase(
            name: "an exhibit renamed", row: "an exhibit renamed under the sealer's signature",
            exit: .incomplete,
            contradicted: ["complete: data/exhibits/EX-1/other.txt", "complete: EX/1"],
            data: SelfTestData.renamed),
        SelfTestCase(
            name: "the time in an entry edited", row: "the time in an entry edited",
            exit: .altered,
            contradicted: [
                "unchanged: proof/entries/000002.json", "inOrder: proof/entries/000003.json",
            ], data: SelfTestData.retimed),
        SelfTestCase(
            name: "the time of sealing edited", row: "time of sealing edited",
            exit: .altered, contradicted: ["intact: evidence.zip.age.minisig"],
            data: SelfTestData.resealed),
    ]
}
