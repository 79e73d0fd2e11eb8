// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Messages of one item as they are named on a command line: `7:120-180,200`, `7:2026-05-03..2026-05-09`,
/// `7:containing the gate`.
struct MessageChoice {
    /// Which of them.
    enum Pick {
        /// By their places, as `show --records` numbers them.
        case places(ItemList)
        /// By the days of the clock that the source shows; open at an end without one.
        case days(from: String?, until: String?)
        /// Those that hold all of these words, as `search` finds them.
        case words(String)
    }

    /// The item.
    let item: UInt64
    /// Which of its messages.
    let pick: Pick

    private static let containing = "containing "

    /// Reads one; nothing for anything else.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), let item = UInt64(text[..<colon]),
            text.utf8.first.map({ (0x30...0x39).contains($0) }) == true
        else { return nil }
        self.item = item
        let rest = String(text[text.index(after: colon)...])
        if rest.hasPrefix(Self.containing) {
            let words = rest.dropFirst(Self.containing.count)
            guard words.contains(where: { !$0.isWhitespace }) else { return nil }
            pick = .words(String(words))
        } else if let dots = rest.firstRange(of: "..") {
            let (from, until) = (String(rest[..<dots.lowerBound]), String(rest[dots.upperBound...]))
            guard from.isEmpty || Self.isDay(from), until.isEmpty || Self.isDay(until),
                !from.isEmpty || !until.isEmpty, from.isEmpty || until.isEmpty || from <= until
            else { return nil }
            pick = .days(from: from.isEmpty ? nil : from, until: until.isEmpty ? nil : until)
        } else if Self.isDay(rest) {
            pick = .days(from: rest, until: rest)
        } else if let list = ItemList(rest) {
            pick = .places(list)
        } else {
            return nil
        }
    }

    private static func isDay(_ text: String) -> Bool { Moment(text)?.precision == .day }
}
