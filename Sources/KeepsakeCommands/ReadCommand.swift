// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ContainedReading
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct ReadCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read again what items say, with what this version understands.",
        discussion: """
            What is found is a new line in the record; what was read before stays in it. Where nothing \
            differs, nothing is recorded.

            For example:
              keepsake read 7
              keepsake read --all
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Read every item.")
    var all = false

    @Flag(help: "Write one line of JSON for each item, and a summary.")
    var json = false

    @Argument(help: ArgumentHelp("The items' numbers, such as 7 or 3,7-9.", valueName: "N"))
    var numbers: [String] = []

    func validate() throws {
        guard all != !numbers.isEmpty else {
            throw ValidationError("Give the numbers of items, or --all")
        }
        for text in numbers where ItemList(text) == nil {
            throw ValidationError("\(SafeText.escaped(text)) is not a number or a range")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let items = try chosen(vault)
        var talk = ReadTalk(desk.console, isJSON: json)
        let report = try desk.vaultWork(try desk.vaultPath(place)) {
            let companion = CatalogueCompanion(vault, desk)
            let report = try ItemReading(vault, count: items.count).readAll(items, companion) {
                item, result in
                try talk.take(item, result)
            }
            companion.finish(items.map(\.number))
            return report
        }
        try talk.end(report)
        return report.isStopped ? .interrupted : .done
    }

    // What belongs with another item is read with that one.
    private func chosen(_ vault: OpenVault) throws(Failure) -> [ItemRecord] {
        let there = vault.items()
        guard !all else {
            return there.filter { !$0.isCompanion && $0.added.acquired != .typed }
        }
        var wanted: Set<UInt64> = []
        let known = there.map(\.number)
        for text in numbers {
            guard let list = ItemList(text) else { continue }
            if let missing = list.missing(from: known) {
                throw Failure(.itemUnknown, ["number": String(missing)])
            }
            for number in list.chosen(from: known) { wanted.insert(number) }
        }
        for item in there where wanted.contains(item.number) && item.isCompanion {
            if let set = item.added.set, known.contains(set) {
                wanted.remove(item.number)
                wanted.insert(set)
            }
        }
        return there.filter { wanted.contains($0.number) }
    }
}

/// What is said of items that were read.
struct ReadTalk {
    private let console: Console
    private let isJSON: Bool
    private var recorded = 0
    private var unchanged = 0
    private var notRead = 0

    init(_ console: Console, isJSON: Bool) {
        self.console = console
        self.isJSON = isJSON
    }

    mutating func take(_ item: ItemRecord, _ result: ItemReading.Result) throws(Failure) {
        switch result {
        case .recorded: recorded += 1
        case .unchanged: unchanged += 1
        case .notRead: notRead += 1
        }
        guard !isJSON else { return try console.say(Self.json(item, result)) }
        var text = "  \(item.number)   "
        switch result {
        case .recorded(let read): text += ReadingText(read).sentence
        case .unchanged(let read): text += ReadingText(read).sentence + "; nothing differs"
        case .notRead: break
        }
        if let why = Self.why(result) { text += "\n      not read: " + why }
        try console.say(text)
    }

    func end(_ report: ItemReading.Report) throws(Failure) {
        guard !isJSON else {
            return try console.say(
                .object([
                    "schema": .string("keepsake.read/1"), "recorded": .integer(Int64(recorded)),
                    "unchanged": .integer(Int64(unchanged)),
                    "notRead": .integer(Int64(notRead + report.left)),
                ]))
        }
        let count = recorded + unchanged + notRead
        var parts: [String] = []
        if count == 0, !report.isStopped { parts.append("There was nothing to read.") }
        if recorded > 0 {
            parts.append("\(SizeText.counted(recorded, "new reading")) recorded.")
        } else if unchanged > 0 {
            parts.append("Nothing differs from what was read before, so nothing was recorded.")
        }
        let remarks = ItemReading.remarks(report)
        if !remarks.isEmpty { parts.append(remarks) }
        if !parts.isEmpty { try console.say("\n" + parts.joined(separator: "\n\n")) }
    }

    /// Why an item, or a part of it, was not read; escaped.
    static func why(_ result: ItemReading.Result) -> String? {
        switch result {
        case .recorded(let read), .unchanged(let read):
            read.facts.unread.map { SafeText.escaped($0) }
        case .notRead(let reason): reason.text
        }
    }

    /// One item's line.
    static func json(_ item: ItemRecord, _ result: ItemReading.Result) -> JSONValue {
        var object: [String: JSONValue] = [
            "schema": .string("keepsake.read/1"), "item": .integer(Int64(clamping: item.number)),
        ]
        switch result {
        case .recorded(let read):
            object.merge(ReadingText(read).json) { old, _ in old }
            object["recorded"] = .bool(true)
        case .unchanged(let read):
            object.merge(ReadingText(read).json) { old, _ in old }
            object["recorded"] = .bool(false)
        case .notRead(let reason):
            object["unread"] = .string(reason.text)
            object["recorded"] = .bool(false)
        }
        return .object(object)
    }
}
