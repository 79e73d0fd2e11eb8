// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole

/// What is shown before sealing: what goes in and what stays out, who can open it, what it gives away.
struct SealConfirmation {
    let lock: SealLock
    let selection: SealSelection
    let vault: OpenVault
    let extent: SealingExtent
    let choices: [UInt64: ExtractChoice]

    /// Said every time, asked or not.
    static let disclosure = """
        What is sealed for police may be shown to the defence. A person cannot be taken off a \
        sealed file once it has been given to them.
        """

    /// The whole page, and what to type.
    var question: String {
        var lines = ["You are about to make a sealed file.", ""]
        func add(_ label: String, _ text: String) {
            lines.append(Layout.fact(label, text, labelWidth: 18))
        }
        if extent.contactDetails {
            add(
                "Contact details",
                contacts.isEmpty
                    ? "there are none of what goes in"
                    : "GO IN, those of " + Self.named("incident", numbers(contacts)))
        }
        for (index, person) in lock.shown.enumerated() {
            add(index == 0 ? "Can be opened by" : "", person)
        }
        addThings("Contains", selection.chosen, add)
        for number in choices.keys.sorted() { addExtract(number, add) }
        if !selection.linked.isEmpty {
            add(
                "Came along",
                numbers(selection.linked) + ", with what you asked for; without: --without-linked")
        }
        addThings("Left out", all.filter { !Set(selection.chosen).contains($0) }, add)
        if !selection.undated.isEmpty {
            add(
                "No time known",
                "of " + numbers(selection.undated) + ", so no day fits and they are left out")
        }
        if !selection.unread.isEmpty {
            add(
                "Not looked into",
                numbers(selection.unread) + " could not be read, so the filters saw less of them")
        }
        let withdrawn = vault.withdrawals().count
        if withdrawn > 0 { add("Withdrawn", "\(withdrawn) in the record") }
        if selection.withdrawnLinks > 0 {
            add("", "\(selection.withdrawnLinks) of them would belong with what goes in")
        }
        for text in places { add(text == places.first ? "Location" : "", text) }
        addDescriptions(add)
        if !extent.contactDetails, !contacts.isEmpty {
            add("Contact details", "of " + Self.named("incident", numbers(contacts)) + " stay out")
        }
        add("Private notes", "stay out, always")
        lines += [
            "", Self.disclosure,
            "Type the number of items to continue, or press Enter to stop:",
        ]
        return lines.joined(separator: "\n")
    }

    private var all: [UInt64] { SealedThing.numbers(vault) }

    private var contacts: [UInt64] {
        selection.chosen.filter(selection.survey.contacts.contains)
    }

    // How many, of which kinds, and their numbers by kind.
    private func addThings(
        _ label: String, _ things: [UInt64], _ add: (String, String) -> Void
    ) {
        let sorted = things.map { SealedThing($0, vault) }
        let kinds = SealedThing.words.compactMap { word in
            let numbers = sorted.filter { $0.word == word }.map(\.number)
            return numbers.isEmpty ? nil : (word: word, numbers: numbers)
        }
        let counted = kinds.map { SizeText.counted($0.numbers.count, $0.word) }
        add(
            label,
            SizeText.counted(things.count, "item")
                + (counted.isEmpty ? "" : ": " + counted.joined(separator: ", ")))
        for kind in kinds { add("", Self.named(kind.word, numbers(kind.numbers))) }
    }

    // How much of an item goes in, and what of it can still be chosen.
    private func addExtract(_ number: UInt64, _ add: (String, String) -> Void) {
        guard let choice = choices[number] else { return }
        var text = "item \(number): \(choice.words); the rest and the original stay out"
        if choice.undated > 0 {
            text += "\n\(SizeText.grouped(choice.undated)) without a time were not taken"
        }
        if choice.files > 0 {
            text += "\nwith \(SizeText.counted(choice.files, "file")) that came with these messages"
        }
        let others = vault.items().filter { $0.number != number }
        let same = others.filter { choice.digests.contains($0.added.sha256) }.map(\.number)
        if !same.isEmpty {
            text +=
                "\n\(numbers(same)) \(same.count == 1 ? "is one" : "are some") of these files and can be "
                + "sealed as \(same.count == 1 ? "an exhibit" : "exhibits"), too"
        }
        let whole = Self.whole(of: number, vault, selection, choices)
        if !whole.isEmpty { text += "\nBUT THE SAME FILE GOES IN WHOLE as \(numbers(whole))" }
        add("Only in part", text)
        if number == choices.keys.min(), !selection.withheld.isEmpty {
            add("", numbers(selection.withheld) + " belong with it and stay out, too")
        }
    }

    /// What goes in whole and is the same file as an item of which only a part does.
    static func whole(
        of number: UInt64, _ vault: OpenVault, _ selection: SealSelection,
        _ choices: [UInt64: ExtractChoice]
    ) -> [UInt64] {
        guard let own = try? vault.item(number).added.sha256 else { return [] }
        let chosen = Set(selection.chosen)
        return vault.items().filter {
            $0.number != number && $0.added.sha256 == own && chosen.contains($0.number)
                && choices[$0.number] == nil
        }.map(\.number)
    }

    private func addDescriptions(_ add: (String, String) -> Void) {
        let count = selection.chosen.reduce(0) {
            $0 + (selection.survey.descriptions[$1] ?? 0)
        }
        if !extent.descriptions {
            add(
                "Descriptions",
                count == 0
                    ? "there are none of what goes in"
                    : "\(count) of what goes in are left out, and the file says so")
        } else if count > 0 {
            add("Descriptions", "\(count), all that there are of what goes in")
        }
    }

    // Whether originals tell where somebody was, and what nobody looked into for it: an original that
    // goes in only in part does not go in, but files that came with its messages may.
    private var places: [String] {
        let items = selection.chosen.filter {
            !vault.isIncident($0) && !vault.isOrder($0) && choices[$0] == nil
        }
        let inside = selection.chosen.filter { number in
            choices[number].map { $0.files > 0 } ?? vault.reading(of: number)?.holdsFiles ?? false
        }
        let insideText =
            inside.isEmpty ? [] : ["not looked for in the files inside " + numbers(inside)]
        guard !items.isEmpty else { return insideText }
        let survey = selection.survey
        let located = items.filter(survey.located.contains)
        let unknown = items.filter { !survey.read.contains($0) && !survey.located.contains($0) }
        var texts = [
            located.isEmpty
                ? "none was found in the originals that were read"
                : "THE ORIGINALS " + numbers(located) + " SAY WHERE THEY WERE MADE"
        ]
        if !unknown.isEmpty {
            texts.append("not known of " + numbers(unknown) + ", which were not read")
        }
        return texts + insideText
    }

    private static func named(_ word: String, _ numbers: String) -> String { word + " " + numbers }

    // As `--items` takes them: a range stands for everything that there is in it.
    private func numbers(_ numbers: [UInt64]) -> String {
        NumberRanges.text(numbers, among: all)
    }
}

extension ItemRead {
    /// Whether there are files inside, as far as this reading tells: those of single messages stand in its
    /// records alone, so what can hold such files counts as holding them.
    fileprivate var holdsFiles: Bool {
        if facts.attachments.contains(where: { $0.status == .resolved || $0.status == .damaged }) {
            return true
        }
        return switch facts.kind {
        case .archive, .mailbox: true
        case .messages: facts.facts["attached"] != nil || importer == "sms-backup"
        default: left > 0
        }
    }
}

/// Numbers written shortly: a range where nothing that there is lies between.
enum NumberRanges {
    /// Parts that are shown; more are counted.
    private static let shown = 60

    static func text(_ numbers: [UInt64], among all: [UInt64]) -> String {
        let wanted = Set(numbers)
        var runs: [[UInt64]] = []
        var isOpen = false
        for number in all {
            if wanted.contains(number) {
                if isOpen { runs[runs.count - 1].append(number) } else { runs.append([number]) }
                isOpen = true
            } else {
                isOpen = false
            }
        }
        var parts: [String] = []
        for run in runs {
            if run.count > 2, let first = run.first, let last = run.last {
                parts.append("\(first)-\(last)")
            } else {
                parts += run.map { String($0) }
            }
        }
        let more = parts.count - shown
        return parts.prefix(shown).joined(separator: ", ")
            + (more > 0 ? ", and \(more) more numbers or ranges" : "")
    }
}
