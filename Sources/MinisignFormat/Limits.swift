// SPDX-License-Identifier: Apache-2.0

/// Every bound of the minisign format, with its reason.
package enum MinisignLimits {
    /// Bytes of line 1 with its prefix and line end: minisign's own buffer, so that it reads what we write.
    package static let maximumCommentLine = 1_023
    /// Bytes of line 3 with its prefix and line end: minisign's own buffer.
    package static let maximumTrustedCommentLine = 8_191
    /// Bytes of a signature file: its two comments, two base64 lines, and room for line ends.
    package static let maximumSignatureFile = 10_240
    /// Bytes of a key file: one comment, one base64 line of at most 212 characters, and line ends.
    package static let maximumKeyFile = 2_048
    /// Most computation that an encrypted key file may ask for: what minisign itself asks for.
    package static let maximumOperations: UInt64 = 33_554_432
    /// Most memory, in bytes, that an encrypted key file may ask for: what minisign itself asks for (1 GiB).
    package static let maximumMemory: UInt64 = 1_073_741_824
    /// Least computation that libsodium counts with, whatever the file says.
    static let minimumOperations: UInt64 = 32_768
    /// Bytes that are hashed at a time: large enough that the call does not show, small enough for any device.
    static let hashedAtATime = 262_144
}
