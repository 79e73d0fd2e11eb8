// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Finds the messages that stand in more than one conversation. It sorts digests: time grows a little
/// faster than their number, memory by a few bytes for each.
struct MessageComparison {
    private(set) var days: [UInt64: [Int: Doubles.Day]] = [:]
    private(set) var beside: [Doubles.Place: [(place: Doubles.Place, isCountedHere: Bool)]] = [:]
    private var counts: [[Int]: Int] = [:]

    private let numbers: [UInt64]
    private let lists: [[ComparedMessage]]
    private let shown: Set<Doubles.Place>
    // Of one conversation where they are equal; each its own where that is not known.
    private let identities: [Int]
    private var isDouble: [[Bool]]

    // One message: whose it is, and its place there.
    private struct Item {
        let list: Int32
        let index: Int32
    }

    /// Takes them in the order in which they count.
    init(_ conversations: [ReportConversation]) {
        numbers = conversations.map(\.number)
        lists = conversations.map(\.compared)
        isDouble = lists.map { [Bool](repeating: false, count: $0.count) }
        var shown: Set<Doubles.Place> = []
        for conversation in conversations {
            for message in conversation.messages {
                shown.insert(
                    Doubles.Place(number: conversation.number, sequence: message.sequence))
            }
        }
        self.shown = shown
        var known: [Bytes: Int] = [:]
        identities = conversations.enumerated().map { index, conversation in
            guard let identity = conversation.identity else { return index }
            if let same = known[identity] { return same }
            known[identity] = index
            return index
        }
    }

    /// Exhibits that share messages, in their order.
    var pairs: [Doubles.Pair] {
        counts.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            Doubles.Pair(
                counted: numbers[key[0]], other: numbers[key[1]], count: counts[key] ?? 0)
        }
    }

    /// Finds those that are the same for sure.
    mutating func run() {
        var items: [Item] = []
        for (list, messages) in lists.enumerated() {
            for (index, message) in messages.enumerated() where message.sure != nil {
                items.append(Item(list: Int32(clamping: list), index: Int32(clamping: index)))
            }
        }
        items.sort { isBefore($0, $1) }
        var start = 0
        while start < items.count {
            var end = start + 1
            while end < items.count, isSame(items[start], items[end]) { end += 1 }
            if items[start].list != items[end - 1].list { take(items[start..<end]) }
            start = end
        }
    }

    private func message(_ item: Item) -> ComparedMessage {
        lists[Int(item.list)][Int(item.index)]
    }

    private func identity(_ item: Item, _ message: ComparedMessage) -> Int {
        message.needsConversation ? identities[Int(item.list)] : 0
    }

    private func isSame(_ one: Item, _ other: Item) -> Bool {
        let (first, second) = (message(one), message(other))
        return first.sure == second.sure && identity(one, first) == identity(other, second)
    }

    private func isBefore(_ one: Item, _ other: Item) -> Bool {
        let (first, second) = (message(one), message(other))
        if let left = first.sure, let right = second.sure, left != right { return left < right }
        return (identity(one, first), one.list, first.sequence, one.index) < (
            identity(other, second), other.list, second.sequence, other.index
        )
    }

    // Equal ones, by exhibit and place: the first of each exhibit is one message, then the second, so as
    // many are counted as the exhibit with most of them has.
    private mutating func take(_ items: ArraySlice<Item>) {
        var runs: [ArraySlice<Item>] = []
        var start = items.startIndex
        for index in items.indices where items[index].list != items[start].list {
            runs.append(items[start..<index])
            start = index
        }
        runs.append(items[start..<items.endIndex])
        for turn in 0..<(runs.map(\.count).max() ?? 0) {
            let same = runs.filter { $0.count > turn }.map { $0[$0.startIndex + turn] }
            guard let counted = same.first else { continue }
            for double in same.dropFirst() { take(double, countedAs: counted) }
        }
    }

    private mutating func take(_ double: Item, countedAs counted: Item) {
        isDouble[Int(double.list)][Int(double.index)] = true
        counts[[Int(counted.list), Int(double.list)], default: 0] += 1
        let (own, other) = (message(double), message(counted))
        let day = Int(own.day)
        let number = numbers[Int(double.list)]
        days[number, default: [:]][day, default: Doubles.Day()]
            .add(Int(own.sender), own.kind)
        link(double, own, counted, other, isCountedHere: false)
        link(counted, other, double, own, isCountedHere: true)
    }

    private mutating func link(
        _ item: Item, _ message: ComparedMessage, _ other: Item, _ same: ComparedMessage,
        isCountedHere: Bool
    ) {
        let number = numbers[Int(item.list)]
        let place = Doubles.Place(number: numbers[Int(other.list)], sequence: same.sequence)
        days[number, default: [:]][Int(message.day), default: Doubles.Day()]
            .link(message.sequence, place, isCountedHere: isCountedHere)
        let here = Doubles.Place(number: number, sequence: message.sequence)
        if shown.contains(here) { beside[here, default: []].append((place, isCountedHere)) }
    }

    /// How many more stand in which exhibits that are alike in minute, sender and words; after `run`.
    func unsure() -> [Doubles.Unsure] {
        var items: [Item] = []
        for (list, messages) in lists.enumerated() {
            for index in messages.indices {
                items.append(Item(list: Int32(clamping: list), index: Int32(clamping: index)))
            }
        }
        items.sort { one, other in
            let (first, second) = (message(one).likely, message(other).likely)
            return first == second ? one.list < other.list : first < second
        }
        var found: [[Int]: Int] = [:]
        var start = 0
        while start < items.count {
            var end = start + 1
            let likely = message(items[start]).likely
            while end < items.count, message(items[end]).likely == likely { end += 1 }
            defer { start = end }
            guard items[start].list != items[end - 1].list else { continue }
            var most = 0
            var run = 0
            var counted = 0
            for index in start..<end {
                run = index > start && items[index].list == items[index - 1].list ? run + 1 : 1
                most = max(most, run)
                if !isDouble[Int(items[index].list)][Int(items[index].index)] { counted += 1 }
            }
            guard counted > most else { continue }
            let lists = Set(items[start..<end].map { Int($0.list) })
            found[lists.sorted(), default: 0] += counted - most
        }
        return found.keys.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
            Doubles.Unsure(numbers: key.map { numbers[$0] }, count: found[key] ?? 0)
        }
    }
}

extension Doubles.Day {
    mutating func add(_ sender: Int, _ kind: MessageClass) {
        if let index = shares.firstIndex(where: { $0.sender == sender && $0.kind == kind }) {
            shares[index].count += 1
        } else {
            shares.append(ReportConversation.Share(sender: sender, kind: kind, count: 1))
        }
    }

    mutating func link(_ own: UInt64, _ place: Doubles.Place, isCountedHere: Bool) {
        guard
            let index = links.firstIndex(where: {
                $0.other == place.number && $0.isCountedHere == isCountedHere
            })
        else {
            links.append(
                Doubles.Link(
                    other: place.number, isCountedHere: isCountedHere, count: 1, own: own,
                    place: place.sequence))
            return
        }
        links[index].count += 1
        if own < links[index].own {
            links[index].own = own
            links[index].place = place.sequence
        }
    }
}
