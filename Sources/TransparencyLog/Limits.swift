// SPDX-License-Identifier: Apache-2.0

/// Every bound of the log formats, with its reason.
package enum LogLimits {
    /// Most entries a log can have: sizes fit a signed 64-bit number everywhere, as C2SP asks.
    package static let maximumTreeSize: UInt64 = (1 << 63) - 1
    /// Most entries a compact range is loaded with: as many again can be appended before any size overflows.
    package static let maximumRangeSize: UInt64 = 1 << 62
    /// Most hashes of a proof: one for each level of the largest tree, and one to spare.
    package static let maximumPath = 64
    /// Bytes of a signed note: a hundred post-quantum cosignatures of 3.4 kB fit, and a reader holds it whole.
    package static let maximumNote = 512 * 1_024
    /// Bytes of a note's text: a checkpoint needs about 200; leaves room for extension lines.
    package static let maximumText = 64 * 1_024
    /// Signature lines of a note: as many as Go's implementation takes; C2SP asks for at least 16.
    package static let maximumSignatures = 100
    /// Bytes of a key name: what a cosigner's name may have in C2SP's tlog-cosignature.
    package static let maximumName = 255
    /// Bytes of a key as text: a name, an ML-DSA-44 key in base64, and what joins them.
    package static let maximumKeyText = 2_560
    /// Bytes of a proof's `extra` line: nothing of ours writes one; others put a few words in it.
    package static let maximumExtra = 64 * 1_024
    /// Bytes of a proof file: its note, its `extra` line in base64, its path and its first lines.
    package static let maximumProof = maximumNote + maximumExtra / 3 * 4 + maximumPath * 45 + 256
}
