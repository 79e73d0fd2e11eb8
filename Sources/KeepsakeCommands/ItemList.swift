// SPDX-License-Identifier: Apache-2.0

/// Items as they are named on a command line: `3,7-9`. A range means the items in it.
struct ItemList {
    /// The ranges, as written.
    let ranges: [ClosedRange<UInt64>]
    // Numbers that were named by themselves: each has to exist.
    private let single: [UInt64]

    /// More numbers than anybody writes; a range counts as two.
    private static let maximumParts = 10_000

    /// Reads a list; nothing for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= Self.maximumParts else { return nil }
        var ranges: [ClosedRange<UInt64>] = []
        var single: [UInt64] = []
        for part in parts {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count <= 2, let first = Self.number(ends[0]) else { return nil }
            if ends.count == 2 {
                guard let last = Self.number(ends[1]), first <= last else { return nil }
                ranges.append(first...last)
            } else {
                ranges.append(first...first)
                single.append(first)
            }
        }
        self.ranges = ranges
        self.single = single
    }

    /// Those of the numbers that the list means, in their order.
    func chosen(from numbers: [UInt64]) -> [UInt64] {
        numbers.filter { number in ranges.contains { $0.contains(number) } }
    }

    /// A number that was named by itself and that there is none of.
    func missing(from numbers: [UInt64]) -> UInt64? {
        let there = Set(numbers)
        return single.first { !there.contains($0) }
    }

    /// A number that was named by itself and does not lie in `1...last`.
    func beyond(_ last: UInt64) -> UInt64? {
        single.first { $0 < 1 || $0 > last }
    }

    /// Whether the list means this number.
    func means(_ number: UInt64) -> Bool { ranges.contains { $0.contains(number) } }

    private static func number(_ text: Substring) -> UInt64? {
        let digits = text.drop { $0 == " " }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return UInt64(digits)
    }
}
