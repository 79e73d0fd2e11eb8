// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a message that GMime is given: the largest mail that providers carry has 150 MB, and what
    /// people save as a file out of their own programs is rarely larger.
    package static let messageBytes: UInt64 = 1 << 30

    /// Bytes before the first part of parts and after the last: GMime holds them twice, so that more would
    /// not fit the reader. Real mail has a line or two.
    package static let looseBytes: UInt64 = 160 << 20

    /// Levels of parts within parts that are gone into. Real mail has ten; MIME sets no limit.
    package static let depth = 64

    /// Parts of one message, and lines that could begin one: a digest of a busy list has hundreds.
    package static let parts = 10_000

    /// Bytes of one block of header fields: large ones, with many recipients and signatures, have 200,000.
    package static let headerBytes = 1 << 20

    /// Bytes of all blocks of header fields of one message.
    package static let allHeaderBytes = 8 << 20

    /// Lines of all blocks of header fields of one message: GMime makes an object of each field.
    package static let headerLines = 50_000

    /// Bytes from the start of a line by which a delimiter or a boundary is recognised: RFC 2046 allows a
    /// boundary 70, RFC 5322 a line 998.
    package static let lineBytes = 8192

    /// Addresses of one field.
    package static let addresses = 4096

    /// Bytes of text of one part that are converted to characters: a record holds a quarter of them.
    package static let textBytes = 4 << 20

    /// Bytes of one field that are decoded: beyond it no address and no subject is told.
    package static let fieldBytes = 1 << 18

    /// Bytes of one block that is read at a time.
    package static let blockBytes = 1 << 18
}
