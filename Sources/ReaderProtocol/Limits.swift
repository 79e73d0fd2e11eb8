// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of one line from the reader, without its line feed: the longest text of a record, each byte
    /// of it escaped, and what a record has besides.
    package static let lineBytes = 8 << 20

    /// Bytes that the reader may ask for at a time: large enough that asking costs nothing, small enough
    /// to hold twice.
    package static let requestBytes = 1 << 20

    /// Bytes of the line with which the host begins: the names of a few files.
    package static let openingBytes = 64 << 10

    /// Bytes of an attachment in one line: as base64 they are far within a line.
    package static let attachmentBytes = 1 << 19

    /// Stretches of records whose attachments the host wishes: more are told as one.
    package static let wishedRanges = 1000

    /// Files of one item: a database, its log and its index need three.
    package static let fileCount = 8

    /// Bytes of a file's name that the reader is told: a hint and nothing more.
    package static let nameBytes = 1024
}
