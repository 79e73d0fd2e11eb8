// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of address space: the largest document and its PDF, with every font of a well furnished
    /// computer mapped beside them.
    package static let memoryBytes: UInt64 = 1 << 30

    /// Seconds of processor time: the host's own limit on the clock comes first; this ends a printer
    /// whose host is gone.
    package static let processorSeconds: UInt64 = 1800

    /// Files of fonts that are held open, those that are needed most first: one for each family and
    /// script of a well furnished computer, and what many systems let a program have open.
    package static let fontFiles = 960

    /// Bytes that are taken from the host at a time.
    static let blockBytes = 1 << 20

    /// Bytes of a paragraph that are laid out at a time: Pango looks at the rest of a word for each line
    /// of it, so that a word of a whole page costs more than a page.
    static let chunkBytes = 1600

    /// Marks above and below one letter; more are shown as their numbers.
    static let combiningMarks = 8

    /// Letters of a bookmark.
    static let bookmarkLetters = 120

    /// Lines of the foot and of the head of a page.
    static let marginLines = 2

    /// Pages. A report that is longer is refused as too large.
    static let pages = 40_000
}
