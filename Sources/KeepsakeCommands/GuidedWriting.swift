// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// Writes something at the terminal, question by question. What is answered is kept in the vault as a
/// draft until the person says that it is whole, so that nothing is lost to a closed window.
struct GuidedWriting {
    /// What was written, to be recorded.
    struct Written {
        /// The answers.
        let answers: InterviewAnswers
        /// When its writing was begun.
        let began: Timestamp
        /// The draft that it was, to be removed when it is recorded.
        let draft: String?
    }

    let kind: Draft.Kind
    /// `an incident`.
    let noun: String
    /// The command that goes on with it.
    let command: String
    let questions: [InterviewQuestion]
    let vault: OpenVault
    let desk: Desk
    let path: String
    /// Why answers cannot be recorded as they are.
    let problem: (InterviewAnswers) -> String?

    /// Asks; nothing where the person left it for later.
    ///
    /// - Throws: `interrupted.writing` where it was stopped and something is kept, `terminal.needed`.
    func run(first: () -> Void) throws(Failure) -> Written? {
        guard let terminal = desk.console.terminal else {
            throw Failure(
                .terminalNeeded, ["question": "Each question", "flag": "--from FILE.json"])
        }
        let state = DraftState(vault, kind)
        do throws(Failure) {
            let begun = try resume(terminal, state)
            if case .keep(let written) = begun { return written }
            if state.name == nil { first() }
            let began = state.draft?.began ?? desk.clock.now()
            let interview = Interview(
                questions, InterviewAnswers(fields: state.draft?.answers ?? [:]), at: terminal,
                today: LocalTime.isoDay(desk.clock.now())
            ) { answers, next throws(Failure) in
                try state.keep(
                    Draft(kind, began: began, next: next, answers: answers.fields), path)
            }
            if case .new = begun {
                terminal.show(
                    Layout.wrapped(
                        """
                        One question at a time. Enter skips a question; a full stop alone goes to the end. \
                        What you write is kept as you go, locked.
                        """) + "\n\n")
                try interview.ask(from: nil)
            } else if let next = state.draft?.next {
                try interview.ask(from: next)
            }
            guard !interview.answers.fields.isEmpty else { throw Failure(.textEmpty) }
            let end = try interview.review(
                "To keep this, type yes. To answer or change one, type its number. To go on another "
                    + "time, type later.",
                problem: problem)
            guard end == .keep else { return nil }
            return Written(answers: interview.answers, began: began, draft: state.name)
        } catch  where error.id == .interrupted && state.name != nil {
            throw Failure(.interruptedWriting, ["command": command])
        }
    }

    private enum Begun { case new, goOn, keep(Written) }

    // Offers what was begun before. What cannot be read is said, and left alone.
    private func resume(_ terminal: Terminal, _ state: DraftState) throws(Failure) -> Begun {
        let drafts = try desk.vaultWork(path) { try vault.drafts(kind) }
        for stored in drafts where stored.draft == nil {
            desk.console.warn(
                "Something that was begun before cannot be read: \(stored.path) in the vault's folder. "
                    + "It is left as it is.")
        }
        for stored in drafts {
            guard let draft = stored.draft else { continue }
            if let number = vault.recorded(draft) {
                // Recorded; only taking the draft away was cut off.
                try desk.vaultWork(path) { try vault.removeDraft(stored.name) }
                desk.console.remark("What you had begun before is kept as number \(number).")
                continue
            }
            state.take(stored.name, draft)
            let interview = Interview(
                questions, InterviewAnswers(fields: draft.answers), at: terminal, today: ""
            ) { _, _ throws(Failure) in }
            let choice = try choice(of: interview, draft, terminal)
            switch choice {
            case 1: return .goOn
            case 2:
                let answers = InterviewAnswers(fields: draft.answers)
                if let reason = problem(answers) {
                    desk.console.remark(reason)
                    return .goOn
                }
                return .keep(
                    Written(answers: answers, began: draft.began, draft: stored.name))
            default:
                try desk.vaultWork(path) { try vault.setDraftAside(stored.name) }
                state.forget()
                desk.console.remark(
                    "What was begun is set aside in the folder unplaced, locked as it was.")
            }
        }
        return .new
    }

    private func choice(
        of interview: Interview, _ draft: Draft, _ terminal: Terminal
    ) throws(Failure) -> Int {
        defer { terminal.erase() }
        terminal.show(
            Layout.wrapped(
                "You had begun to write about \(noun), on \(LocalTime.text(draft.began)) by this "
                    + "device's clock. So far:")
                + "\n\n" + interview.summary + "\n\n"
                    + """
                      1  go on with it
                      2  keep it as it is
                      3  start again; what was begun is set aside, not deleted

                    """)
        while true {
            guard let typed = try terminal.ask("Type 1, 2 or 3: ") else {
                throw Failure(.interrupted)
            }
            for choice in 1...3 where typed == Bytes(text: String(choice)) { return choice }
        }
    }
}

/// The draft that is being written: under which name it lies, and what it held when it was found.
final class DraftState {
    private let vault: OpenVault
    private let kind: Draft.Kind
    /// Its name; nothing until something was kept.
    private(set) var name: String?
    /// What was found.
    private(set) var draft: Draft?

    init(_ vault: OpenVault, _ kind: Draft.Kind) {
        self.vault = vault
        self.kind = kind
    }

    /// Goes on with one that was found.
    func take(_ name: String, _ draft: Draft) {
        self.name = name
        self.draft = draft
    }

    /// It was set aside.
    func forget() {
        name = nil
        draft = nil
    }

    /// Keeps it durably, the first time under a name that nothing has.
    func keep(_ draft: Draft, _ path: String) throws(Failure) {
        do throws(VaultError) {
            let place: String
            if let name { place = name } else { place = try vault.newDraftName(kind) }
            try vault.keep(draft, as: place)
            name = place
        } catch {
            throw VaultFailure.failure(error, path: path)
        }
    }
}
