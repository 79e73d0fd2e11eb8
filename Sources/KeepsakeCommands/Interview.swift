// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// One question after another at the terminal. Each may be skipped; every answer is kept as it is given,
/// and each question is taken off the screen before the next.
final class Interview {
    /// How the person ended it.
    enum End { case keep, later }

    /// Why a question is asked.
    enum Reason {
        /// It comes next.
        case first
        /// An answer to it was begun.
        case resumed
        /// The person asked for it in the summary.
        case changing
    }

    let questions: [InterviewQuestion]
    let terminal: Terminal
    /// What was answered so far.
    var answers: InterviewAnswers
    private let today: String
    private let save: (InterviewAnswers, String?) throws(Failure) -> Void

    /// Bytes of all answers together: an entry holds 65,535, and what every entry has takes some 500.
    private static let maximumBytes = 60_000

    /// - Parameters:
    ///   - today: the day it is for the person.
    ///   - save: keeps the answers and the name of what comes next, durably.
    init(
        _ questions: [InterviewQuestion], _ answers: InterviewAnswers, at terminal: Terminal,
        today: String, save: @escaping (InterviewAnswers, String?) throws(Failure) -> Void
    ) {
        self.questions = questions
        self.answers = answers
        self.terminal = terminal
        self.today = today
        self.save = save
    }

    /// Asks everything that has no answer, from where it was left.
    func ask(from start: String?) throws(Failure) {
        let name = start.map { $0.split(separator: "/")[0] }
        let first = questions.firstIndex { $0.field == name ?? "" } ?? 0
        for (index, question) in questions.enumerated().dropFirst(first) {
            let isStart = start != nil && index == first
            if answers[question.field] != nil, !isStart { continue }
            let part = isStart ? start?.split(separator: "/").dropFirst().first : nil
            let goesOn = try put(
                index, isStart ? .resumed : .first, part: part.map { String($0) })
            if !goesOn { break }
        }
    }

    /// Shows everything and asks whether to keep it, as often as something is changed.
    ///
    /// - Parameter problem: why it cannot be kept as it is; nothing where it can.
    func review(
        _ request: String, problem: (InterviewAnswers) -> String?
    ) throws(Failure) -> End {
        if !answers.fields.isEmpty { try save(answers, nil) }
        var remark: String?
        while true {
            let typed = try answer(request, remark)
            remark = nil
            if typed == "yes" || typed == "y" {
                guard let reason = problem(answers) else { return .keep }
                remark = reason
            } else if typed == "later" || typed == "l" {
                return .later
            } else if let number = Int(typed), questions.indices.contains(number &- 1) {
                _ = try put(number - 1, .changing, part: nil)
            }
        }
    }

    private func answer(_ request: String, _ remark: String?) throws(Failure) -> String {
        defer { terminal.erase() }
        terminal.show(summary + "\n\n" + (remark.map { Layout.wrapped($0) + "\n" } ?? ""))
        terminal.show(Layout.wrapped(request) + "\n")
        return try Self.trimmed(line("> ")).lowercased()
    }

    /// All answers, with the numbers of their questions; then what was not answered.
    var summary: String {
        var lines: [String] = []
        var open: [String] = []
        for (index, question) in questions.enumerated() {
            let number = (index < 9 ? " " : "") + String(index + 1)
            if let shown = answers.shown(question) {
                lines.append(
                    Layout.fact(number + "  " + question.label, shown, labelWidth: 20))
            } else {
                open.append("\(index + 1) " + question.label)
            }
        }
        if lines.isEmpty { lines.append("Nothing is written down yet.") }
        if !open.isEmpty {
            lines.append("")
            lines.append(
                Layout.fact("    Not answered", open.joined(separator: ", "), labelWidth: 20))
        }
        return lines.joined(separator: "\n")
    }

    /// Asks one question; false where the person wants to go to the end.
    private func put(_ index: Int, _ reason: Reason, part: String?) throws(Failure) -> Bool {
        let question = questions[index]
        let next = index + 1 < questions.count ? questions[index + 1].field : nil
        defer { terminal.erase() }
        terminal.show(
            Layout.wrapped("\(index + 1) of \(questions.count).  " + question.text) + "\n")
        if let list = Self.list(question.form) { terminal.show(list + "\n") }
        if reason != .first, let shown = answers.shown(question), part == nil {
            terminal.show("So far:\n" + shown + "\n")
        }
        if reason == .changing {
            terminal.show(
                "Press Enter to leave this as it is; a hyphen alone takes it out.\n")
        }
        let goesOn: Bool
        switch question.form {
        case .text: goesOn = try takeText(question, reason)
        case .reports(let lines):
            goesOn = try takeReports(question, lines, reason, from: part)
        case .moment, .day, .line, .one, .several, .numbers:
            goesOn = try takeLine(question, reason)
        }
        if !answers.fields.isEmpty {
            try save(answers, reason == .changing || !goesOn ? nil : next)
        }
        return goesOn
    }

    private static func list(_ form: InterviewQuestion.Form) -> String? {
        guard let choices = form.choices else { return nil }
        return Layout.columns(
            choices.enumerated().map { [String($0.offset + 1), $0.element.meaning] },
            rightAligned: [0])
    }

    // Lines until an empty one. Each is kept as soon as it is typed.
    private func takeText(
        _ question: InterviewQuestion, _ reason: Reason
    ) throws(Failure) -> Bool {
        var text = reason == .resumed ? answers[question.field]?.text ?? "" : ""
        var isFirst = true
        while true {
            let typed = try line("> ")
            if typed.isEmpty { break }
            if isFirst, typed == ".", reason != .changing { return false }
            if isFirst, typed == "-", reason == .changing {
                answers[question.field] = nil
                return true
            }
            isFirst = false
            let grown = text.isEmpty ? typed : text + "\n" + typed
            guard grown.utf8.count <= EvidenceModel.Limits.statementBytes,
                fits(.string(grown), question.field)
            else {
                say(
                    """
                    There is no more room here, and that line was not kept. Write what is left in a note \
                    (keepsake note), and press Enter to go on.
                    """)
                continue
            }
            text = grown
            // An answer that is changed stays as it was until the new one is whole.
            if reason != .changing {
                answers[question.field] = .string(text)
                try save(answers, question.field)
            }
        }
        if TypedText.isBlank(Bytes(text: text)) {
            if reason != .changing { answers[question.field] = nil }
        } else {
            answers[question.field] = .string(text)
        }
        return true
    }

    // One line: until it can be used, or is empty.
    private func takeLine(
        _ question: InterviewQuestion, _ reason: Reason
    ) throws(Failure) -> Bool {
        while true {
            let typed = Self.trimmed(try line("> "))
            if typed.isEmpty { return true }
            if typed == ".", reason != .changing { return false }
            if typed == "-", reason == .changing {
                answers[question.field] = nil
                return true
            }
            switch InterviewReading.read(typed, question, today: today) {
            case .answer(let value) where fits(value, question.field):
                answers[question.field] = value
                return true
            case .words(let field) where reason != .changing && answers[field] == nil:
                answers[field] = .string(typed)
                return true
            case .words: say(InterviewReading.momentHint)
            case .answer: say("There is no more room in this entry. Press Enter to go on.")
            case .unclear(let hint): say(hint)
            }
        }
    }

    // One report after another; each of its lines is kept as it is typed.
    private func takeReports(
        _ question: InterviewQuestion, _ lines: [(name: String, question: String)],
        _ reason: Reason, from part: String?
    ) throws(Failure) -> Bool {
        var start = part.flatMap { part in lines.firstIndex { $0.name == part } }
        while (answers[question.field]?.array?.count ?? 0) < EvidenceModel.Limits.reportCount {
            if start == nil {
                let hasOne = answers[question.field] != nil
                terminal.show(
                    (hasOne ? "Was it reported another time?" : "Was it reported?")
                        + " Type y, or press Enter for no.\n")
                let typed = Self.trimmed(try line("> ")).lowercased()
                if typed == ".", reason != .changing { return false }
                if typed == "-", reason == .changing {
                    answers[question.field] = nil
                    return true
                }
                if typed.isEmpty || typed == "n" || typed == "no" { return true }
                guard typed == "y" || typed == "yes" else { continue }
                answers[question.field] = .array(
                    (answers[question.field]?.array ?? []) + [.object([:])])
            }
            for (index, wanted) in lines.enumerated().dropFirst(start ?? 0) {
                terminal.show(wanted.question + "\n")
                try takeReportLine(question.field, wanted.name)
                let next = index + 1 < lines.count ? "/" + lines[index + 1].name : ""
                if reason != .changing { try save(answers, question.field + next) }
            }
            start = nil
            // A report of which nothing is known says that there was one, and is dropped with that.
            var reports = answers[question.field]?.array ?? []
            if reports.last?.object?.isEmpty == true { reports.removeLast() }
            answers[question.field] = reports.isEmpty ? nil : .array(reports)
        }
        return true
    }

    private func takeReportLine(_ field: String, _ name: String) throws(Failure) {
        while true {
            let typed = Self.trimmed(try line("> "))
            if typed.isEmpty { return }
            var reports = answers[field]?.array ?? []
            var report = reports.popLast()?.object ?? [:]
            report[name] = .string(typed)
            let grown = JSONValue.array(reports + [.object(report)])
            if InterviewReading.isLine(typed, EvidenceModel.Limits.titleBytes),
                fits(grown, field)
            {
                answers[field] = grown
                return
            }
            say("Please write that in one shorter line, or press Enter to go on without it.")
        }
    }

    private func fits(_ value: JSONValue, _ field: String) -> Bool {
        var after = answers
        after[field] = value
        after["contacts"] = nil
        return JSONValue.object(after.fields).encoded().count <= Self.maximumBytes
    }

    private func say(_ text: String) {
        terminal.show(Layout.wrapped(text) + "\n")
    }

    // A line of text. The end of input ends the program as a closed window does.
    private func line(_ prompt: String) throws(Failure) -> String {
        while true {
            let typed: Bytes?
            do throws(Failure) {
                typed = try terminal.ask(prompt)
            } catch  where error.id == .terminalLine {
                // What the terminal still holds of it must not become the next answer.
                _ = try terminal.ask("")
                say("That line was too long to be passed on and was not kept. Break it with Enter.")
                continue
            }
            guard let typed else { throw Failure(.interrupted) }
            if let text = typed.strictText, !typed.contains(0) { return text }
            say("That line holds something that is no text, and was not kept. Write it again.")
        }
    }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
