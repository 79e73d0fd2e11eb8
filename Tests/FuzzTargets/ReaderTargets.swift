// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import CopierProtocol
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
        // What the host takes from a copier that does what it wants, and the other way.
        FuzzTarget(name: "copier-line") { bytes in
            for part in bytes.split(separator: 0x0A) {
                let line = Bytes(part)
                if let taken = try? CopierLine(parsing: line.span) {
                    try demand(
                        taken.encoded() == line + [0x0A], "what is taken is all that was said")
                }
                if let asked = try? CopyRequest(parsing: line.span) {
                    try demand(asked.encoded() == line + [0x0A], "a request has one meaning")
                }
            }
        },
        // What the host takes for a picture: the same in pieces as in one, and whole only with its ends.
        FuzzTarget(name: "copier-picture") { bytes in
            var whole = JPEGForm()
            var pieces = JPEGForm()
            let holds = whole.take(bytes)
            let middle = Int(bytes.first ?? 0) % (bytes.count + 1)
            let first = pieces.take(bytes.slice(0..<middle))
            let held = first && pieces.take(bytes.slice(middle..<bytes.count))
            try demand(holds == held, "pieces are the whole")
            guard holds, whole.isWhole else { return }
            try demand(pieces.isWhole && pieces.width == whole.width, "pieces are the whole")
            try demand(
                bytes.starts(with: [0xFF, 0xD8]) && bytes.suffix(2).elementsEqual([0xFF, 0xD9]),
                "a picture has its ends")
        },
    ]
}
