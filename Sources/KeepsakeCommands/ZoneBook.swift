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
    private let console: Console
    private let device: String?
    private var rules: [String: ZoneRules?] = [:]
    /// The zones that were stated and of which this system has no rules, in order.
    private(set) var unknown: [String] = []
    private static let folder = "/usr/share/zoneinfo/"
    private static let largest: UInt64 = 1 << 20

    init(_ desk: Desk) {
        fileSystem = desk.fileSystem
        console = desk.console
        device = desk.console.surroundings.variable("TZ")
    }

    /// The rules of a zone such as `Europe/London`, or this device's; nothing where the system has none.
    func zone(_ name: String?) -> ZoneRules? {
        let key = name ?? ""
        if let known = rules[key] { return known }
        let found: ZoneRules?
        if let name {
            found = read(Self.folder + name)
            if found == nil { unknown.append(name) }
        } else {
            found = ownZone()
        }
        rules[key] = .some(found)
        return found
    }

    // As the system itself takes TZ: a name, a path, or a rule, perhaps with a colon before it.
    private func ownZone() -> ZoneRules? {
        guard var text = device else { return read("/etc/localtime") }
        if text.first == ":" { text.removeFirst() }
        // Set to nothing, it is UTC for the system too.
        guard !text.isEmpty else { return nil }
        let path = text.first == "/" ? text : Self.folder + text
        if let found = read(path) ?? ZoneRules(rule: text) { return found }
        console.warn(
            "TZ is set to " + SafeText.escaped(String(text.prefix(60)))
                + ", which is no time zone that this system knows. Times without an offset are put "
                + "in order as if they were UTC.")
        return nil
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
            case .none(let before, _): before
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
