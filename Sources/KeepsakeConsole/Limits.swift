// SPDX-License-Identifier: Apache-2.0

/// Every bound of what is read from a person, a terminal or a file of words.
package enum ConsoleLimits {
    /// Columns of text that is written for people; fits half a small laptop's screen and a printed page.
    package static let width = 76
    /// Bytes of a passphrase: many times what anybody types, and small enough for locked memory.
    package static let passphraseBytes = 1024
    /// Bytes of one answer at the terminal; the terminal itself gives at most 4,095 for a line.
    package static let lineBytes = 4095
    /// Bytes of a note typed or piped in: about 200 pages, and small enough to hold in memory.
    package static let noteBytes = 1 << 20
    /// Bytes of a key, recipient or recovery file that a person names; they are a few hundred.
    package static let keyFileBytes = 1 << 20
    /// Bytes of this program that are read at a time to take its digest.
    package static let programBufferBytes = 1 << 18
    /// Characters of a name shown in a column; the whole name is in `--json`.
    package static let nameColumns = 32
    /// Progress lines a second at a terminal.
    package static let progressPerSecond = 5
    /// Seconds between progress lines where there is no terminal.
    package static let quietProgressSeconds = 60
    /// Seconds before a remaining time is guessed; before that the guess would jump about.
    package static let estimateAfterSeconds = 10
}
