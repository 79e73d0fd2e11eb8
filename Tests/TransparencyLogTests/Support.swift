// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import SodiumSealing
import StrictCoding
import TransparencyLog

// The parsers with whole buffers: a span cannot be made inside an expectation.

func leafHash(_ entry: Bytes) -> Digest {
    MerkleTree.leafHash(entry.span)
}

func readNote(_ note: Bytes) throws(NoteError) -> SignedNote {
    try SignedNote(parsing: note.span)
}

func readNote(_ note: String) throws(NoteError) -> SignedNote {
    try readNote(Bytes(text: note))
}

func readProof(_ file: Bytes) throws(TlogProofError) -> TlogProof {
    try TlogProof(parsing: file.span)
}

/// A key made from one byte, the same in each run.
func signingKey(_ byte: UInt8) throws -> SigningKey {
    try signingKey(seed: Bytes(repeating: byte, count: 32))
}

func signingKey(seed: Bytes) throws -> SigningKey {
    try SigningKey(seed: SecretBytes(copying: seed.span))
}

/// Numbers that look random and are the same in each run of one seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
