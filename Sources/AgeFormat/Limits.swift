// SPDX-License-Identifier: Apache-2.0

/// Every bound that reading the age format keeps, with its reason.
package enum AgeLimits {
    /// Bytes of a header. A hybrid stanza takes about 1,560, an X25519 one 98: room for some eighty
    /// or five hundred of them, and little enough to hold in memory before anything is proven.
    package static let headerByteCount = 131_072

    /// Stanzas of a header. Each may cost one X25519 for each identity that is tried; 500 of them
    /// stay well under a second, and nobody seals for so many people.
    package static let stanzaCount = 500

    /// Highest scrypt work factor that is tried unless the caller says less: 2^20 KiB, one gibibyte.
    package static let workFactor = 20

    /// Bytes of a key file. Keys take less than 100 bytes each; the comment of a hybrid one 2,000.
    package static let keyFileByteCount = 65_536

    /// Keys of a key file. Each is tried against each stanza.
    package static let keyFileKeyCount = 100

    /// Bytes of white space before the first and after the last line of armor, as stock age allows.
    package static let armorWhitespaceByteCount = 1_024

    /// Chunks that are taken from a seekable source at a time: one mebibyte of plaintext.
    package static let chunksPerRead = 16

    /// Damaged ranges that one check names; what is beyond them is only said to be there.
    package static let damagedRangeCount = 10_000

    /// Letters of a plugin's name that an error repeats.
    package static let pluginNameCount = 64
}
