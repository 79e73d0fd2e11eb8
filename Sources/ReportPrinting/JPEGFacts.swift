// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What the head of a JPEG says; its picture is never decoded here.
struct JPEGFacts: Equatable {
    let width: Int
    let height: Int

    /// Nothing where it is no baseline JPEG of 8 bits, in greys or in colours (YCbCr).
    init?(_ bytes: Bytes) {
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8,
            bytes[bytes.count - 2] == 0xFF, bytes[bytes.count - 1] == 0xD9
        else { return nil }
        var at = 2
        while at + 4 <= bytes.count {
            guard bytes[at] == 0xFF else { return nil }
            let marker = bytes[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
            guard length >= 2, at + 2 + length <= bytes.count else { return nil }
            switch marker {
            case 0xC0:
                guard length >= 8, bytes[at + 4] == 8, bytes[at + 9] == 1 || bytes[at + 9] == 3
                else { return nil }
                height = Int(bytes[at + 5]) << 8 | Int(bytes[at + 6])
                width = Int(bytes[at + 7]) << 8 | Int(bytes[at + 8])
                guard width > 0, height > 0 else { return nil }
                return
            case 0xC4, 0xDB, 0xDD, 0xE0...0xEF, 0xFE:
                at += 2 + length
            default:
                // Another process, or the picture before its frame.
                return nil
            }
        }
        return nil
    }
}
