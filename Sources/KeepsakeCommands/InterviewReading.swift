// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

extension InterviewQuestion.Form {
    /// What can be chosen from, for a question that has a list.
    var choices: [Vocabulary.Behaviour]? {
        switch self {
        case .one(let choices), .several(let choices): choices
        default: nil
        }
    }
}

/// What a typed line means as an answer.
enum InterviewReading {
    /// What was read.
    enum Result {
        /// An answer.
        case answer(JSONValue)
        /// Words that the field named here can hold.
        case words(field: String)
        /// It cannot be used as it is; what to write instead.
        case unclear(String)
    }

    static let momentHint =
        "Please write it like 20 Nov 2026, 15:10, or press Enter to go on without it."

    /// Reads the answer to a question of one line.
    static func read(
        _ typed: String, _ question: InterviewQuestion, today: String
    ) -> Result {
        switch question.form {
        case .moment(let words): moment(typed, orWords: words, today: today)
        case .day: day(typed, today: today)
        case .line(let maximum):
            isLine(typed, maximum)
                ? .answer(.string(typed))
                : .unclear("Please write it in one shorter line, or press Enter to go on.")
        case .one(let choices): one(typed, choices)
        case .several(let choices): several(typed, choices)
        case .numbers(let known, let one): numbers(typed, known: known, one: one)
        case .text, .reports: .unclear("")
        }
    }

    /// Whether a text is one line without control characters, of at most so many bytes.
    static func isLine(_ text: String, _ maximum: Int) -> Bool {
        let fields = EntryFields(.object(["line": .string(text)]))
        return (try? fields.line("line", maximum: maximum)) != nil
    }

    private static func moment(_ typed: String, orWords field: String?, today: String) -> Result {
        switch StatedMoment(typed, today: today) {
        case .moment(let moment): .answer(.string(moment))
        case .unclearDay:
            .unclear(
                "Day and month could be either way round. Please write the month as a word, such as "
                    + "3 Apr 2021.")
        case .unclearHour:
            .unclear("Was it morning or afternoon? Please write 03:10 or 3.10pm, for example.")
        case .words:
            if let field, isLine(typed, EvidenceModel.Limits.titleBytes) {
                .words(field: field)
            } else {
                .unclear(momentHint)
            }
        }
    }

    private static func day(_ typed: String, today: String) -> Result {
        switch moment(typed, orWords: nil, today: today) {
        case .answer(let value) where value.text?.utf8.count != 10:
            .unclear("Please write the day alone, such as 20 Nov 2026.")
        case .unclear(let hint) where hint == momentHint:
            .unclear("Please write it like 20 Nov 2026, or press Enter to go on without it.")
        case let result: result
        }
    }

    private static func one(_ typed: String, _ choices: [Vocabulary.Behaviour]) -> Result {
        guard let word = word(typed, choices) else {
            return .unclear("Please type one number from 1 to \(choices.count), or press Enter.")
        }
        return .answer(.string(word))
    }

    private static func several(_ typed: String, _ choices: [Vocabulary.Behaviour]) -> Result {
        var words: Set<String> = []
        for part in typed.split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let word = word(String(part), choices) else {
                return .unclear(
                    "Please type numbers from 1 to \(choices.count) with commas between them, or press "
                        + "Enter.")
            }
            words.insert(word)
        }
        guard !words.isEmpty else { return .unclear("Please type a number, or press Enter.") }
        return .answer(
            .array(choices.map(\.word).filter(words.contains).map { .string($0) }))
    }

    private static func word(_ typed: String, _ choices: [Vocabulary.Behaviour]) -> String? {
        if let number = Int(typed), choices.indices.contains(number - 1) {
            return choices[number - 1].word
        }
        return choices.first { $0.word == typed.lowercased() }?.word
    }

    private static func numbers(_ typed: String, known: [UInt64], one: Bool) -> Result {
        guard let list = ItemList(typed) else {
            return .unclear("Please type numbers with commas between them, such as 3,7-9.")
        }
        if let missing = list.missing(from: known) {
            return .unclear("There is no such number \(missing). Try again, or press Enter.")
        }
        let chosen = list.chosen(from: known.sorted())
        guard !chosen.isEmpty else {
            return .unclear("There is nothing with these numbers. Try again, or press Enter.")
        }
        if one {
            guard chosen.count == 1 else { return .unclear("Please type one number alone.") }
            return .answer(.integer(Int64(clamping: chosen[0])))
        }
        guard chosen.count <= EvidenceModel.Limits.incidentItems else {
            return .unclear("Please name at most 1,000.")
        }
        return .answer(.array(chosen.map { .integer(Int64(clamping: $0)) }))
    }
}
