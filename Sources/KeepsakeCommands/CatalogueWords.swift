// SPDX-License-Identifier: Apache-2.0

import EvidenceCatalogue
import EvidenceModel
import StrictCoding

/// What of an entry the catalogue takes: times, people, and the texts that are searched.
enum CatalogueWords {
    /// Adds what an entry says to what is catalogued of its thing. Private notes and contact details stay
    /// out of it.
    ///
    /// - Parameter newestReading: the entry whose reading counts; older ones are passed over.
    /// - Returns: how many records the reading gave, where the entry is that reading.
    static func take(
        _ body: EntryBody, into thing: inout CataloguedThing, newestReading: UInt64
    ) -> UInt64? {
        switch body.knownKind {
        case .itemAdded:
            guard let added = try? ItemAdded(body) else { return nil }
            thing.kind = added.acquired == .typed ? .note : EvidenceKind(mediaType: added.mediaType)
            if !added.name.isEmpty { thing.texts.append(("name", added.name)) }
            // A hint, until something better is read.
            if let changed = added.modified ?? added.created {
                thing.occurred = Occurrence(from: Moment(utc: changed), basis: .fileTime)
            } else if added.acquired == .typed {
                thing.occurred = Occurrence(from: Moment(utc: added.added), basis: .stated)
                thing.isWhenWritten = true
            }
        case .itemRead:
            guard body.seq == newestReading, let read = try? ItemRead(body) else { return nil }
            take(read.facts, into: &thing)
            return read.records
        case .incidentRecorded:
            guard let incident = try? IncidentRecorded(body) else { return nil }
            take(incident, into: &thing)
        case .orderRecorded:
            guard let order = try? OrderRecorded(body) else { return nil }
            thing.kind = .order
            thing.texts += [order.court, order.reference, order.terms].compactMap { text in
                text.map { ("order", $0) }
            }
            thing.occurred = order.date.flatMap { Moment($0) }.map {
                Occurrence(from: $0, basis: .stated)
            }
        case .itemDescribed:
            if let text = (try? ItemDescribed(body))?.correction {
                thing.texts.append(("correction", text))
            }
        default: break
        }
        return nil
    }

    private static func take(_ facts: ReadFacts, into thing: inout CataloguedThing) {
        thing.kind = facts.kind
        thing.title = facts.title
        if let title = facts.title { thing.texts.append(("title", title)) }
        if let occurred = facts.occurred {
            thing.occurred = occurred
            thing.isWhenWritten = false
        }
        thing.people = facts.people
        for attachment in facts.attachments {
            if let name = attachment.name { thing.texts.append(("attachment", name)) }
        }
    }

    private static func take(_ incident: IncidentRecorded, into thing: inout CataloguedThing) {
        thing.kind = .incident
        for field in IncidentText.allCases {
            if let text = incident.texts[field] { thing.texts.append((field.rawValue, text)) }
        }
        if let about = incident.about { thing.texts.append(("about", about)) }
        // When it was written says nothing of when it happened: where no day was stated, none is known.
        let to = incident.to.flatMap { Moment($0) }
        thing.occurred = (incident.from.flatMap { Moment($0) } ?? to).map {
            Occurrence(from: $0, to: to, basis: .stated)
        }
    }
}
