// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a small picture: three for each of its pixels are more than a JPEG of them has.
    static let smallBytes: UInt64 = 1 << 20

    /// Bytes of a picture at full size: the same for a hundred million pixels.
    static let pictureBytes: UInt64 = 300 << 20

    /// Bytes that the copier says besides the copy: a line for each piece of it, and for each request.
    static let linesFactor: UInt64 = 2

    /// Seconds in which the copier must say or ask something: the whole of a large picture is decoded
    /// before the first byte of its copy comes, and all of a recording is counted.
    static let silenceSeconds = 300

    /// Seconds for one copy, whatever it is.
    static let totalSeconds = 1800
}
