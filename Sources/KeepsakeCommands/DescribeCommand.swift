// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ContainedReading
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

struct DescribeCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Say what an item is: a title, labels, behaviours, a correction.",
        discussion: """
            Each time is a new line in the record; nothing that was said before is changed. A title, a \
            correction and a private note are typed at the terminal, or come on standard input; never on \
            the command line, where others could see them.

            What is said here is sealed together with the item, all of it. Only what is said with \
            --private is for yourself: no sealed file carries it. A court may still ask for it.

            For example:
              keepsake describe 7 --title
              keepsake describe 7 --label school --behaviour watching

            Words for --behaviour (\(vocabulary.place)):
            \(words)
            """)

    static let vocabulary = Vocabulary.englandAndWales
    private static let words = Layout.columns(
        vocabulary.behaviours.map { [$0.word, $0.meaning] })

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Ask for a title of one line.")
    var title = false

    @Flag(help: "Ask for what is to be corrected about the item.")
    var correction = false

    @Flag(name: .customLong("private"), help: "Ask for a note of your own, which is never sealed.")
    var isPrivate = false

    @Option(help: ArgumentHelp("A label of a few words; may be repeated.", valueName: "WORD"))
    var label: [String] = []

    @Option(help: ArgumentHelp("A label that no longer applies.", valueName: "WORD"))
    var withoutLabel: [String] = []

    @Option(help: ArgumentHelp("A behaviour that it shows; may be repeated.", valueName: "WORD"))
    var behaviour: [String] = []

    @Option(help: ArgumentHelp("A behaviour that no longer applies.", valueName: "WORD"))
    var withoutBehaviour: [String] = []

    @Option(
        help: ArgumentHelp(
            "The order of day, month and year in its dates: dmy, mdy or ymd.", valueName: "ORDER"))
    var dateOrder: String?

    @Option(
        help: ArgumentHelp(
            "The time zone of its times, such as Europe/London.", valueName: "ZONE"))
    var zone: String?

    @Flag(help: "Write one line of JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The item's number.", valueName: "N"))
    var number: UInt64

    func validate() throws {
        guard [title, correction, isPrivate].filter({ $0 }).count <= 1 else {
            throw ValidationError("Only one of --title, --correction and --private at a time")
        }
        let words = behaviour + withoutBehaviour
        guard !isPrivate || (words + withoutLabel + [dateOrder, zone].compactMap { $0 }).isEmpty
        else {
            throw ValidationError("With --private only --label can be given")
        }
        guard
            title || correction || isPrivate || dateOrder != nil || zone != nil
                || !(label + withoutLabel + words).isEmpty
        else {
            throw ValidationError("It was not said what to record about the item")
        }
        for label in label + withoutLabel where !ItemDescribed.isLabel(label) {
            throw ValidationError("A label is one line of at most 64 bytes")
        }
        for word in words where Self.vocabulary.behaviour(word) == nil {
            throw ValidationError("\(SafeText.escaped(word)) is not a word for a behaviour")
        }
        guard dateOrder.map({ DateOrder(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("The order of dates is dmy, mdy or ymd")
        }
        guard zone.map(ItemDescribed.isZone) ?? true else {
            throw ValidationError("A time zone is written like Europe/London")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let asks = title || correction || isPrivate
        let typing = TypedText(secret)
        if let zone { try check(zone, desk) }
        if asks { try typing.checkInput("The text", desk.console) }
        var text =
            asks
            ? try typing.given(
                limit: EvidenceModel.Limits.statementBytes, wrongKind: .textNotText, long: .textLong
            )
            : nil
        guard !asks || text != nil || desk.console.terminal != nil else {
            throw Failure(.textEmpty)
        }
        let vault = try desk.open(place, secret, for: .writing)
        defer {
            vault.close()
            text?.wipe()
        }
        let path = try desk.vaultPath(place)
        if vault.withdrawal(of: number)?.erased != nil {
            throw Failure(.itemErased, ["number": String(number)])
        }
        guard vault.canDescribe(number) else {
            throw Failure(.itemUnknown, ["number": String(number)])
        }
        if asks, text == nil { text = try ask(typing, desk.console) }
        let statement = try text.map { (bytes) throws(Failure) in try accepted(bytes) }
        let entry: EntryBody
        do {
            entry =
                isPrivate
                ? try vault.note(
                    ItemPrivate(item: number, note: statement ?? "", labels: distinct(label)))
                : try vault.describe(described(statement, vault.description(of: number)))
        } catch {
            throw VaultFailure.failure(error, path: path, number: number)
        }
        try say(entry, desk)
        try readAgain(vault, path, desk)
        return .done
    }

    // With another order of its dates an item says something else.
    private func readAgain(
        _ vault: OpenVault, _ path: String, _ desk: Desk
    ) throws(Failure) {
        guard dateOrder != nil, let item = try? vault.item(number), !item.isCompanion,
            item.added.acquired != .typed, vault.reading(of: number) != nil
        else { return }
        let report = try desk.vaultWork(path) {
            let companion = CatalogueCompanion(vault, desk)
            let report = try ItemReading(vault).readAll([item], companion) { item, result in
                guard !json else { return }
                switch result {
                case .recorded(let read):
                    try desk.console.say(
                        "It was read again with that: " + ReadingText(read).sentence + ".")
                case .unchanged:
                    try desk.console.say("It was read again with that, and nothing differs.")
                case .notRead(let reason):
                    try desk.console.say("It was not read again with that: \(reason.text).")
                }
            }
            companion.finish([item.number])
            return report
        }
        if report.isStopped { throw Failure(.interrupted) }
    }

    private func ask(_ typing: TypedText, _ console: Console) throws(Failure) -> Bytes {
        if title, let terminal = console.terminal {
            defer { terminal.erase() }
            return try terminal.ask("Title: ") ?? Bytes()
        }
        return try typing.lines(
            isPrivate
                ? "Write your own note. Finish with an empty line. It is never sealed."
                : "Write what is to be corrected. Finish with an empty line.",
            console, limit: EvidenceModel.Limits.statementBytes, empty: .textEmpty, long: .textLong)
    }

    // The text without the line feed at its end; a title is one line.
    private func accepted(_ bytes: Bytes) throws(Failure) -> String {
        guard !TypedText.isBlank(bytes) else { throw Failure(.textEmpty) }
        guard var text = bytes.strictText, !bytes.contains(0) else { throw Failure(.textNotText) }
        if text.hasSuffix("\n") { text = String(text.unicodeScalars.dropLast()) }
        guard !title || ItemDescribed.isTitle(text) else { throw Failure(.titleUnusable) }
        return text
    }

    private func described(_ text: String?, _ now: CurrentDescription) -> ItemDescribed {
        var described = ItemDescribed(item: number)
        if title { described.title = text }
        if correction { described.correction = text }
        if !(label + withoutLabel).isEmpty {
            described.labels = distinct(now.labels + label).filter { !withoutLabel.contains($0) }
        }
        if !(behaviour + withoutBehaviour).isEmpty {
            let before = now.vocabulary == Self.vocabulary.identifier ? now.behaviours : []
            described.behaviours = distinct(before + behaviour)
                .filter { !withoutBehaviour.contains($0) }
            described.vocabulary = Self.vocabulary.identifier
        }
        described.dateOrder = dateOrder.flatMap { DateOrder(rawValue: $0) }
        described.zone = zone
        return described
    }

    private func distinct(_ words: [String]) -> [String] {
        words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    // Where the system has a list of zones, it must be one of them: a slip would move every time.
    private func check(_ zone: String, _ desk: Desk) throws(Failure) {
        let folder = "/usr/share/zoneinfo"
        guard let root = try? FilePlace(folder), let place = try? FilePlace(folder + "/" + zone),
            (try? desk.fileSystem.exists(root)) == true,
            (try? desk.fileSystem.exists(place)) == false
        else { return }
        throw Failure(
            .usage,
            [
                "reason": "This system knows no time zone \(zone)",
                "command": "keepsake describe",
            ])
    }

    private func say(_ entry: EntryBody, _ desk: Desk) throws(Failure) {
        guard json else {
            let sealed =
                isPrivate
                ? "It is your own and is never sealed." : "It is sealed together with it."
            return try desk.console.say(
                "Recorded about \(number), as entry \(entry.seq) of the record.\n\(sealed)")
        }
        try desk.console.say(
            .object([
                "schema": .string("keepsake.describe/1"),
                "item": .integer(Int64(clamping: number)),
                "entry": .integer(Int64(clamping: entry.seq)), "private": .bool(isPrivate),
            ]))
    }
}
