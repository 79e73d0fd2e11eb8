// SPDX-License-Identifier: Apache-2.0

import DurableFiles
package import EvidenceModel
import StrictCoding

/// What is said of something in the vault as of now: of each field the newest that was recorded.
package struct CurrentDescription: Sendable, Equatable {
    /// The title.
    package private(set) var title: String?
    /// The labels.
    package private(set) var labels: [String] = []
    /// The behaviours, by the words of `vocabulary`.
    package private(set) var behaviours: [String] = []
    /// The vocabulary that the behaviours are words of.
    package private(set) var vocabulary: String?
    /// In which order its dates stand.
    package private(set) var dateOrder: DateOrder?
    /// The time zone of its times.
    package private(set) var zone: String?
    /// How many descriptions were recorded.
    package private(set) var count = 0

    /// Nothing was said.
    package init() {}

    mutating func take(_ described: ItemDescribed) {
        count += 1
        if let title = described.title { self.title = title }
        if let labels = described.labels { self.labels = labels }
        if let behaviours = described.behaviours {
            self.behaviours = behaviours
            vocabulary = described.vocabulary
        }
        if let order = described.dateOrder { dateOrder = order }
        if let zone = described.zone { self.zone = zone }
    }
}

extension OpenVault {
    /// What is said of the thing with this number as of now; nothing was said of most.
    package func description(of number: UInt64) -> CurrentDescription {
        index.descriptions[number] ?? CurrentDescription()
    }

    /// Whether there is something with this number that can be described.
    package func canDescribe(_ number: UInt64) -> Bool { index.names(number) }

    /// Records a description: a new entry, that goes into a bundle with what it is about.
    ///
    /// - Throws: `VaultError.noSuchItem`, `erased`, `nothingToKeep` where it says nothing, `tooLarge`, `storage`,
    ///   `noRoom`, `notWritable`.
    @discardableResult
    package func describe(_ described: ItemDescribed) throws(VaultError) -> EntryBody {
        guard index.names(described.item) else { throw missing(described.item) }
        guard !described.isEmpty else { throw VaultError(.nothingToKeep) }
        return try record([(.itemDescribed, described.fields)])[0]
    }

    /// Records a note of the owner's own, which no bundle ever carries.
    ///
    /// - Throws: as `describe` does.
    @discardableResult
    package func note(_ note: ItemPrivate) throws(VaultError) -> EntryBody {
        guard index.names(note.item) else { throw missing(note.item) }
        guard !note.note.isEmpty else { throw VaultError(.nothingToKeep) }
        return try record([(.itemPrivate, note.fields)])[0]
    }

    /// Appends entries that hold no original, in one commit.
    ///
    /// What could not be read back as its kind is refused before anything is written.
    func record(
        _ entries: [(kind: EntryKind, fields: [String: JSONValue])], openingIsRecorded: Bool = false
    ) throws(VaultError) -> [EntryBody] {
        let writer = try writing()
        if !openingIsRecorded { try appendOpening(to: writer) }
        let prepared = try writer.prepare(entries)
        var after = index
        for body in prepared.bodies { after.add(body) }
        guard after.notUnderstood == index.notUnderstood else { throw VaultError(.tooLarge) }
        writer.append(prepared)
        try writer.commit(with: DurableBatch(environment.fileSystem))
        index = after
        return prepared.bodies
    }
}
