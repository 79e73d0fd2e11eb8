// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The offsets of a time zone, as the system's own file of it says (TZif, RFC 9636).
///
/// After the last change that the file lists, the last offset goes on only where the file has no rule for
/// later years; a rule of the usual form (`GMT0BST,M3.5.0/1,M10.5.0`) is followed.
package struct ZoneRules: Sendable, Equatable {
    /// What a clock's reading comes to.
    package enum Reading: Sendable, Equatable {
        /// One moment.
        case one(offset: Int)
        /// The hour that a clock change repeats: both offsets, in minutes, the earlier moment first.
        case two(Int, Int)
        /// The hour that a clock change leaves out: no clock that was right showed it. Both offsets, in
        /// minutes: before the change, and after it.
        case none(before: Int, after: Int)
    }

    private struct Change: Equatable {
        // Seconds since 1970 in UTC, and the offset from then on in seconds.
        let time: Int64
        let offset: Int
    }

    private let first: Int
    private let changes: [Change]
    private let rule: ZoneRule?

    /// Reads a file of a zone; nothing for anything else.
    package init?(parsing file: Bytes) {
        guard let header = Header(file, at: 0), header.version >= 0x32,
            let second = Header(file, at: header.end(timeSize: 4))
        else { return nil }
        let start = second.start
        let times = start
        let indexes = times + second.timeCount * 8
        let types = indexes + second.timeCount
        let end = second.end(timeSize: 8)
        guard end <= file.count, second.typeCount > 0 else { return nil }
        func offset(_ type: Int) -> Int? {
            guard type < second.typeCount else { return nil }
            let value = Int32(truncatingIfNeeded: Self.number(file, types + type * 6, 4))
            return abs(Int(value)) <= 26 * 3600 ? Int(value) : nil
        }
        var changes: [Change] = []
        for index in 0..<second.timeCount {
            let time = Self.number(file, times + index * 8, 8)
            guard let offset = offset(Int(file[indexes + index])),
                changes.last.map({ $0.time < time }) ?? true
            else { return nil }
            changes.append(Change(time: time, offset: offset))
        }
        guard let first = offset(0) else { return nil }
        self.first = first
        self.changes = changes
        let footer = file[end...]
        guard footer.first == 0x0A, footer.last == 0x0A, footer.count >= 2, footer.count < 128
        else {
            rule = nil
            return
        }
        rule = Bytes(footer.dropFirst().dropLast()).strictText.flatMap { ZoneRule($0) }
    }

    /// Takes a rule as the variable `TZ` may hold it, `GMT0BST,M3.5.0/1,M10.5.0`; nothing for any other.
    package init?(rule text: String) {
        guard text.utf8.count < 128, let rule = ZoneRule(text) else { return nil }
        self.rule = rule
        first = 0
        changes = []
    }

    /// The offset at a moment, in minutes east of UTC.
    package func offset(at moment: Timestamp) -> Int {
        offset(Self.seconds(moment)) / 60
    }

    /// What a reading of a clock in this zone comes to.
    package func reading(_ local: Timestamp) -> Reading {
        let seconds = Self.seconds(local)
        // No change moves a clock by more than a day.
        let offsets = Set(
            [-86_400, -43_200, -10_800, 0, 10_800, 43_200, 86_400].map {
                offset(seconds + $0)
            })
        let fitting = offsets.filter { offset(seconds - Int64($0)) == $0 }.sorted(by: >)
        switch fitting.count {
        case 0:
            let (low, high) = (offsets.min() ?? 0, offsets.max() ?? 0)
            return .none(
                before: offset(seconds - Int64(high)) / 60, after: offset(seconds - Int64(low)) / 60
            )
        case 1: return .one(offset: fitting[0] / 60)
        default: return .two(fitting[0] / 60, fitting[fitting.count - 1] / 60)
        }
    }

    private func offset(_ seconds: Int64) -> Int {
        if let rule, seconds >= changes.last?.time ?? .min { return rule.offset(seconds) }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].time <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    private static func seconds(_ moment: Timestamp) -> Int64 {
        let rest = moment.milliseconds % 1000
        return (moment.milliseconds - (rest < 0 ? rest + 1000 : rest)) / 1000
    }

    private static func number(_ bytes: Bytes, _ offset: Int, _ count: Int) -> Int64 {
        bytes[offset..<(offset + count)].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    private struct Header {
        let version: UInt8
        let start: Int
        let timeCount: Int
        let typeCount: Int
        private let rest: (leaps: Int, characters: Int, standard: Int, universal: Int)

        init?(_ file: Bytes, at offset: Int) {
            guard offset >= 0, file.count >= offset + 44,
                Bytes(file[offset..<(offset + 4)]) == Bytes(text: "TZif")
            else { return nil }
            func count(_ index: Int) -> Int {
                Int(ZoneRules.number(file, offset + 20 + index * 4, 4))
            }
            version = file[offset + 4]
            start = offset + 44
            timeCount = count(3)
            typeCount = count(4)
            rest = (count(2), count(5), count(1), count(0))
            guard
                [timeCount, typeCount, rest.leaps, rest.characters, rest.standard, rest.universal]
                    .allSatisfy({ (0...10_000).contains($0) })
            else { return nil }
        }

        func end(timeSize: Int) -> Int {
            start + timeCount * (timeSize + 1) + typeCount * 6 + rest.characters
                + rest.leaps * (timeSize + 4) + rest.standard + rest.universal
        }
    }
}
