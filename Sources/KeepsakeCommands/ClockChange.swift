// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// What a change of clocks makes of a time without an offset, in the zone that the person stated.
struct ClockChange: Equatable {
    /// What happened to that hour.
    enum Kind: String {
        /// The clock showed it twice.
        case repeated
        /// The clock was put forward over it: one that was right never showed it.
        case skipped
    }

    /// What happened to that hour.
    let kind: Kind
    /// What the time may have been: by the clock before the change, and after it.
    let readings: [Moment]

    /// Looks at a time; nothing for one that means one moment, and where no zone is stated or known.
    init?(_ moment: Moment, zone: String?, _ zones: ZoneBook) {
        guard let zone, moment.offset == nil, moment.precision != .day,
            let rules = zones.zone(zone)
        else { return nil }
        let offsets: [Int]
        switch rules.reading(moment.local) {
        case .one: return nil
        case .two(let first, let second):
            kind = .repeated
            offsets = [first, second]
        case .none(let before, let after):
            kind = .skipped
            offsets = [before, after]
        }
        readings = offsets.map {
            Moment(local: moment.local, precision: moment.precision, offset: $0)
        }
    }

    /// A remark to stand behind the time: `the clock showed this twice: 01:30 +01:00 or 01:30 UTC`.
    var text: String {
        let clocks = readings.map { reading in
            let clock = reading.text.dropFirst(11).prefix(reading.precision == .minute ? 5 : 8)
            return clock + " " + (reading.offset == 0 ? "UTC" : String(reading.text.suffix(6)))
        }
        let what =
            switch kind {
            case .repeated: "the clock showed this twice: "
            case .skipped: "the clock was put forward over this: "
            }
        return what + clocks.joined(separator: " or ")
    }

    /// The same for programs.
    var json: [String: JSONValue] {
        [
            "ambiguous": .bool(true), "clockChange": .string(kind.rawValue),
            "readings": .array(readings.map { .string($0.text) }),
        ]
    }
}

extension JSONValue {
    /// This object with members added; those that it has stand.
    func adding(_ members: [String: JSONValue]) -> JSONValue {
        guard case .object(var object) = self else { return self }
        object.merge(members) { old, _ in old }
        return .object(object)
    }
}
