// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// What a line of the chronology says of the messages of one day.
enum DayText {
    /// What there is, which way it went, and from whom: all that stands in this exhibit.
    static func what(
        _ day: ReportConversation.Day, _ senders: [String], _ kind: EvidenceKind
    ) -> ReportText {
        var what = counted(day.tally, kind)
        let from = self.senders(day, senders)
        if !from.isEmpty { what += "; from " + .joined(from) }
        return what
    }

    /// `12 messages (9 received, 3 sent); 1 line of the app`.
    static func counted(_ tally: MessageTally, _ kind: EvidenceKind) -> ReportText {
        var parts: [ReportText] = []
        for sort in MessageClass.Sort.allCases where tally[sort] > 0 {
            let noun = Wording.noun(sort, in: kind)
            var text = ReportText(Wording.counted(tally[sort], noun.one, noun.many))
            if sort.hasWay { text += " (\(own: ways(tally, sort)))" }
            parts.append(text)
        }
        return parts.isEmpty ? "nothing" : .joined(parts, by: "; ")
    }

    /// `9 received, 3 sent`.
    private static func ways(_ tally: MessageTally, _ sort: MessageClass.Sort) -> String {
        MessageClass.Way.allCases.compactMap { way in
            let count = tally[MessageClass(sort, way)]
            if count == 0 { return nil }
            let all = count == tally[sort]
            return all ? Wording.way(way) : Wording.grouped(count) + " " + Wording.way(way)
        }.joined(separator: ", ")
    }

    private static func senders(
        _ day: ReportConversation.Day, _ senders: [String]
    ) -> [ReportText] {
        var order: [Int] = []
        var counts: [Int: Int] = [:]
        for share in day.shares where share.sender != ReportConversation.Share.noSender {
            if counts[share.sender] == nil { order.append(share.sender) }
            counts[share.sender, default: 0] += share.count
        }
        let named = order.filter { senders.indices.contains($0) }
        var texts = named.prefix(Limits.daySenders).map { sender -> ReportText in
            let name = ReportText.excerpt(senders[sender])
            let count = counts[sender] ?? 0
            return count == day.count ? name : "\(name): \(count)"
        }
        let shown = Set(named.prefix(Limits.daySenders))
        let others = counts.filter { !shown.contains($0.key) }.reduce(0) { $0 + $1.value }
        if others > 0 { texts.append("others: \(others)") }
        return texts
    }

    /// That so many of them stand in another exhibit, too.
    static func also(_ link: Doubles.Link, mark: String, of count: Int) -> ReportText {
        let part =
            link.count == count
            ? (count == 1 ? "" : "all of these, ")
            : Wording.grouped(link.count) + " of these, "
        return """
            Also in \(own: mark), \(link.place) (\(own: part)counted \
            \(own: link.isCountedHere ? "here" : "there"))
            """
    }
}
