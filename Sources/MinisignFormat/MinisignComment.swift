// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The comment lines, and what a comment may hold (FORMATS section 2.2).
enum MinisignComment {
    static let untrustedPrefix = "untrusted comment: "
    static let trustedPrefix = "trusted comment: "

    /// Reads the comment of a whole line.
    static func read(
        _ line: Span<UInt8>, prefix: String, number: Int
    ) throws(MinisignError) -> String {
        let expected = Bytes(text: prefix)
        guard line.count >= expected.count else { throw .wrongPrefix(line: number) }
        for index in expected.indices where line[index] != expected[index] {
            throw .wrongPrefix(line: number)
        }
        let comment = Bytes(copying: line.extracting(expected.count..<line.count))
        guard let text = comment.strictText, isPrintable(text) else {
            throw .unprintable(line: number)
        }
        return text
    }

    /// Makes sure that a comment can be written, and read again by minisign.
    static func check(
        _ comment: String, prefix: String, number: Int, limit: Int
    ) throws(MinisignError) {
        guard isPrintable(comment) else { throw .unprintable(line: number) }
        guard comment.utf8.count + prefix.utf8.count + 1 <= limit else {
            throw .lineTooLong(number)
        }
    }

    /// Whether there is no control character but tab: no C0, no DEL, no C1, so no line break either.
    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\t" || !(scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value))
        }
    }
}
