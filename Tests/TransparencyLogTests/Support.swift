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
