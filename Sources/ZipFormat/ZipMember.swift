// SPDX-License-Identifier: Apache-2.0

/// One file in an archive, as it is planned.
package struct ZipMember: Hashable, Sendable {
    /// The path, by the rules of `ZipPath`.
    package let path: String
    /// Bytes of data.
    package let size: UInt64
    /// The CRC-32 of the data. Ignored for the one member whose CRC is patched in later.
    package let crc32: UInt32

    /// A file of a known size and CRC-32.
    package init(path: String, size: UInt64, crc32: UInt32) {
        self.path = path
        self.size = size
        self.crc32 = crc32
    }
}
