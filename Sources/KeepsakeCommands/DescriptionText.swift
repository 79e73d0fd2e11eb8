// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// What was said about a thing: as of now, and line by line as it was recorded.
enum DescriptionText {
    /// The facts as of now, for a page.
    static func facts(_ now: CurrentDescription) -> [String] {
        var lines: [String] = []
        if let title = now.title { lines.append(Layout.fact("Title", SafeText.escaped(title))) }
        if !now.labels.isEmpty { lines.append(Layout.fact("Labels", list(now.labels))) }
        if !now.behaviours.isEmpty {
            lines.append(
                Layout.fact("Behaviours", behaviours(now.behaviours, of: now.vocabulary)))
        }
        if let order = now.dateOrder {
            lines.append(Layout.fact("Dates", order.rawValue + ", as you stated"))
        }
        if let zone = now.zone { lines.append(Layout.fact("Times", zone + ", as you stated")) }
        return lines
    }

    /// The same for programs. Fields are only ever added.
    static func json(_ now: CurrentDescription) -> [String: JSONValue] {
        var object: [String: JSONValue] = [:]
        object["title"] = now.title.map { .string($0) }
        if !now.labels.isEmpty { object["labels"] = .array(now.labels.map { .string($0) }) }
        if !now.behaviours.isEmpty {
            object["behaviours"] = .array(now.behaviours.map { .string($0) })
            object["vocabulary"] = now.vocabulary.map { .string($0) }
        }
        object["dateOrder"] = now.dateOrder.map { .string($0.rawValue) }
        object["zone"] = now.zone.map { .string($0) }
        return object
    }

    /// Every description and private note among these entries, oldest first; empty for none.
    static func history(_ entries: [JournalEntry]) -> String {
        var parts: [String] = []
        for entry in entries {
            let body = entry.body
            let head = body.time.map { LocalTime.text($0) } ?? ""
            if let described = try? ItemDescribed(body) {
                parts.append("  \(head)   entry \(body.seq)\n" + said(described))
            } else if let note = try? ItemPrivate(body) {
                var lines = [
                    "  \(head)   entry \(body.seq), private: never sealed",
                    Layout.fact("Note", multiline(note.note), indent: 4),
                ]
                if !note.labels.isEmpty {
                    lines.append(Layout.fact("Labels", list(note.labels), indent: 4))
                }
                parts.append(lines.joined(separator: "\n"))
            }
        }
        guard !parts.isEmpty else { return "" }
        return "What was said about it, by this device's clock:\n\n"
            + parts.joined(separator: "\n\n")
    }

    /// The same for programs.
    static func history(json entries: [JournalEntry]) -> JSONValue {
        .array(
            entries.compactMap { entry in
                let body = entry.body
                var object: [String: JSONValue]
                if let described = try? ItemDescribed(body) {
                    object = described.fields
                    object["private"] = .bool(false)
                } else if let note = try? ItemPrivate(body) {
                    object = note.fields
                    object["private"] = .bool(true)
                } else {
                    return nil
                }
                object["entry"] = .integer(Int64(clamping: body.seq))
                object["time"] = body.time.map { .string($0.text) }
                object["item"] = nil
                return .object(object)
            })
    }

    /// Behaviours as people read them: what the words mean, where this version knows the vocabulary.
    static func behaviours(_ words: [String], of vocabulary: String?) -> String {
        let known = vocabulary.flatMap { Vocabulary.named($0) }
        return words.map { known?.behaviour($0)?.meaning ?? $0 }.joined(separator: "\n")
    }

    /// A text of several lines, each escaped by itself.
    static func multiline(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { SafeText.escaped(String($0)) }.joined(separator: "\n")
    }

    private static func list(_ texts: [String]) -> String {
        texts.map { SafeText.escaped($0) }.joined(separator: ", ")
    }

    private static func said(_ described: ItemDescribed) -> String {
        var lines: [String] = []
        func add(_ label: String, _ text: String) {
            lines.append(Layout.fact(label, text, indent: 4))
        }
        if let title = described.title { add("Title", SafeText.escaped(title)) }
        if let labels = described.labels { add("Labels", labels.isEmpty ? "none" : list(labels)) }
        if let words = described.behaviours {
            add(
                "Behaviours",
                words.isEmpty ? "none" : behaviours(words, of: described.vocabulary))
        }
        if let text = described.correction { add("Correction", multiline(text)) }
        if let order = described.dateOrder { add("Dates", order.rawValue) }
        if let zone = described.zone { add("Times", zone) }
        return lines.joined(separator: "\n")
    }
}
