// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// What is asked about an incident. The fields are those of the file that `--from` takes.
enum IncidentQuestions {
    /// The questions, in order.
    ///
    /// - Parameters:
    ///   - items: the numbers that an incident can belong with.
    ///   - orders: the orders that it can breach.
    static func all(
        _ vocabulary: Vocabulary, items: [UInt64], orders: [OrderSummary]
    ) -> [InterviewQuestion] {
        var questions = [
            InterviewQuestion(
                field: "when.from", label: "Happened",
                text:
                    "When did it happen? A day, or a day and a time, such as 20 Nov 2026, 15:10 or "
                    + "yesterday 3pm. If you are not sure, write it in your own words.",
                form: .moment(orWords: "when.about")),
            InterviewQuestion(
                field: "when.to", label: "Until", text: "Until when, if it went on for a while?",
                form: .moment(orWords: nil)),
            InterviewQuestion(
                field: "when.about", label: "About",
                text: "Is there anything else about the time, in your own words?",
                form: .line(EvidenceModel.Limits.titleBytes)),
        ]
        questions += texts(
            [
                (.place, "Where", "Where was it?"),
                (.happened, "What happened", "What happened?"),
                (.said, "Words said", "What was said, in the exact words if you remember them?"),
                (.who, "Who", "Who was it?"),
                (.description, "Description", "What did they look like, and wear?"),
                (.vehicle, "Vehicle", "Was there a vehicle? Its kind, colour and registration?"),
                (.done, "Done", "What did they do?"),
                (.taken, "Taken", "Was anything taken?"),
                (.damaged, "Damaged", "Was anything damaged?"),
                (
                    .objects, "Objects",
                    "Is there a thing that belongs to it, such as a letter or a gift? Where is it kept, "
                        + "and who touched it?"
                ),
                (.injuries, "Injuries", "Was anybody hurt?"),
                (
                    .effect, "Effect",
                    "What did it do to you and to your day: how you felt, what you did differently?"
                ),
                (.witnesses, "Witnesses", "Did anybody else see or hear it?"),
            ])
        questions.append(
            InterviewQuestion(
                field: "reports", label: "Reported",
                text: "Was it reported to the police? Enter skips any of the lines that follow.",
                form: .reports([
                    ("force", "Which force?"), ("reference", "The reference?"),
                    ("officer", "The officer's name?"), ("number", "The officer's number?"),
                    ("action", "What did they do?"), ("reply", "What did they say?"),
                ])))
        if !items.isEmpty {
            questions.append(
                InterviewQuestion(
                    field: "items", label: "Belongs with",
                    text:
                        "Does something that is in the vault belong to it, such as a message or a "
                        + "photo? Its numbers, such as 3,7-9.",
                    form: .numbers(known: items, one: false)))
        }
        questions += [
            InterviewQuestion(
                field: "kind", label: "Kind",
                text: "Which of these was it, most of all? One number.",
                form: .one(vocabulary.kinds)),
            InterviewQuestion(
                field: "behaviours", label: "Behaviours",
                text: "Which of these were part of it? The first "
                    + "\(vocabulary.behaviours.filter { $0.source == .act }.count) are named in the "
                    + "law. Numbers with commas between them.",
                form: .several(vocabulary.behaviours)),
        ]
        if !orders.isEmpty {
            questions.append(
                InterviewQuestion(
                    field: "breaches", label: "Breaches",
                    text: "Did it go against one of these orders? Their numbers.\n"
                        + Layout.columns(
                            orders.map {
                                [
                                    String($0.number), SafeText.escaped($0.type),
                                    $0.date.map { "made " + $0 } ?? "",
                                ]
                            }, rightAligned: [0]),
                    form: .numbers(known: orders.map(\.number), one: false)))
        }
        questions += texts([
            (
                .breachOf, "Breach of",
                orders.isEmpty
                    ? "Did it go against a court order or a police warning? Which?"
                    : "Did it go against another order or a police warning? Which?"
            )
        ])
        questions.append(
            InterviewQuestion(
                field: "contacts", label: "Contacts",
                text:
                    "Are there contact details or addresses to keep with it? They are kept apart from "
                    + "the rest, so that it can be shown without them. \(Self.ending)",
                form: .text))
        return questions
    }

    private static let ending = "As many lines as you like; an empty one ends it."

    private static func texts(
        _ texts: [(IncidentText, String, String)]
    ) -> [InterviewQuestion] {
        texts.map { field, label, text in
            InterviewQuestion(
                field: field.rawValue, label: label, text: text + " " + ending, form: .text)
        }
    }
}
