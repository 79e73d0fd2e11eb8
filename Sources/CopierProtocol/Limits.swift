// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a copy that come behind one line: large enough that lines cost nothing, small enough to
    /// hold several times.
    package static let pieceBytes = 1 << 18

    /// Bytes of a picture: no phone makes one of more, and the whole of it is held in memory.
    package static let pictureBytes: UInt64 = 256 << 20

    /// Pixels of a picture: the sensors of phones have up to 200 million, of which they keep 12 to 50;
    /// decoding one takes up to sixteen bytes for each.
    package static let pixels: UInt64 = 100_000_000

    /// Seconds of sound: a day and a night of a device that was left running would be two copies.
    package static let soundSeconds: UInt64 = 12 * 3600

    /// Bytes of a WAV file: its sizes are numbers of 32 bits.
    package static let waveBytes: UInt64 = UInt64(UInt32.max) - 8

    /// Pixels on the longest side of a small picture: a third of a page at the resolution of print.
    package static let smallSide: UInt64 = 480

    /// Bytes of the line with which the host begins.
    package static let openingBytes = 1024

    /// Bytes of the names and versions of libraries.
    package static let versionBytes = 300

    /// Bytes from the start of a file by which it is recognised.
    package static let recognisedBytes = 4096
}
