// SPDX-License-Identifier: Apache-2.0

/// Why an archive, or a member of it, could not be read. No text of the library's or the file's is in it.
package enum ArchiveError: Error, Equatable, Sendable {
    /// It, or its list of names, is encrypted.
    case encrypted
    /// It is packed in a way that is not read here.
    case unsupported
    /// A checksum does not fit.
    case checksum
    /// It is damaged, cut off, or no archive at all.
    case damaged
    /// The library had no memory for what the file asks of it.
    case memory
}
