// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The lines of a tag file: ended by LF, CR or CRLF, the last one also by the end of the file.
struct BagLines: Sequence, IteratorProtocol {
    private let bytes: Bytes
    private var position = 0

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    mutating func next() -> Bytes.SubSequence? {
        guard position < bytes.count else { return nil }
        let start = position
        var end = start
        while end < bytes.count, bytes[end] != 0x0a, bytes[end] != 0x0d { end += 1 }
        position = end + 1
        if end + 1 < bytes.count, bytes[end] == 0x0d, bytes[end + 1] == 0x0a { position += 1 }
        return bytes[start..<end]
    }
}

/// Space or tab.
func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09
}
