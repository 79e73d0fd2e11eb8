// SPDX-License-Identifier: Apache-2.0

package import AgeFormat
package import SodiumPrimitives
import StrictCoding

/// Why a text was not read as a recovery sheet.
package enum RecoverySheetError: Error, Equatable, Sendable {
    /// It holds neither a key line nor groups.
    case noKey
    /// This group, counted from 1, does not fit its check word.
    case group(Int)
    /// Groups are missing; so many were found in order.
    case incomplete(groups: Int)
    /// Every part that can be checked by itself fits, but the whole does not.
    case checksum
    /// Guarded memory could not be had.
    case memory
}

/// The recovery key on paper: one line that stock age reads, and the same in groups with check words.
///
/// The key line is `AGE-SECRET-KEY-1` and 58 characters. The groups are those 58, six at a time; the
/// check word of group n is the first word of SHA-256 of `keepsake recovery n ` and the group.
package enum RecoverySheet {
    static let prefix = Bytes(text: "AGE-SECRET-KEY-1")
    /// Characters after the prefix: 52 of key, 6 of checksum.
    static let symbols = 58
    /// Characters in a group; the last one has what is left.
    static let groupLength = 6
    /// How many groups there are.
    package static let groups = (symbols + groupLength - 1) / groupLength

    private static let top = """
        A way into a locked folder
        ==========================

        Whoever holds this page can open the folder, without its passphrase. Keep it
        where only you would look, or with somebody you trust with all of it. Do not
        photograph it: photographs travel.

        The key, as one line. The program age reads it as it is:


        """
    private static let middle = """


        The same key in groups, for typing. After each group stands a word that shows
        whether it was typed right. Type the number, the group and the word.


        """
    private static let bottom = """

        To set a new passphrase:   keepsake recover --recovery-sheet FILE
        Without that program:      see README.txt in the folder

        """

    /// The page's text. It is written to the file that the person names and nowhere else.
    ///
    /// - Throws: `SecretError.allocationFailed`, or what writing the key as text throws.
    package static func text(of identity: X25519Identity) throws -> SecretBytes {
        let line = try identity.text()
        return try line.withSpan { line in
            var page = Bytes()
            // Room for all of it at once, so that growing leaves no copy behind.
            page.reserveCapacity(8192)
            defer { page.wipe() }
            page.append(text: top)
            page.append(line)
            page.append(text: middle)
            for group in 0..<groups {
                page.append(text: (group < 9 ? " " : "") + "\(group + 1)  ")
                let start = prefix.count + group * groupLength
                let part = line.extracting(start..<min(start + groupLength, line.count))
                page.append(part)
                for _ in part.count..<groupLength { page.append(UInt8(ascii: " ")) }
                page.append(text: "  " + checkWord(of: part, group: group) + "\n")
            }
            page.append(text: bottom)
            return try SecretBytes(copying: page.span)
        }
    }

    /// The word that shows whether a group was typed right.
    static func checkWord(of group: Span<UInt8>, group number: Int) -> String {
        var hasher = SHA256Hasher()
        hasher.update(Bytes(text: "keepsake recovery \(number + 1) ").span)
        hasher.update(group)
        return KeyWords.words(of: hasher.digest())[0]
    }
}
