// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// What the counts of section 2 are of, where that is not the whole: parts of conversations, days that rest on
/// what the owner stated, and what was corrected later.
enum DisclosedSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        var points: [ReportText] = []
        let extracts = context.input.exhibits.filter { $0.extract != nil }
        if !extracts.isEmpty {
            points.append(
                """
                \(strong: "Counted is what is in this file, and not what is withheld.") \
                \(listed(extracts.map { part($0, context) })). First, last, gaps, counts, and before and \
                after are those of what is disclosed; nothing follows from them for the rest.
                """)
        }
        let stated = context.input.exhibits.compactMap { exhibit -> ReportText? in
            guard
                let order = ReportDateOrder(exhibit, context.conversation(exhibit.number)),
                order.isStated
            else { return nil }
            let entry = order.entry.map { " (entry \($0))" } ?? ""
            return "\(context.mark(exhibit))\(own: entry)"
        }
        if !stated.isEmpty {
            points.append(
                """
                \(strong: "Which day it was rests on the owner's statement") of the order of day and \
                month, in dates of \(listed(stated)).
                """)
        }
        let corrected = context.input.exhibits.filter { !$0.corrections.isEmpty }.map {
            "\(context.mark($0)), \(context.corrected($0))" as ReportText
        }
        if !corrected.isEmpty {
            points.append(
                """
                \(strong: "Counted as it was written first:") \(listed(corrected)).
                """)
        }
        return points.isEmpty ? [] : [.notice(points)]
    }

    /// How much of an extract's original is in this file: `EX/7 holds 1 of 412 messages, 411 are left out`.
    private static func part(_ exhibit: ReportExhibit, _ context: ReportContext) -> ReportText {
        guard let extract = exhibit.extract else { return context.mark(exhibit) }
        let left = extract.total > extract.taken ? extract.total - extract.taken : 0
        return """
            \(context.mark(exhibit)) holds \(extract.taken) of \(extract.total) \
            \(own: exhibit.recordNoun.many), \(left) \(own: left == 1 ? "is" : "are") left out
            """
    }

    private static func listed(_ texts: [ReportText]) -> ReportText {
        let more = texts.count - Limits.namedMarks
        return .joined(
            texts.prefix(Limits.namedMarks) + (more > 0 ? ["and \(more) more"] : []), by: "; ")
    }
}
