// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a small picture: three for each of its pixels are more than a JPEG of them has.
    static let smallBytes: UInt64 = 1 << 20

    /// Bytes of a picture at full size: the same for a hundred million pixels.
    static let pictureBytes: UInt64 = 300 << 20

    /// Bytes that the copier says besides the copy: a line for each piece of it, and for each request.
    static let linesFactor: UInt64 = 2

    /// Bytes of all copies of one sealing: a day of speech.
    package static let budgetBytes: UInt64 = 8 << 30

    /// Bytes of one copy, whatever its original has: three quarters of an hour of speech.
    package static let budgetAnyway: UInt64 = 256 << 20

    /// Bytes more for each byte of the original: speech of phones is packed to a tenth or a fortieth.
    package static let budgetFactor: UInt64 = 64

    /// Seconds in which the copier must say or ask something: the whole of a large picture is decoded
    /// before the first byte of its copy comes, and all of a recording is counted.
    static let silenceSeconds = 300

    /// Seconds for one copy, whatever it is.
    static let totalSeconds = 1800

    /// Seconds for the small picture of a file that was inside another one: there may be hundreds, and a
    /// picture of a hundred million pixels takes ten on a slow computer.
    package static let attachedSeconds = 120
}
