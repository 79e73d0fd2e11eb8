// SPDX-License-Identifier: Apache-2.0

/// What an exhibit is called in a case: the initials of who produces it, an oblique, a number.
package struct Mark: Hashable, Comparable, Sendable {
    /// One to four capital letters of A to Z.
    package let prefix: String
    /// From 1.
    package let number: Int

    /// Takes a prefix and a number; nothing where one is not permitted.
    package init?(prefix: String, number: Int) {
        guard Self.isPrefix(prefix), (1...BundleLimits.markNumber).contains(number) else {
            return nil
        }
        self.prefix = prefix
        self.number = number
    }

    /// Reads `EX/1`; nothing for a text that would be written in another way.
    package init?(_ text: String) {
        let parts = text.utf8.split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(String(parts[1]) ?? "") else { return nil }
        self.init(prefix: String(parts[0]) ?? "", number: number)
        guard self.text == text else { return nil }
    }

    /// Whether these letters may stand before the oblique.
    package static func isPrefix(_ text: String) -> Bool {
        (1...BundleLimits.markLetters).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// As it is said and written: `EX/1`.
    package var text: String { "\(prefix)/\(number)" }

    /// As the name of its folder: `EX-1`.
    package var folder: String { "\(prefix)-\(number)" }

    package static func < (left: Mark, right: Mark) -> Bool {
        left.prefix == right.prefix ? left.number < right.number : left.prefix < right.prefix
    }
}
