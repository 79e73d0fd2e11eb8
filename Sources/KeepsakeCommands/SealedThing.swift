// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import KeepsakeConsole

/// Something that can be sealed: an item, an incident or an order, by its number and what it is.
struct SealedThing {
    /// The number by which people name it.
    let number: UInt64
    /// What it is, as `list` shows it and `--kind` takes it.
    let kind: EvidenceKind

    init(_ number: UInt64, _ vault: OpenVault) {
        self.number = number
        if vault.isIncident(number) {
            kind = .incident
        } else if vault.isOrder(number) {
            kind = .order
        } else {
            kind = (try? vault.item(number)).map { ItemText.kind($0, in: vault) } ?? .file
        }
    }

    /// What has this number: `an item`, `an incident`, `an order`; nothing where there is nothing.
    static func plain(_ number: UInt64, _ vault: OpenVault) -> String? {
        if vault.isIncident(number) { return "an incident" }
        if vault.isOrder(number) { return "an order" }
        return (try? vault.item(number)).map { _ in "an item" }
    }

    /// How many things of a kind, in words: `1 photo`, `2 files of messages`.
    static func counted(_ count: Int, _ kind: EvidenceKind) -> String {
        switch kind {
        case .messages: SizeText.counted(count, "file of messages", "files of messages")
        case .calls: SizeText.counted(count, "file of calls", "files of calls")
        case .mailbox: SizeText.counted(count, "mailbox", "mailboxes")
        case .audio: SizeText.counted(count, "sound recording")
        case .file: SizeText.counted(count, "other file")
        default: SizeText.counted(count, kind.rawValue)
        }
    }

    /// The numbers of everything that can be sealed: what was withdrawn cannot.
    static func numbers(_ vault: OpenVault) -> [UInt64] {
        let numbers =
            vault.items().map(\.number) + vault.incidents().map(\.number)
            + vault.orders().map(\.number)
        return numbers.sorted()
    }
}
