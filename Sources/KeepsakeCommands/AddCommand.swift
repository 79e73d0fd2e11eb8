// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

struct AddCommand: KeepsakeCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add files, or every file in a folder. The originals are not changed.",
        discussion: """
            Each file is kept first and read afterwards, in a program of its own that can do nothing else. \
            What could not be read is kept all the same. A sealed file that somebody handed over is kept \
            whole, checked, and the verdict on it recorded.

            For example:
              keepsake add ~/Pictures/IMG_2041.HEIC ~/Recordings
            """,
        aliases: ["import"])

    @OptionGroup var place: VaultOptions
    @OptionGroup var secret: PassphraseOptions

    @Flag(help: "Write one line of JSON for each item as soon as it is kept, and a summary.")
    var json = false

    @Flag(help: "Keep the files and do not read what they say; keepsake read does that later.")
    var withoutReading = false

    @Option(
        name: [.customShort("i"), .long],
        help: ArgumentHelp(
            "A file with the key that opens sealed files among them, so that all of what is inside is "
                + "checked; may be given again.", valueName: "FILE"))
    var identity: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with the passphrase that opens them.", valueName: "FILE"))
    var bundlePassphraseFile: String?

    @Option(
        help: ArgumentHelp(
            "The key that sealed them, as you learnt it by another route: as for open.",
            valueName: "KEY"))
    var sealedBy: String?

    @Argument(help: ArgumentHelp("The files and folders.", valueName: "PATH"))
    var paths: [String]

    func run(_ desk: Desk) throws(Failure) -> ExitStatus {
        let path = try desk.vaultPath(place)
        let named = try namedPlaces(desk)
        let intake = try SealedFileIntake(
            desk.console, identity: identity, passphraseFile: bundlePassphraseFile,
            sealedBy: sealedBy)
        let vault = try desk.open(place, secret, for: .writing)
        defer { vault.close() }
        let progress = Progress("Adding")
        var talk = AddTalk(desk.console, vault, isJSON: json)
        let summary: AddSummary
        do {
            defer { progress.end() }
            let plan = try vault.survey(named)
            summary = try vault.add(plan, stop: { Interruption.isRequested }) { event in
                switch event {
                case .reading(let index, let count, let bytes, let total):
                    progress.update(bytes: bytes, of: total, item: index + 1, of: count)
                case .kept(let items): talk.kept(items)
                case .passedOver: break
                }
            }
        } catch {
            talk.tell()
            throw VaultFailure.failure(error, path: paths.count == 1 ? paths[0] : path)
        }
        if !withoutReading, !summary.isStopped {
            do {
                try talk.read(summary.kept, desk)
            } catch {
                talk.tell()
                throw VaultFailure.failure(error, path: path)
            }
        }
        if !summary.isStopped {
            do {
                try talk.check(summary.kept, with: intake)
            } catch {
                talk.tell()
                throw VaultFailure.failure(error, path: path)
            }
        }
        return try talk.end(summary)
    }

    // The bytes of what was named; where none of it is there, nobody is asked for a passphrase.
    private func namedPlaces(_ desk: Desk) throws(Failure) -> [FilePlace] {
        var raw = RawArguments()
        var places: [FilePlace] = []
        for path in paths {
            let bytes = raw.bytes(of: path)
            do throws(FileError) {
                places.append(try FilePlace(bytes))
            } catch {
                throw Failure(.inputMissing, ["path": path])
            }
        }
        let isThere = places.contains { (try? desk.fileSystem.exists($0)) ?? true }
        guard isThere else { throw Failure(.inputMissing, ["path": paths.joined(separator: ", ")]) }
        return places
    }
}

// What is said of an `add`: each item once it is durable, and the summary.
private struct AddTalk {
    /// Items that are listed on the screen.
    private static let listed = 20

    private let console: Console
    private let vault: OpenVault
    private let isJSON: Bool
    private var items: [ItemRecord] = []
    private var failure: Failure?
    private var reading = ItemReading.Report()
    private var readCount = 0
    private var unread: [(item: UInt64, why: String)] = []
    private var sealed = SealedFileIntake.Outcome()

    init(_ console: Console, _ vault: OpenVault, isJSON: Bool) {
        self.console = console
        self.vault = vault
        self.isJSON = isJSON
    }

    // The items whose bytes were there before.
    private var again: [ItemRecord] {
        items.filter { vault.firstAcquisition(of: $0.number) != nil }
    }

    mutating func kept(_ new: [ItemRecord]) {
        items += new
        guard isJSON, failure == nil else { return }
        for item in new {
            guard case .object(var object) = ItemText(item, in: vault).json else { continue }
            object["schema"] = .string("keepsake.add/1")
            do throws(Failure) {
                try console.say(.object(object))
            } catch {
                // Whoever listens has gone; what was kept stays kept, and the end says so.
                failure = error
                return
            }
        }
    }

    // Reads what was kept, and records what it says.
    mutating func read(_ kept: [ItemRecord], _ desk: Desk) throws {
        let wanted = kept.filter(vault.wantsReading)
        guard !wanted.isEmpty else { return }
        let companion = CatalogueCompanion(vault, desk)
        var unread: [(item: UInt64, why: String)] = []
        var count = 0
        reading = try ItemReading(vault, count: wanted.count).readAll(wanted, companion) {
            item, result in
            if case .notRead = result {} else { count += 1 }
            if let why = ReadTalk.why(result) { unread.append((item.number, why)) }
        }
        companion.finish(kept.map(\.number))
        self.unread = unread
        readCount = count
    }

    // Checks those that are sealed files, and records what was found.
    mutating func check(_ kept: [ItemRecord], with intake: SealedFileIntake) throws {
        sealed = try intake.check(kept, in: vault)
    }

    // Says what was kept before something went wrong.
    func tell() {
        guard !isJSON, !items.isEmpty else { return }
        try? console.say(
            Self.sentence(items.count) + "\n\n" + list + "\n")
    }

    func end(_ summary: AddSummary) throws(Failure) -> ExitStatus {
        if let failure { throw failure }
        let skipped = summary.passedOver.filter(\.isSkipped)
        let nothing = items.isEmpty && !summary.isStopped
        let exit: ExitStatus =
            summary.isStopped || reading.isStopped || sealed.isStopped
            ? .interrupted : skipped.isEmpty ? .done : nothing ? .noInput : .partial
        if isJSON {
            try console.say(
                .object([
                    "schema": .string("keepsake.add/1"), "kept": .integer(Int64(items.count)),
                    "alreadyKept": .integer(Int64(again.count)),
                    "read": .integer(Int64(readCount)),
                    "unread": .array(
                        unread.map {
                            .object([
                                "item": .integer(Int64(clamping: $0.item)), "why": .string($0.why),
                            ])
                        }),
                    "sealedFiles": .array(
                        sealed.checked.map {
                            .object([
                                "item": .integer(Int64(clamping: $0.item)),
                                "verdict": .string($0.verdict.rawValue),
                                "exit": .integer(Int64($0.exit.rawValue)),
                            ])
                        }),
                    "passedOver": .array(summary.passedOver.map(Self.json)),
                    "exit": .integer(Int64(exit.rawValue)),
                ]))
        } else if !nothing || skipped.isEmpty {
            try console.say(page(summary, skipped))
        } else {
            console.remark(Self.reasons(skipped))
        }
        if summary.isStopped {
            throw Failure(
                .interruptedAdding,
                [
                    "count": SizeText.counted(items.count, "item")
                        + (items.count == 1 ? " was" : " were")
                ])
        }
        if nothing, !skipped.isEmpty { throw Failure(.nothingAdded) }
        return exit
    }

    private func page(_ summary: AddSummary, _ skipped: [PassedOver]) -> String {
        if summary.isStopped { return items.isEmpty ? "Nothing was added." : list }
        var parts: [String] = []
        let again = again.count
        if skipped.isEmpty {
            if items.count > again || again == 0 {
                parts.append(Self.sentence(items.count - again))
            }
        } else {
            let all = items.count + skipped.count
            parts.append(
                "\(SizeText.grouped(UInt64(items.count))) of \(SizeText.counted(all, "item")) "
                    + (items.count == 1 ? "is" : "are") + " in the vault.")
        }
        if again > 0 {
            let all = again == items.count
            parts.append(
                (all
                    ? "Nothing was kept twice. " + SizeText.counted(again, "item")
                    : SizeText.grouped(UInt64(again)) + " more")
                    + (again == 1
                        ? " was already kept; that it came again is recorded."
                        : " were already kept; that they came again is recorded."))
        }
        if !items.isEmpty { parts.append(list) }
        parts += sealedFiles
        parts += notRead
        if !skipped.isEmpty { parts.append(Self.reasons(skipped)) }
        let left = summary.passedOver.filter { $0.reason == .theVault }
        if !left.isEmpty { parts.append("The vault's own folder lies inside and was left out.") }
        parts.append("Your originals were not changed and are still where they were.")
        return parts.joined(separator: "\n\n")
    }

    // What was found of sealed files.
    private var sealedFiles: [String] {
        var parts: [String] = []
        let count = sealed.checked.count
        if count > 0 {
            var text =
                SizeText.counted(count, "sealed file") + (count == 1 ? " is" : " are")
                + " kept whole, and what a check found is recorded:\n"
                + sealed.checked.prefix(Self.listed).map {
                    "  \($0.item)   \(SealedFileText($0).row)"
                }.joined(separator: "\n")
            if count > Self.listed {
                text += "\n  and \(SizeText.grouped(UInt64(count - Self.listed))) more"
            }
            if sealed.checked.contains(where: { $0.exit == .notOpened }) {
                text +=
                    "\nWith the key that opens them, all of what is inside is checked:\n"
                    + "  --identity FILE   or   --bundle-passphrase-file FILE"
            }
            parts.append(text)
        }
        if !sealed.left.isEmpty {
            parts.append(
                "Kept, and not checked as sealed files, because they could not be read for it: "
                    + sealed.left.prefix(Self.listed).map(String.init).joined(separator: ", ")
                    + (sealed.left.count > Self.listed ? " and more" : "") + ".")
        }
        if sealed.isStopped {
            parts.append("Stopped before every sealed file was checked. All of them are kept.")
        }
        return parts
    }

    // What was kept and not understood.
    private var notRead: [String] {
        var parts: [String] = []
        if !unread.isEmpty, !reading.hasNoReader {
            var text =
                SizeText.counted(unread.count, "item") + (unread.count == 1 ? " is" : " are")
                + " kept and could not be read, or not to the end:\n"
                + unread.prefix(Self.listed).map { "  \($0.item)   \($0.why)" }
                .joined(separator: "\n")
            if unread.count > Self.listed {
                text += "\n  and \(SizeText.grouped(UInt64(unread.count - Self.listed))) more"
            }
            parts.append(text)
        }
        let remarks = ItemReading.remarks(reading)
        if !remarks.isEmpty { parts.append(remarks) }
        return parts
    }

    private var list: String {
        var text = Layout.columns(
            items.prefix(Self.listed).map { ItemText($0, in: vault).addedRow },
            rightAligned: ItemText.rightAligned)
        if items.count > Self.listed {
            text += "\n  and \(SizeText.grouped(UInt64(items.count - Self.listed))) more"
        }
        return text
    }

    private static func sentence(_ count: Int) -> String {
        count == 0
            ? "There was nothing to add."
            : SizeText.counted(count, "item") + (count == 1 ? " is" : " are") + " in the vault."
    }

    private static func reasons(_ skipped: [PassedOver]) -> String {
        var text =
            SizeText.counted(skipped.count, "thing") + (skipped.count == 1 ? " was" : " were")
            + " not added:\n"
            + skipped.prefix(listed).map {
                "  \(PathText.shown($0.place.bytes))   \(words($0.reason))"
            }.joined(separator: "\n")
        if skipped.count > listed {
            text +=
                "\n  and \(SizeText.grouped(UInt64(skipped.count - listed))) more, which --json lists"
        }
        return text
    }

    private static func json(_ passed: PassedOver) -> JSONValue {
        var object: [String: JSONValue] = [
            "path": .string(PathText.shown(passed.place.bytes)),
            "reason": .string(words(passed.reason)),
        ]
        if passed.place.bytes.strictText == nil {
            object["pathBytes"] = .string(
                Base64.encode(passed.place.bytes.span, padding: .required))
        }
        return .object(object)
    }

    private static func words(_ reason: PassedOver.Reason) -> String {
        switch reason {
        case .link: "a link; links are not followed"
        case .device: "a device"
        case .socket: "a socket"
        case .pipe: "a pipe"
        case .other: "not a file"
        case .theVault: "the vault itself"
        case .emptyFolder: "a folder without files"
        case .notFound: "it is not there"
        case .notPermitted: "it may not be read by you"
        case .unreadable: "the disk reported a fault while reading it"
        case .changed: "it changed while it was read"
        case .nameTooLong: "its name is too long"
        case .tooDeep: "its folders lie too deep"
        case .tooMany: "there are too many files for one time"
        }
    }
}
