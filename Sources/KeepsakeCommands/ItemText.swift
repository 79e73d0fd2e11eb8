// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// An item as people and programs read it, from the same record.
struct ItemText {
    private let item: ItemRecord
    private let description: CurrentDescription
    private let read: ItemRead?
    private let reading: ReadingText?
    private let sealed: BundleChecked?
    private let first: UInt64?
    private let companions: [ItemRecord]

    /// An item by what its own entry says.
    init(_ item: ItemRecord) {
        self.item = item
        description = CurrentDescription()
        read = nil
        reading = nil
        sealed = nil
        first = nil
        companions = []
    }

    /// An item by everything that the vault knows of it now.
    init(_ item: ItemRecord, in vault: OpenVault) {
        self.item = item
        description = vault.description(of: item.number)
        read = vault.reading(of: item.number)
        reading = read.map { ReadingText($0) }
        sealed = vault.bundleCheck(of: item.number)
        first = vault.firstAcquisition(of: item.number)
        companions = vault.companions(of: item.number)
    }

    /// What it is: as it was read, else by its first bytes and how it came in.
    private var kind: String { Self.kind(item, read).rawValue }

    /// What an item is, by the same.
    static func kind(_ item: ItemRecord, in vault: OpenVault) -> EvidenceKind {
        kind(item, vault.reading(of: item.number))
    }

    private static func kind(_ item: ItemRecord, _ read: ItemRead?) -> EvidenceKind {
        let plain = EvidenceKind(mediaType: item.added.mediaType, acquired: item.added.acquired)
        return item.added.acquired == .typed ? plain : read?.facts.kind ?? plain
    }

    /// The columns of `row` that stand at their right edge.
    static let rightAligned: Set<Int> = [0, 2]

    /// Number, kind, size, and what is known of its contents, else when it was added; no name: somebody
    /// may be looking on.
    var row: [String] {
        [
            String(item.number), kind, SizeText.short(item.added.size),
            sealed.map { SealedFileText($0).row } ?? reading?.rowText
                ?? "added " + LocalTime.text(item.added.added),
        ]
    }

    /// The row of an item that has just been added.
    var addedRow: [String] {
        guard let first else { return row }
        return row.dropLast() + ["already kept as item \(first)"]
    }

    /// The same with the day on which it was added and the title, else what is known of its contents,
    /// else the name.
    var namedRow: [String] {
        row.dropLast() + [
            LocalTime.day(item.added.added),
            Layout.shortened(
                description.title.map { SafeText.escaped($0) } ?? reading?.named ?? name),
        ]
    }

    /// The name as it is shown; a note has none.
    var name: String { SafeText.escaped(item.added.name) }

    /// Everything that is known of it.
    func page(_ zones: ZoneBook) -> String {
        let added = item.added
        var lines = ["Item \(item.number)   \(kind)", ""]
        if let sealed {
            lines.insert(Layout.wrapped(SealedFileText(sealed).sentence), at: 1)
        } else if let reading, reading.saysMore, item.added.acquired != .typed {
            lines.insert(Layout.wrapped(reading.sentence), at: 1)
        }
        if !added.name.isEmpty { lines.append(Layout.fact("Name", name)) }
        lines.append(Layout.fact("Size", SizeText.exact(added.size)))
        lines.append(Layout.fact("SHA-256", added.sha256.hex))
        lines.append(Layout.fact("Type", SafeText.escaped(added.mediaType) + ", by its content"))
        let how: String =
            switch added.acquired {
            case .file: "from a file"
            case .typed: "typed here"
            case .other(let word): SafeText.escaped(word)
            }
        lines.append(
            Layout.fact("Added", LocalTime.text(added.added) + " by this device's clock, " + how))
        if let modified = added.modified {
            lines.append(
                Layout.fact("File changed", LocalTime.text(modified) + ", says the file system"))
        }
        if let created = added.created {
            lines.append(
                Layout.fact("File made", LocalTime.text(created) + ", says the file system"))
        }
        if item.isCompanion, let set = added.set {
            lines.append(Layout.fact("Belongs to", "item \(set), and is read with it"))
        }
        for part in companions {
            lines.append(
                Layout.fact("With it", "item \(part.number), " + SafeText.escaped(part.added.name)))
        }
        if let first { lines.append(Layout.fact("The same as", "item \(first), added again")) }
        if let sealed { lines += SealedFileText(sealed).facts }
        if let reading {
            lines += reading.page(
                number: item.number,
                change: { ClockChange($0, zone: description.zone, zones) })
        }
        lines += DescriptionText.facts(description)
        if let sealed { lines += ["", SealedFileText(sealed).limits] }
        return lines.joined(separator: "\n")
    }

    /// The item as an object with all that was read. Fields are only ever added.
    func fullJSON(_ zones: ZoneBook) -> JSONValue {
        json(reading?.json(change: { ClockChange($0, zone: description.zone, zones) }) ?? [:])
    }

    /// The item as an object of a list. Fields are only ever added.
    var json: JSONValue { json(reading?.listJSON ?? [:]) }

    private func json(_ known: [String: JSONValue]) -> JSONValue {
        let added = item.added
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: item.number)),
            "kind": .string(kind),
            "name": .string(added.name),
            "size": .integer(Int64(clamping: added.size)),
            "sha256": .string(added.sha256.hex),
            "mediaType": .string(added.mediaType),
            "added": .string(added.added.text),
            "acquired": .string(added.acquired.text),
        ]
        if added.nameBytes.strictText == nil {
            let bytes = added.nameBytes
            object["nameBytes"] = .string(Base64.encode(bytes.span, padding: .required))
        }
        object["modified"] = added.modified.map { .string($0.text) }
        object["created"] = added.created.map { .string($0.text) }
        object["set"] = added.set.map { .integer(Int64(clamping: $0)) }
        object["sealedFile"] = sealed.map { SealedFileText($0).json }
        object["alreadyKept"] = first.map { .integer(Int64(clamping: $0)) }
        if !companions.isEmpty {
            object["companions"] = .array(
                companions.map { .integer(Int64(clamping: $0.number)) })
        }
        object.merge(known) { old, _ in old }
        // What the person says it is called stands before what it calls itself.
        object.merge(DescriptionText.json(description)) { _, said in said }
        return .object(object)
    }
}
