// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import StrictCoding

/// An item as people and programs read it, from the same record.
struct ItemText {
    private let item: ItemRecord
    private let description: CurrentDescription

    init(_ item: ItemRecord, _ description: CurrentDescription = CurrentDescription()) {
        self.item = item
        self.description = description
    }

    /// The columns of `row` that stand at their right edge.
    static let rightAligned: Set<Int> = [0, 2]

    /// Number, kind, size and when it was added; no name.
    var row: [String] {
        [
            String(item.number), item.kind.rawValue, SizeText.short(item.added.size),
            "added " + LocalTime.text(item.added.added),
        ]
    }

    /// The same with the day alone and the title, or the name where there is none.
    var namedRow: [String] {
        row.dropLast() + [
            LocalTime.day(item.added.added),
            Layout.shortened(description.title.map { SafeText.escaped($0) } ?? name),
        ]
    }

    /// The name as it is shown; a note has none.
    var name: String { SafeText.escaped(item.added.name) }

    /// Everything that is known of it.
    var page: String {
        let added = item.added
        var lines = ["Item \(item.number)   \(item.kind.rawValue)", ""]
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
        if let set = added.set { lines.append(Layout.fact("Belongs to", "item \(set)")) }
        lines += DescriptionText.facts(description)
        return lines.joined(separator: "\n")
    }

    /// The item as an object. Fields are only ever added.
    var json: JSONValue {
        let added = item.added
        var object: [String: JSONValue] = [
            "number": .integer(Int64(clamping: item.number)),
            "kind": .string(item.kind.rawValue),
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
        object.merge(DescriptionText.json(description)) { old, _ in old }
        return .object(object)
    }
}
