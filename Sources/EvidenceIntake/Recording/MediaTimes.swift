// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// When and where a recording was made and by what device, each with its source.
struct MediaTimes {
    private let film: FilmBoxes?
    private let stated: [String: String]

    init(film: FilmBoxes?, stated: [String: String]) {
        self.film = film
        self.stated = stated
    }

    private static let apple = "com.apple.quicktime."

    private func box(_ names: String...) -> String? {
        names.lazy.compactMap { film?.stated[$0] }.first
    }

    /// The place that the file holds.
    func place(into facts: inout ReadFacts) {
        if let text = box(Self.apple + "location.ISO6709", "xyz") ?? stated["Recorded_Location"] {
            if let found = Coordinate.iso6709(text) {
                facts.place = PlaceSeen(
                    latitude: found.latitude, longitude: found.longitude,
                    altitude: found.altitude)
            } else {
                facts.facts["gpsText"] = text
                facts.facts["gpsNote"] = "the stated place is not used: its numbers are impossible"
            }
        }
        if facts.place == nil { facts.place = film?.location }
        facts.facts["gpsNote"] = facts.facts["gpsNote"] ?? film?.stated["gpsNote"]
        if let place = facts.place {
            facts.facts["gps"] = place.latitude + "," + place.longitude
            facts.facts["gpsAltitude"] = place.altitude
        }
    }

    /// The device and the program.
    func device(into facts: inout ReadFacts) {
        let make =
            box(Self.apple + "make", "mak", "com.android.manufacturer")
            ?? stated["Encoded_Hardware_CompanyName"]
        let model =
            box(Self.apple + "model", "mod", "com.android.model") ?? stated["Encoded_Hardware_Name"]
            ?? stated["Encoded_Hardware_Model"]
        facts.facts["make"] = make
        facts.facts["model"] = model
        facts.facts["camera"] =
            make.flatMap { make in
                model.map { $0.lowercased().hasPrefix(make.lowercased()) ? $0 : make + " " + $0 }
            } ?? model ?? make
        facts.device = facts.facts["camera"]
        facts.facts["software"] =
            box(Self.apple + "software", "swr", "too") ?? stated["Encoded_Application"]
            ?? stated["Encoded_Library"]
        facts.facts["androidVersion"] = box("com.android.version")
        facts.facts["contentIdentifier"] = box(Self.apple + "content.identifier")
        facts.facts["author"] = box(Self.apple + "author", "ART", "aut") ?? stated["Performer"]
        facts.facts["comment"] =
            box(Self.apple + "comment", Self.apple + "description", "cmt", "des")
            ?? stated["Comment"] ?? stated["Description"]
        facts.title = box(Self.apple + "title", "nam") ?? stated["Title"]
    }

    /// The best time there is; every other one stays a fact under the name of where it stood.
    mutating func occurred(named: FileNameDate?, into facts: inout ReadFacts) {
        let apple = box(Self.apple + "creationdate")
        facts.facts["appleCreationDate"] = apple
        let day = box("day")
        facts.facts["statedDate"] = day
        let created = container(into: &facts)
        let other = library(into: &facts)
        if let named { facts.facts.merge(named.facts) { first, _ in first } }
        if let moment = apple.flatMap({ StatedTime.moment($0) }) {
            facts.occurred = Occurrence(from: moment, basis: .container)
        } else if let moment = day.flatMap({ StatedTime.moment($0) }), moment.precision != .day {
            facts.occurred = Occurrence(from: moment, basis: .container)
        } else if let created {
            facts.occurred = Occurrence(from: created, basis: .container)
        } else if let other {
            facts.occurred = Occurrence(from: other, basis: .container)
        } else if let named {
            facts.occurred = Occurrence(from: named.day, basis: .fileName)
            facts.facts["occurredNote"] = "no time in the file; this is from its name"
        }
    }

    /// The date of an MP4's header.
    private func container(into facts: inout ReadFacts) -> Moment? {
        if let changed = film?.changed {
            facts.facts["containerChanged"] = FilmBoxes.moment(changed)?.text
        }
        guard let seconds = film?.created, let moment = FilmBoxes.moment(seconds) else {
            return nil
        }
        facts.facts["containerCreated"] = moment.text
        guard moment.local.milliseconds > 0 else {
            facts.facts["creationTimeNote"] =
                "the container's time is the start of a count, or before; nobody set it"
            return nil
        }
        facts.facts["creationTimeNote"] =
            "the format means this time in UTC; many devices write their local time instead"
        return moment
    }

    /// Dates of other containers, as the library gives them.
    private func library(into facts: inout ReadFacts) -> Moment? {
        guard film == nil else { return nil }
        var found: Moment?
        for (name, fact) in [
            ("Recorded_Date", "recordedDate"), ("Encoded_Date", "encodedDate"),
            ("Mastered_Date", "masteredDate"), ("Tagged_Date", "taggedDate"),
        ] {
            guard let text = stated[name] else { continue }
            facts.facts[fact] = text
            // When it was labelled, or a year of publication, is not when it was recorded.
            guard found == nil, name != "Tagged_Date" else { continue }
            let isUTC = text.hasPrefix("UTC ") || text.hasSuffix(" UTC")
            let bare = isUTC ? text.replacing("UTC ", with: "").replacing(" UTC", with: "") : text
            if let moment = StatedTime.moment(bare, offset: isUTC ? 0 : nil),
                moment.precision != .day, moment.local.milliseconds > 0
            {
                found = moment
            }
        }
        return found
    }
}
