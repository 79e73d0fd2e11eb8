// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import StrictCoding

extension FuzzTarget {
    /// What the checker reads of a bundle, and of a reader's own files.
    static let bundles = [
        FuzzTarget(name: "bundle") { bytes in
            _ = BundleCheck.isSealedFile(MemorySource(bytes))
            let checked = try? BundleCheck.check(source: MemorySource(bytes))
            try demand(checked != nil, "a check comes to a report")
            try demand(
                checked?.report.verdict != .verified
                    && checked?.report.verdict != .sealerNotEstablished,
                "nothing holds that nobody opened")
        },
        FuzzTarget(name: "sealing-record") { bytes in
            if let record = try? SealingRecord(parsing: bytes.span),
                record.unknownFields.isEmpty, !record.recipients.contains(.other)
            {
                try demand(record.encoded() == bytes, "a record of a sealing has one writing")
            }
        },
        FuzzTarget(name: "earlier-proof") { bytes in
            if let proof = try? EarlierProof(parsing: bytes.span) {
                try demand(proof.encoded() == bytes, "a proof has one writing")
            }
        },
        FuzzTarget(name: "named-sealers") { bytes in
            guard let text = bytes.strictText else { return }
            _ = try? NamedSealer(parsing: text)
            if let sealers = try? NamedSealers(parsing: text) {
                try demand(sealers.count > 0, "a list names somebody")
            }
        },
    ]
}
