// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import KeepsakeConsole
import StrictCoding

/// The system's time zones, each read once: what a clock's reading comes to in UTC.
///
/// A time without an offset is put in order by the zone that the person stated for it, else by this
/// device's. That is for order alone; it is never shown as if the source had said it.
final class ZoneBook {
    private let fileSystem: any FileSystem
    private let device: String
    private var rules: [String: ZoneRules?] = [:]
    private static let folder = "/usr/share/zoneinfo/"
    private static let largest: UInt64 = 1 << 20

    init(_ desk: Desk) {
        fileSystem = desk.fileSystem
        device =
            desk.console.surroundings.variable("TZ").map { Self.folder + $0 } ?? "/etc/localtime"
    }

    /// The rules of a zone such as `Europe/London`, or this device's; nothing where the system has none.
    func zone(_ name: String?) -> ZoneRules? {
        let key = name ?? ""
        if let known = rules[key] { return known }
        let found = read(name.map { Self.folder + $0 } ?? device)
        rules[key] = .some(found)
        return found
    }

    /// UTC milliseconds of a reading, by its own offset, else by this zone or the device's. Of an hour
    /// that a clock change repeats, the first; a day is its beginning.
    func moment(_ moment: Moment, zone name: String?) -> Int64 {
        if let instant = moment.instant { return instant.milliseconds }
        guard let rules = zone(name) else { return moment.local.milliseconds }
        let offset =
            switch rules.reading(moment.local) {
            case .one(let offset): offset
            case .two(let first, _): first
            case .none: rules.offset(at: moment.local)
            }
        return moment.local.milliseconds - Int64(offset) * 60_000
    }

    // The list of zones is made of links; `/etc/localtime` is one.
    private func read(_ path: String) -> ZoneRules? {
        guard let place = try? fileSystem.resolve(FilePlace(path)),
            let file = try? fileSystem.openForReading(place), file.size <= Self.largest,
            let bytes = try? file.bytes(at: 0, count: Int(file.size))
        else { return nil }
        return ZoneRules(parsing: bytes)
    }
}
