// SPDX-License-Identifier: Apache-2.0

/// What is refused before it costs anything: the same bounds for writing and for reading.
package struct ZipLimits: Sendable {
    /// Members: 200,000. Three files for each of the most items a vault lists, with room; a
    /// hostile archive of this many costs a reader some 60 MB.
    package var members = 200_000
    /// Bytes of the central directory: 32 MiB, which is 200,000 members with paths of 120 bytes.
    package var directoryBytes: UInt64 = 32 << 20
    /// Bytes of a path: 200. Windows stops at 260 for the whole, with the folder it is put into.
    package var pathBytes = 200
    /// Bytes of the archive: 16 TiB, the largest file on ext4. Sums of offsets stay far from 2^64.
    package var archiveBytes: UInt64 = 1 << 44

    /// The limits as they stand above.
    package init() {}
}
