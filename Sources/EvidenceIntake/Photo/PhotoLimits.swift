// SPDX-License-Identifier: Apache-2.0

/// The bounds for photos and films, each with its reason.
extension Limits {
    /// Segments, chunks, blocks or boxes of one picture that are walked: a large picture in the small
    /// chunks of a careful writer has some ten thousands.
    static let pictureParts = 400_000

    /// Sub-blocks of 255 bytes in a GIF: a film of a gigabyte has so many.
    static let gifBlocks = 4_500_000

    /// Bytes of one packet of XMP: those of long edit histories are below this.
    static let packetBytes = 1 << 20

    /// Bytes of one EXIF block in a container: the largest with a preview inside.
    static let exifBytes: UInt64 = 1 << 26

    /// Bytes of one comment or text of a picture that are looked at.
    static let commentBytes = 65_536

    /// Comments of one picture that are kept.
    static let commentCount = 8

    /// EXIF blocks of one picture that are looked at; more than one is odd already.
    static let exifBlocks = 4

    /// Boxes of one level of a film or HEIC file: fragments of a long recording.
    static let boxes = 200_000

    /// Items of one HEIC file: the tiles of the largest picture, many times over.
    static let pictureItems = 20_000

    /// Places after the end of a picture that are looked at closely: one byte in 256 of the longest
    /// stretch, four times.
    static let appendedTries = 4_000_000

    /// Bytes that may fill the room before a marker of a JPEG: more than any writer needs.
    static let fillBytes: UInt64 = 1 << 20

    /// Texts of one PNG that are read, packed ones among them: more than any program writes.
    static let pictureTexts = 128

    /// Packets of XMP, and records of IPTC, of one picture: a second is odd already.
    static let packets = 4

    /// Bytes after the end of a picture that are searched for an appended film.
    static let appendedBytes: UInt64 = 1 << 28

    /// Samples that one run of a fragment may state without listing them: a fragment is some seconds,
    /// and a second has 192,000 samples of sound at most.
    static let filmSamples: UInt64 = 4_000_000

    /// Frames of one AMR file that are counted: more than two days of speech.
    static let voiceFrames: UInt64 = 10_000_000
}
