// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// One disclosed entry.
package struct ReportEntry: Sendable {
    /// What it says.
    package let body: EntryBody

    /// Takes it.
    package init(_ body: EntryBody) { self.body = body }

    /// Its number.
    package var seq: UInt64 { body.seq }
}

/// A file in the bundle that was derived from an exhibit.
package struct ReportFile: Sendable, Equatable {
    /// Its path in the bag.
    package var path: String
    /// Bytes.
    package var size: UInt64
    /// Digest.
    package var sha256: Digest

    /// Takes the parts.
    package init(path: String, size: UInt64, sha256: Digest) {
        self.path = path
        self.size = size
        self.sha256 = sha256
    }
}

/// That an exhibit is a part of a longer conversation, whose original is withheld.
package struct ReportExtract: Sendable, Equatable {
    /// The messages that were taken, as they were asked for: `120-180`.
    package var places: String
    /// How many messages it has.
    package var taken: UInt64
    /// How many the original has.
    package var total: UInt64
    /// How its messages were chosen, each way once.
    package var chosen: [Choice]
    /// What was found when the original was read for the extract; no entry about it is disclosed.
    package var reading: Reading?

    /// How messages were chosen. Words that were searched for are a person's own, and stay out.
    package enum Choice: Sendable, Equatable {
        /// By their places.
        case places
        /// By days of the clock that the source shows; open at an end without one.
        case days(from: String?, until: String?)
        /// By words that the search of the program finds.
        case words
    }

    /// What reading the withheld original found, as far as it says how the extract is to be understood.
    package struct Reading: Sendable, Equatable {
        /// What the original is.
        package var kind: EvidenceKind
        /// On what the times of its messages rest.
        package var basis: TimeBasis?
        /// Who read it.
        package var importer: String
        /// The importer's version.
        package var version: UInt64
        /// The order of day, month and year, in the importer's word.
        package var dateOrder: String?
        /// How that order was found, in the importer's word.
        package var dateOrderBasis: String?

        /// Takes what was found.
        package init(_ facts: ReadFacts, importer: String, version: UInt64) {
            kind = facts.kind
            basis = facts.occurred?.basis
            self.importer = importer
            self.version = version
            dateOrder = facts.facts[StatedDateOrder.orderFact]
            dateOrderBasis = facts.facts[StatedDateOrder.basisFact]
        }
    }

    /// Takes the parts.
    package init(
        places: String, taken: UInt64, total: UInt64, chosen: [Choice] = [],
        reading: Reading? = nil
    ) {
        self.places = places
        self.chosen = chosen
        self.taken = taken
        self.total = total
        self.reading = reading
    }
}

/// That somebody outside attested that an entry existed.
package struct ReportAttestation: Sendable, Equatable {
    /// When, by the clock of who attests.
    package var time: Timestamp
    /// Who attests; their own text.
    package var authority: String
    /// The entry that holds the attestation.
    package var entry: UInt64

    /// Takes the parts.
    package init(time: Timestamp, authority: String, entry: UInt64) {
        self.time = time
        self.authority = authority
        self.entry = entry
    }
}

/// An item, incident or order in the bundle, with the entries about it that are disclosed.
package struct ReportExhibit: Sendable {
    /// What it is.
    package enum Subject: Sendable {
        /// An original.
        case item(ItemAdded)
        /// An entry of the diary.
        case incident(IncidentRecorded)
        /// A court order or police warning.
        case order(OrderRecorded)
    }

    /// What it is called in the case: `EX/1`.
    package let mark: String
    /// The name of its folder: `EX-1`.
    package let folder: String
    /// What it is.
    package let subject: Subject
    /// Its entries, its own first.
    package let entries: [ReportEntry]
    /// What was read out of it, each reading with its entry, oldest first.
    package let readings: [(entry: ReportEntry, read: ItemRead)]
    /// What was said of it, oldest first.
    package let descriptions: [(entry: ReportEntry, said: ItemDescribed)]
    /// Contact details, where they are disclosed.
    package let contacts: [(entry: ReportEntry, said: IncidentContacts)]
    /// Where it came from, where that is disclosed.
    package let origins: [(entry: ReportEntry, origin: ItemOrigin)]
    /// Where the original stands in the bag; nothing for what has no file in it.
    package var path: String?
    /// That it is an extract.
    package var extract: ReportExtract?
    /// What was derived from it.
    package var readable: [ReportFile]
    /// Earlier sealings of it for exactly the keys of this bundle.
    package var sealedBefore: [ReportSealing]
    /// Who attests that it existed.
    package var existedBy: [ReportAttestation]

    /// Takes a mark and the entries; nothing where the first is none of an item, an incident or an order.
    package init?(
        mark: String, folder: String, entries: [ReportEntry], path: String? = nil,
        extract: ReportExtract? = nil, readable: [ReportFile] = [],
        sealedBefore: [ReportSealing] = [],
        existedBy: [ReportAttestation] = []
    ) {
        guard let own = entries.first?.body else { return nil }
        if let added = try? ItemAdded(own) {
            subject = .item(added)
        } else if let incident = try? IncidentRecorded(own) {
            subject = .incident(incident)
        } else if let order = try? OrderRecorded(own) {
            subject = .order(order)
        } else {
            return nil
        }
        self.mark = mark
        self.folder = folder
        self.entries = entries
        readings = entries.compactMap { entry in
            (try? ItemRead(entry.body)).map { (entry, $0) }
        }
        descriptions = entries.compactMap { entry in
            (try? ItemDescribed(entry.body)).map { (entry, $0) }
        }
        contacts = entries.compactMap { entry in
            (try? IncidentContacts(entry.body)).map { (entry, $0) }
        }
        origins = entries.compactMap { entry in
            (try? ItemOrigin(entry.body)).map { (entry, $0) }
        }
        self.path = path
        self.extract = extract
        self.readable = readable
        self.sealedBefore = sealedBefore
        self.existedBy = existedBy
    }

    /// Its number: that of its own entry.
    package var number: UInt64 { entries.first?.seq ?? 0 }

    /// When it was recorded, by the vault's clock.
    package var recorded: Timestamp? { entries.first?.body.time }

    /// The newest reading.
    package var read: (entry: ReportEntry, read: ItemRead)? { readings.last }

    /// What an item's entry recorded of it.
    package var added: ItemAdded? {
        if case .item(let added) = subject { added } else { nil }
    }

    /// What an incident's entry says.
    package var incident: IncidentRecorded? {
        if case .incident(let incident) = subject { incident } else { nil }
    }

    /// What an order's entry says.
    package var order: OrderRecorded? {
        if case .order(let order) = subject { order } else { nil }
    }

    /// Whether it only belongs with another item: the log of a database and the like.
    package var isCompanion: Bool { added.map { $0.set.map { $0 != number } ?? false } ?? false }

    /// What kind it is, by what was read out of it or else by its bytes.
    package var kind: EvidenceKind {
        switch subject {
        case .item(let added):
            extract?.reading?.kind ?? read?.read.facts.kind
                ?? EvidenceKind(mediaType: added.mediaType, acquired: added.acquired)
        case .incident: .incident
        case .order: .order
        }
    }

    /// On what the times of its messages rest.
    package var basis: TimeBasis? {
        extract?.reading?.basis ?? read?.read.facts.occurred?.basis
    }

    /// Where files that were taken out for an extract stand in the bag.
    var attachmentsPath: String { "data/readable/\(folder)/attachments/" }

    /// One record of it, and many.
    var recordNoun: (one: String, many: String) {
        switch kind {
        case .messages, .calls, .email, .mailbox, .calendar: Wording.noun(kind)
        default: Wording.noun(.messages)
        }
    }

    /// The newest title that a person gave it, with its entry.
    package var title: (entry: UInt64, text: String)? {
        for (entry, said) in descriptions.reversed() {
            if let title = said.title { return (entry.seq, title) }
        }
        return nil
    }

    /// The labels that it has, by the newest entry that lists them.
    package var labels: (entry: UInt64, labels: [String])? {
        for (entry, said) in descriptions.reversed() {
            if let labels = said.labels { return (entry.seq, labels) }
        }
        return nil
    }

    /// The behaviours that it shows, as stated: by the newest description that lists them, else by the
    /// incident itself.
    package var behaviours: (entry: UInt64, words: [String], vocabulary: Vocabulary?) {
        for (entry, said) in descriptions.reversed() {
            if let words = said.behaviours {
                return (entry.seq, words, said.vocabulary.flatMap { Vocabulary.named($0) })
            }
        }
        let known = incident?.vocabulary.flatMap { Vocabulary.named($0) }
        return (number, incident?.behaviours ?? [], known)
    }

    /// The entries that correct what was said of it, or what it says, oldest first.
    package var corrections: [UInt64] {
        descriptions.filter { $0.said.correction != nil }.map(\.entry.seq)
    }

    /// The zone that was stated for its times.
    package var zone: String? { descriptions.reversed().compactMap(\.said.zone).first }

    /// Whether it is stated to be the moment at which the person was told, once, to stop; by the entry.
    package var toldToStop: UInt64? {
        if let incident, incident.kind == Self.toldToStopWord { return number }
        let stated = behaviours
        return stated.words.contains(Self.toldToStopWord) ? stated.entry : nil
    }

    /// The word of every vocabulary for it.
    static let toldToStopWord = "told-to-stop"

    /// Names of the places in the report.
    var anchors: (row: String, journal: String, incident: String, transcript: String) {
        let name = folder.lowercased()
        return ("exhibit-" + name, "journal-" + name, "incident-" + name, "transcript-" + name)
    }
}
