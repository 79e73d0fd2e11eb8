// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What an archive says of one of its members. All of it is foreign and none of it is checked.
package struct ArchiveMember: Sendable {
    /// What a member is.
    package enum Kind: Sendable {
        case file, directory, link, other
    }

    /// Its name as bytes: UTF-8 where the archive says so, else as they stand in it.
    package let name: Bytes
    /// What it is.
    package let kind: Kind
    /// How many bytes it says it has unpacked, where it says so.
    package let size: UInt64?
    /// Whether its contents are encrypted.
    package let isEncrypted: Bool
}
