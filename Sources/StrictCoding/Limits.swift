// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Objects and arrays inside each other in canonical JSON; DESIGN 9 sets it.
    ///
    /// Nothing of ours nests deeper than four. It also bounds the recursion of the parser.
    package static let jsonDepth = 8

    /// The largest magnitude of an integer in canonical JSON, 2^53 − 1; DESIGN 3 sets it.
    ///
    /// Up to here a program that keeps numbers as IEEE doubles, as browsers do, is exact.
    package static let jsonInteger: Int64 = 9_007_199_254_740_991

    /// Characters of a key-word comparison that are looked at: twelve words of at most eight
    /// letters need 107; the rest is room for spaces that somebody typed.
    package static let keyWordsText = 512

    /// Letters and digits of a file name's extension that `SafeName` keeps; the longest in
    /// ordinary use (`numbers`, `torrent`, `sqlite3`) have seven.
    package static let extensionLength = 10

    /// The shortest maximum that `SafeName` honours: room for a dot, an extension and a stem.
    package static let shortestSafeName = 16

    /// Combining marks in a row that `SafeText` shows as they are; more are escaped.
    ///
    /// Written languages need at most four; piles of them draw over other lines.
    package static let combiningMarks = 8
}
