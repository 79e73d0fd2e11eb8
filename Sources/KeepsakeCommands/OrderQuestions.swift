// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// What is asked about a court order or police warning. The fields are those that `--from` takes.
enum OrderQuestions {
    /// The questions, in order.
    ///
    /// - Parameter items: the numbers that can be the document.
    static func all(_ vocabulary: Vocabulary, items: [UInt64]) -> [InterviewQuestion] {
        let line = InterviewQuestion.Form.line(EvidenceModel.Limits.titleBytes)
        var questions = [
            InterviewQuestion(
                field: "type", label: "Type", text: "Which of these is it? One number.",
                form: .one(vocabulary.orders)),
            InterviewQuestion(
                field: "date", label: "Made on",
                text: "On which day was it made, such as 20 Nov 2026?", form: .day),
            InterviewQuestion(
                field: "court", label: "Court", text: "Which court made it, or which police force?",
                form: line),
            InterviewQuestion(
                field: "reference", label: "Reference", text: "Its case number or reference?",
                form: line),
            InterviewQuestion(
                field: "terms", label: "Terms",
                text:
                    "What does it forbid or demand? As many lines as you like; an empty one ends it.",
                form: .text),
            InterviewQuestion(
                field: "expires", label: "Ends on",
                text: "What is the last day on which it holds, if one is named?", form: .day),
        ]
        if !items.isEmpty {
            questions.append(
                InterviewQuestion(
                    field: "document", label: "Document",
                    text: "Is the document in the vault? Its number.",
                    form: .numbers(known: items, one: true)))
        }
        return questions
    }
}
