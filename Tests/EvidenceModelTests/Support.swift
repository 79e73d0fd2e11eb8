// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Values that every test of entries needs.
enum Sample {
    static let time = Timestamp(milliseconds: 1_795_372_800_123)
    static let salt = Bytes(repeating: 0xa5, count: 16)
    static let digest = Digest(Bytes(repeating: 0x11, count: 32)) ?? .zero
    static let other = Digest(Bytes(repeating: 0x22, count: 32)) ?? .zero

    /// An entry of this kind, after entry 0.
    static func entry(
        _ kind: EntryKind, _ fields: [String: JSONValue], seq: UInt64 = 12
    ) throws(EntryError) -> EntryBody {
        try EntryBody(
            seq: seq, prev: digest, salt: salt, time: time, tool: "keepsake 0.1.0", kind: kind,
            fields: fields)
    }

    /// The fields of an ordinary item.
    static func item(
        name: Bytes = Bytes(text: "IMG_2041.HEIC"), acquired: Acquisition = .file,
        set: UInt64? = nil
    ) -> [String: JSONValue] {
        ItemAdded.fields(
            size: 14_200_000, sha256: digest, crc32: 0x00ab_cdef, object: other,
            mediaType: "image/heic", name: name, acquired: acquired, modified: time, created: nil,
            set: set)
    }

    static func parse(_ text: String) throws(EntryError) -> EntryBody {
        let bytes = Bytes(text: text)
        return try EntryBody(parsing: bytes.span)
    }
}
