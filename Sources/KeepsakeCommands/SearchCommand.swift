// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct SearchCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find words in titles, the diary, messages and mail.",
        discussion: """
            Everything that holds all of the words is shown, in order of time. Words between quotation \
            marks are looked for as they stand. Accents and capitals make no difference.

            Words on the command line stay in this computer's history of commands. Without any, they are \
            asked for at the terminal, or read from standard input.

            For example:
              keepsake search school --from 2026-05-01
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions
    @OptionGroup var narrowing: FilterOptions

    @Flag(help: "With --from or --until: show what has no known time too.")
    var undated = false

    @Option(help: ArgumentHelp("Show at most so many places.", valueName: "N"))
    var limit = Limits.hits

    @Flag(help: "Write one line of JSON.")
    var json = false

    @Argument(help: ArgumentHelp("What to look for.", valueName: "WORDS"))
    var words: [String] = []

    func validate() throws {
        guard (1...1_000_000).contains(limit) else {
            throw ValidationError("--limit is a number from 1 to 1000000")
        }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let given = try words(desk)
        let vault = try desk.open(place, secret, for: .reading)
        defer { vault.close() }
        var sought = given
        if sought == nil { sought = try asked(desk) }
        let wanted = sought ?? ""
        let room = try VaultCatalogue(vault, desk, path: try desk.vaultPath(place))
        var filter = narrowing.filter(vault)
        if undated { filter.undated = .included }
        let found = try room.ask { try $0.search(wanted, filter, limit: limit) }
        var left = 0
        if filter.hasDays, !undated {
            filter.undated = .alone
            left = try room.ask { try $0.search(wanted, filter, limit: 1).count }
        }
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.search/1"),
                    "count": .integer(Int64(found.count)),
                    "hits": .array(found.hits.map { Self.json($0, room.zones) }),
                    "undatedLeftOut": .integer(Int64(left)),
                    "notSearched": .array(room.missing.map { .integer(Int64(clamping: $0)) }),
                ]))
        } else {
            try desk.console.say(text(found.hits, found.count, left, room, vault))
        }
        return room.missing.isEmpty ? VaultProblems.exit(vault) : .partial
    }

    // What was given on the command line or on standard input.
    private func words(_ desk: Desk) throws(Failure) -> String? {
        if !words.isEmpty {
            // An argument of several words was quoted by the shell: it is meant as it stands.
            return words.map { word in
                word.contains(where: \.isWhitespace) && !word.contains("\"") ? "\"\(word)\"" : word
            }.joined(separator: " ")
        }
        let typing = TypedText(secret)
        try typing.checkInput("What to look for", desk.console)
        guard
            let bytes = try typing.given(
                limit: 4096, wrongKind: .textNotText, long: .textLong)
        else {
            guard desk.console.terminal != nil else { throw Failure(.searchEmpty) }
            return nil
        }
        guard let text = bytes.strictText else { throw Failure(.textNotText) }
        return text
    }

    private func asked(_ desk: Desk) throws(Failure) -> String {
        guard let terminal = desk.console.terminal else { throw Failure(.searchEmpty) }
        defer { terminal.erase() }
        guard let text = try terminal.ask("Look for: ")?.strictText else {
            throw Failure(.searchEmpty)
        }
        return text
    }

    private func text(
        _ hits: [CatalogueHit], _ count: Int, _ left: Int, _ room: VaultCatalogue,
        _ vault: OpenVault
    ) -> String {
        var parts: [String] = []
        if hits.isEmpty {
            parts.append("Nothing was found.")
        } else {
            parts.append("Found in " + SizeText.counted(count, "place") + ".")
            parts += hits.map { Self.page($0, room.zones) }
            if count > hits.count {
                parts.append(
                    "\(SizeText.grouped(UInt64(count - hits.count))) more. To see them: --limit "
                        + "\(count)")
            }
        }
        if left > 0 {
            parts.append(
                "\(SizeText.counted(left, "place")) more "
                    + (left == 1 ? "has" : "have") + " no known time. To see "
                    + (left == 1 ? "it" : "them") + ": --undated")
        }
        parts += Self.notSearched(room)
        return parts.joined(separator: "\n\n") + VaultProblems.remark(vault)
    }

    /// What is said where records are not in the catalogue.
    static func notSearched(_ room: VaultCatalogue) -> [String] {
        [
            ("Not searched, as what is in it could not be read: ", room.unread),
            ("Searched in part, as there is more in it than is held for searching: ", room.cut),
        ].filter { !$0.1.isEmpty }.map { text, numbers in
            text + numbers.map(String.init).joined(separator: ", ")
        }
    }

    private static func page(_ hit: CatalogueHit, _ zones: ZoneBook) -> String {
        var head = "  \(hit.number)"
        if hit.sequence > 0 { head += ", record \(hit.sequence)" }
        head += "   \(hit.kind.rawValue)   "
        head +=
            TimelineText.time(hit.time, isMinute: hit.isMinute)
            + (hit.isAmbiguous ? " (or another day)" : "")
        if let change = change(hit, zones) { head += " (\(change.text))" }
        if let sender = hit.sender {
            head += "   from " + Layout.shortened(SafeText.escaped(sender), to: 30)
        } else if hit.sequence == 0 {
            head += "   " + hit.field
        }
        return head + "\n" + Layout.wrapped(TimelineText.excerpt(hit.text), indent: 4)
    }

    private static func json(_ hit: CatalogueHit, _ zones: ZoneBook) -> JSONValue {
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: hit.number)), "field": .string(hit.field),
            "kind": .string(hit.kind.rawValue), "text": .string(hit.text),
            "ambiguous": .bool(hit.isAmbiguous),
        ]
        if hit.sequence > 0 { object["sequence"] = .integer(Int64(clamping: hit.sequence)) }
        object["time"] = hit.time.map { .string($0) }
        object["sender"] = hit.sender.map { .string($0) }
        object["senderName"] = hit.senderName.map { .string($0) }
        if let change = change(hit, zones) { object.merge(change.json) { _, new in new } }
        return .object(object)
    }

    private static func change(_ hit: CatalogueHit, _ zones: ZoneBook) -> ClockChange? {
        hit.isAmbiguous
            ? nil : TimelineText.change(hit.time, isMinute: hit.isMinute, hit.zone, zones)
    }
}
