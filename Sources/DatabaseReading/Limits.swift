// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of one value. A message is far below; an app's payload with a picture reaches a few million.
    package static let valueBytes = 16 << 20

    /// Bytes of one statement, which is also what a table's own definition may have: the longest seen
    /// has 6,000.
    package static let statementBytes = 1 << 20

    /// Columns of one table: the widest seen has 110.
    package static let columns = 1000

    /// Depth of an expression in a foreign definition.
    package static let expressionDepth = 200

    /// Instructions in one compiled statement.
    package static let instructions = 25_000

    /// Instructions that one row may take: a row by its number takes some hundred.
    package static let steps: Int64 = 2_000_000

    /// Kibibytes of pages that SQLite keeps.
    package static let cacheKibibytes: Int32 = 8192

    /// Bytes that are read from a source at a time: they cross to another process.
    package static let blockBytes = 1 << 16

    /// Blocks that are kept of one source: 8 MiB.
    package static let blocks = 128

    /// Frames of a write-ahead log: 16 GiB of the usual pages. SQLite writes it back after 1,000.
    package static let logFrames: UInt64 = 1 << 22

    /// Tables, views and indexes of one schema: the largest of a phone has some hundred.
    package static let schemaEntries = 10_000

    /// Places in one table that are damaged and stepped over. After so many there is no table left.
    package static let gaps = 4096
}
