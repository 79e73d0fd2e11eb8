// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of all that a reader says of one item, whatever the item is: the records of a small file
    /// that was packed well.
    package static let outputBytes: UInt64 = 256 << 20

    /// Bytes that it may say more for each byte of the item: a line of a chat becomes ten times as much,
    /// and text packs to a twentieth.
    package static let outputFactor: UInt64 = 256

    /// Bytes that it may say of any item: ten million records.
    package static let mostOutputBytes: UInt64 = 16 << 30

    /// Bytes of attachments that are taken of one item: what an archive may unpack to.
    package static let attachmentBytes: UInt64 = 16 << 30

    /// Requests beyond those that the bytes of an item need: a database jumps about. Each is also bounded
    /// by the time.
    package static let requestCount: UInt64 = 50_000_000

    /// Seconds in which a reader must say or ask something.
    package static let silenceSeconds = 120

    /// Seconds for one item, whatever it is.
    package static let baseSeconds = 600

    /// Seconds more for each gibibyte of it.
    package static let secondsPerGibibyte = 300

    /// Readers that wait while one reads: starting one takes longer than reading a small file.
    static let readersAhead = 4

    /// Milliseconds after which the host looks whether it was asked to stop.
    static let patienceMilliseconds: Int32 = 100

    /// Milliseconds that a reader has to end after its last line.
    static let farewellMilliseconds: Int32 = 2000

    /// Bytes that are taken from the reader at a time.
    static let blockBytes = 1 << 18

    /// Bytes of the path of a program.
    static let pathBytes = 4096
}
