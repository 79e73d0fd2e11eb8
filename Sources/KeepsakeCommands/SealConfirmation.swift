// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// What is shown before sealing: what goes in and what stays out, who can open it, what it gives away.
struct SealConfirmation {
    let lock: SealLock
    let selection: SealSelection
    let vault: OpenVault
    let extent: SealingExtent
    let choices: [UInt64: ExtractChoice]
    let caseReference: String?
    let hasReport: Bool

    /// Said every time, asked or not.
    static let disclosure = """
        What is sealed for police may be shown to the defence. A person cannot be taken off a \
        sealed file once it has been given to them.
        """

    /// The whole page, and what to type. It may be longer than a screen, so what matters most stands
    /// once more at its end.
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
                    : "GO IN, those of incident " + numbers(contacts))
        }
        for (index, person) in lock.shown.enumerated() {
            add(index == 0 ? "Can be opened by" : "", person)
        }
        if let caseReference { add("Case", SafeText.escaped(caseReference)) }
        addThings("Contains", selection.chosen, add)
        addWhole(add)
        for number in choices.keys.sorted() { addExtract(number, add) }
        if !selection.linked.isEmpty {
            add(
                "Came along",
                numbers(selection.linked) + ", with what you asked for; without: --without-linked")
        }
        addThings("Left out", leftOut, add)
        addDoubts(add)
        for text in places { add(text == places.first ? "Location" : "", text) }
        addDescriptions(add)
        addBeside(add)
        add("Private notes", "stay out, always")
        lines += ["", Self.disclosure, ""]
        add(
            "Goes in",
            SizeText.counted(selection.chosen.count, "item")
                + ", \(SizeText.grouped(UInt64(leftOut.count))) left out")
        add("Can be opened by", lock.short)
        add("Contact details", contactsInShort)
        lines.append("Type the number of items to continue, or press Enter to stop:")
        return lines.joined(separator: "\n")
    }

    // What goes in and stays out by days and persons that cannot be relied on, and what was withdrawn.
    private func addDoubts(_ add: (String, String) -> Void) {
        if !selection.undated.isEmpty {
            add(
                "No time known",
                "of " + numbers(selection.undated) + ", so no day fits: "
                    + (selection.undated.count == 1 ? "it is" : "they are") + " left out")
        }
        for (index, text) in Self.hints(selection, vault).enumerated() {
            add(index == 0 ? "Time uncertain" : "", text)
        }
        if !selection.unread.isEmpty {
            add(
                "Not looked into",
                numbers(selection.unread) + " could not be read, so the filters saw less of "
                    + (selection.unread.count == 1 ? "it" : "them"))
        }
        if !selection.breached.isEmpty {
            add(
                "Orders",
                numbers(selection.breached)
                    + (selection.breached.count == 1
                        ? " stays out, though what goes in breaches it"
                        : " stay out, though what goes in breaches them"))
        }
        let withdrawn = vault.withdrawals().count
        if withdrawn > 0 { add("Withdrawn", "\(withdrawn) in the record") }
        if !selection.withdrawnNamed.isEmpty {
            add(
                "",
                Self.few(selection.withdrawnNamed)
                    + (selection.withdrawnNamed.count == 1
                        ? " is among the numbers that you named, and stays out"
                        : " are among the numbers that you named, and stay out"))
        }
        if selection.withdrawnLinks > 0 {
            add("", "\(selection.withdrawnLinks) of them would belong with what goes in")
        }
    }

    // What goes along with the items themselves.
    private func addBeside(_ add: (String, String) -> Void) {
        let items = selection.chosen.filter { !vault.isIncident($0) && !vault.isOrder($0) }
        if !items.isEmpty {
            add("File names", "go in, with the times that the files had")
        }
        let before = selection.chosen.filter(selection.survey.sealedBefore.contains)
        if hasReport, !before.isEmpty {
            add("Sealed before", numbers(before) + " for the same keys; the report says when")
        }
    }

    /// What goes in and what stays out by a day that may be wrong: a copied file has the day of the copying.
    static func hints(_ selection: SealSelection, _ vault: OpenVault) -> [String] {
        let chosen = Set(selection.chosen)
        let all = SealedThing.numbers(vault)
        return [
            (selection.hinted.filter(chosen.contains), "goes in", "go in"),
            (selection.hinted.filter { !chosen.contains($0) }, "stays out", "stay out"),
        ].compactMap { found, one, many in
            guard !found.isEmpty else { return nil }
            return NumberRanges.text(found, among: all) + " " + (found.count == 1 ? one : many)
                + " by the day of file or writing alone"
        }
    }

    // One line, however many there are.
    private var contactsInShort: String {
        guard !contacts.isEmpty else { return "none; what goes in has none" }
        let whose =
            contacts.count <= 6
            ? "incident " + numbers(contacts) : SizeText.counted(contacts.count, "incident")
        return extent.contactDetails ? "GO IN, those of " + whose : "of " + whose + " stay out"
    }

    private var leftOut: [UInt64] {
        let chosen = Set(selection.chosen)
        return all.filter { !chosen.contains($0) }
    }

    private var all: [UInt64] { SealedThing.numbers(vault) }

    private var contacts: [UInt64] {
        selection.chosen.filter(selection.survey.contacts.contains)
    }

    // How many, and of each kind how many and which.
    private func addThings(
        _ label: String, _ things: [UInt64], _ add: (String, String) -> Void
    ) {
        let sorted = things.map { SealedThing($0, vault) }
        add(label, SizeText.counted(things.count, "item"))
        for kind in EvidenceKind.allCases {
            let found = sorted.filter { $0.kind == kind }.map(\.number)
            guard !found.isEmpty else { continue }
            add("", SealedThing.counted(found.count, kind) + ": " + numbers(found))
        }
    }

    // Conversations of which only some messages fit go in whole, which nobody may expect.
    private func addWhole(_ add: (String, String) -> Void) {
        let notes = SealWhole.notes(selection, vault)
        for (index, note) in notes.prefix(Self.wholeShown).enumerated() {
            add(index == 0 ? "GOES IN WHOLE" : "", note.text + "\n" + note.hint)
        }
        let more = notes.dropFirst(Self.wholeShown).map(\.number)
        if !more.isEmpty { add("", "and so do " + numbers(more)) }
    }

    private static let wholeShown = 8

    // How much of an item goes in, and what of it can still be chosen.
    private func addExtract(_ number: UInt64, _ add: (String, String) -> Void) {
        guard let choice = choices[number] else { return }
        var text = "item \(number): \(choice.words); the rest and the original stay out"
        if selection.askedWhole.contains(number) {
            text += "\nthough something else you asked for would take all of it"
        }
        if let absent = choice.absentWords { text += "\n" + absent }
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
                    : "\(count) of what goes in \(count == 1 ? "is" : "are") left out, and the file says so"
            )
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
        let begun = unknown.filter(survey.readInPart.contains)
        let unread = unknown.filter { !survey.readInPart.contains($0) }
        var texts = [
            located.isEmpty
                ? "none was found in the originals that were read"
                : located.count == 1
                    ? "ITEM " + numbers(located) + " SAYS WHERE IT WAS MADE"
                    : "ITEMS " + numbers(located) + " SAY WHERE THEY WERE MADE"
        ]
        if !unread.isEmpty {
            texts.append(
                "not known of " + numbers(unread) + ", which "
                    + (unread.count == 1 ? "was" : "were") + " not read")
        }
        if !begun.isEmpty {
            texts.append(
                "not known of all of " + numbers(begun) + ", which "
                    + (begun.count == 1 ? "was" : "were") + " not read to the end")
        }
        return texts + insideText
    }

    private static func few(_ numbers: [UInt64]) -> String {
        numbers.prefix(20).map { String($0) }.joined(separator: ", ")
            + (numbers.count > 20 ? " and \(numbers.count - 20) more" : "")
    }

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
