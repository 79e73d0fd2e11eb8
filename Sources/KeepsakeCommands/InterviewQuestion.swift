// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// One question of an interview: what is asked, and which form its answer has.
struct InterviewQuestion {
    /// The form of an answer.
    enum Form {
        /// A day, or a day and a time. What is neither is kept as words in the field that is named.
        case moment(orWords: String?)
        /// A day alone.
        case day
        /// One line of at most so many bytes.
        case line(Int)
        /// Lines until an empty one.
        case text
        /// One of these.
        case one([Vocabulary.Behaviour])
        /// Any of these.
        case several([Vocabulary.Behaviour])
        /// Numbers of things that are in the vault; `one` where it is one number and no list.
        case numbers(known: [UInt64], one: Bool)
        /// Objects with these lines in them, each asked for by its question.
        case reports([(name: String, question: String)])
    }

    /// The field that it fills; a field inside another has a dot: `when.from`.
    let field: String
    /// What stands before the answer in a summary.
    let label: String
    /// What is asked.
    let text: String
    /// The form of its answer.
    let form: Form
}

/// The answers of an interview, in the form in which they could be handed in as a file.
struct InterviewAnswers {
    /// The fields.
    var fields: [String: JSONValue]

    /// The answer to a question.
    subscript(field: String) -> JSONValue? {
        get {
            let parts = Self.parts(field)
            return parts.inner.map { fields[parts.outer]?[$0] } ?? fields[field]
        }
        set {
            let parts = Self.parts(field)
            guard let inner = parts.inner else {
                fields[field] = newValue
                return
            }
            var object = fields[parts.outer]?.object ?? [:]
            object[inner] = newValue
            fields[parts.outer] = object.isEmpty ? nil : .object(object)
        }
    }

    private static func parts(_ field: String) -> (outer: String, inner: String?) {
        let parts = field.split(separator: ".", maxSplits: 1)
        return (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : nil)
    }

    /// An answer as it is shown in a summary; nothing where there is none.
    func shown(_ question: InterviewQuestion) -> String? {
        guard let answer = self[question.field] else { return nil }
        switch question.form {
        case .one(let choices), .several(let choices):
            let words = answer.array?.compactMap(\.text) ?? answer.text.map { [$0] } ?? []
            return words.map { word in
                choices.first { $0.word == word }?.meaning ?? SafeText.escaped(word)
            }.joined(separator: "\n")
        case .numbers:
            let numbers = answer.array?.compactMap(\.integer) ?? answer.integer.map { [$0] } ?? []
            return numbers.map { String($0) }.joined(separator: ", ")
        case .reports(let lines):
            return (answer.array ?? []).map { report in
                lines.compactMap { line in
                    report[line.name]?.text.map { line.name + ": " + SafeText.escaped($0) }
                }.joined(separator: "\n")
            }.joined(separator: "\n\n")
        case .moment, .day, .line, .text:
            return DescriptionText.multiline(answer.text ?? "")
        }
    }
}
