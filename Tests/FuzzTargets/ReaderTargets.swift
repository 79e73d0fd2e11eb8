// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import ReaderProtocol
import StrictCoding

extension FuzzTarget {
    /// Both directions of the line between the reader and its host.
    static let reader = [
        // What the host takes from a reader that does what it wants.
        FuzzTarget(name: "reader-line") { bytes in
            for part in bytes.split(separator: 0x0A) {
                let line = Bytes(part)
                guard let taken = try? ReaderLine(parsing: line.span) else { continue }
                try demand(taken.encoded() == line + [0x0A], "what is taken is all that was said")
                if case .record(let record) = taken {
                    try demand(
                        ReaderLine.recordBytes(line) == record.json.encoded(),
                        "what is hashed is the record")
                } else {
                    try demand(ReaderLine.recordBytes(line) == nil, "only records are hashed")
                }
            }
        },
        // What the reader takes from its host.
        FuzzTarget(name: "reader-opening") { bytes in
            guard let opening = try? Opening(parsing: bytes.span) else { return }
            let line = opening.encoded()
            let again = try? Opening(parsing: line.slice(0..<(line.count - 1)).span)
            try demand(again == opening, "an opening has one meaning")
        },
    ]
}
