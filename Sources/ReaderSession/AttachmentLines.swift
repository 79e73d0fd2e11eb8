// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import ReaderProtocol
import ReaderSandbox
import StrictCoding
import Synchronization

/// Sends the bytes of attachments as they are decoded.
final class AttachmentLines: AttachmentSink {
    private let host: HostLine
    private let places: [ClosedRange<UInt64>]
    private let stream = Mutex<UInt64>(0)

    init(_ host: HostLine, _ places: [ClosedRange<UInt64>]) {
        self.host = host
        self.places = places
    }

    func wishes(_ asked: ClosedRange<UInt64>) -> Bool {
        places.contains { $0.overlaps(asked) }
    }

    func begin() { stream.withLock { $0 += 1 } }

    func write(_ bytes: Span<UInt8>) throws {
        let number = stream.withLock { $0 }
        var start = 0
        while start < bytes.count {
            let end = min(start + ReaderProtocol.Limits.attachmentBytes, bytes.count)
            let data = Bytes(copying: bytes.extracting(start..<end))
            try host.send(ReaderLine.bytes(stream: number, data: data).encoded())
            start = end
        }
    }
}
