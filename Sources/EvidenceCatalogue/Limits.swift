// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of a catalogue: some twenty million messages. What has no room is said to be left out.
    package static let imageBytes = 1 << 33

    /// Bytes of changed pages that stand in memory where the rest can go to a scratch: with everything
    /// else, adding stays far below 200 MB.
    package static let heldBytes = 32 << 20

    /// Bytes of pages where there is no scratch, as for a copy that is only read: three million
    /// messages. What has no room is said to be left out.
    package static let memoryBytes = 1 << 29

    /// Bytes that are read and opened at a time, and how many such blocks are kept: the chunks of an
    /// encrypted file.
    package static let blockBytes = 1 << 16
    /// Opened blocks that are kept.
    static let openBlocks = 256

    /// Bytes of words that the index gathers before it writes them.
    static let hashBytes = 8 << 20

    /// Senders and lists of recipients that are remembered while records are taken.
    static let knownTexts = 20_000

    /// Rows that are looked at in one go when a thing's times or words are gone through.
    static let rowsAtOnce = 5000

    /// Records, and bytes of their texts, that are taken in one go: many at a time are quick.
    package static let recordsAtOnce = 20_000
    /// Bytes of texts that are taken in one go.
    package static let textAtOnce = 4 << 20

    /// Records that are taken out again when their reading was stopped; of more, it is quicker to make
    /// the catalogue again.
    package static let recordsTakenOut: UInt64 = 50_000

    /// Bytes of a catalogue that is not written again for a few new things: they are read again instead.
    package static let writtenAtOnce = 64 << 20
    /// How many new things are few.
    package static let fewThings = 100
    /// How many of them whose records are read again are few.
    package static let fewReadings = 5
    /// How many records are few.
    package static let fewRecords: UInt64 = 2000

    /// Words of one search: more than anybody types.
    package static let searchWords = 32

    /// Bytes of what is searched for.
    package static let searchBytes = 4096

    /// Hits that a search gives unless more are asked for.
    package static let hits = 100

    /// KiB that SQLite may keep of pages beside the database itself.
    static let cacheKiB = 16_384
}
