// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Random numbers that come the same way for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    mutating func bytes(_ count: Int) -> Bytes {
        Bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &self) })
    }
}

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
