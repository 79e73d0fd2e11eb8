// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EvidenceCatalogue
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct TimelineCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Show everything that happened, in order of time.",
        discussion: """
            Diary entries, orders, messages, calls, mail, photos and recordings stand in one list, each \
            with what its time rests on. Messages of one day stand together unless --each is given. A \
            time without an offset is shown as it stands; it is put in order by the zone that you \
            stated (describe --zone), else by this device's.

            For example:
              keepsake timeline --from 2026-05-01 --kind incident --kind calls
            """)

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions
    @OptionGroup var narrowing: FilterOptions

    @Flag(help: "With --from or --until: show what has no known time too.")
    var undated = false

    @Flag(help: "Show each message on a line of its own.")
    var each = false

    @Flag(help: "Show titles, senders and the beginning of texts too.")
    var names = false

    @Flag(help: "Write one line of JSON.")
    var json = false

    @Flag(help: "Write a table for spreadsheets (CSV).")
    var csv = false

    func validate() throws {
        guard !(json && csv) else { throw ValidationError("Only one of --json and --csv") }
    }

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let vault = try desk.open(place, secret, for: .reading)
        defer { vault.close() }
        let room = try VaultCatalogue(vault, desk, path: try desk.vaultPath(place))
        var filter = narrowing.filter(vault)
        if undated { filter.undated = .included }
        let lines = try room.ask { try $0.timeline(filter, each: each) }
        var left = 0
        if filter.hasDays, !undated {
            filter.undated = .alone
            left = Set(try room.ask { try $0.timeline(filter) }.map(\.number)).count
        }
        let weeks = WeekCounts(lines)
        if json {
            try desk.console.say(
                .object([
                    "schema": .string("keepsake.timeline/1"),
                    "lines": .array(lines.map { TimelineText.json($0, room.zones) }),
                    "weeks": weeks.json,
                    "undatedLeftOut": .integer(Int64(left)),
                    "notRead": .array(room.missing.map { .integer(Int64(clamping: $0)) }),
                ]))
        } else if csv {
            try desk.console.say(raw: Self.table(lines, room.zones))
        } else {
            try desk.console.say(text(lines, weeks, left, room, vault))
        }
        return room.missing.isEmpty ? VaultProblems.exit(vault) : .partial
    }

    private func text(
        _ lines: [TimelineLine], _ weeks: WeekCounts, _ left: Int, _ room: VaultCatalogue,
        _ vault: OpenVault
    ) -> String {
        var undated: [String] = []
        if left > 0 {
            undated.append(
                "\(SizeText.counted(left, "thing")) "
                    + (left == 1 ? "has no known time and is" : "have no known time and are")
                    + " left out. To see " + (left == 1 ? "it" : "them") + ": --undated")
        }
        guard !lines.isEmpty else {
            return ([narrowing.isEmpty ? "The vault is empty." : "Nothing fits."] + undated)
                .joined(separator: "\n\n") + VaultProblems.remark(vault)
        }
        var parts = [
            Layout.columns(
                lines.map { TimelineText.row($0, names: names, room.zones) }, rightAligned: [1]),
            weeks.chart,
        ]
        if lines.contains(where: \.isAmbiguous) {
            parts.append(
                "Some dates can be read in two ways. If you know the order of day and month:\n"
                    + "  keepsake describe N --date-order dmy")
        }
        parts += undated
        if !room.zones.unknown.isEmpty {
            parts.append(
                "This system has no rules of the time zone "
                    + room.zones.unknown.joined(separator: ", ")
                    + ", so its times are put in order as if they were UTC.")
        }
        parts += SearchCommand.notSearched(room)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + VaultProblems.remark(vault)
    }

    private static func table(_ lines: [TimelineLine], _ zones: ZoneBook) -> String {
        CSVText.record([
            "from", "to", "number", "kind", "basis", "ambiguous", "records", "sequence", "sender",
            "title", "text",
        ])
            + lines.map { line in
                CSVText.record([
                    line.from ?? "", line.to ?? "", String(line.number), line.kind.rawValue,
                    line.basis ?? "",
                    line.isAmbiguous || TimelineText.change(line, zones) != nil ? "yes" : "no",
                    String(line.records),
                    line.sequence > 0 ? String(line.sequence) : "", line.sender ?? "",
                    line.title ?? "", line.text ?? "",
                ])
            }.joined()
    }
}
