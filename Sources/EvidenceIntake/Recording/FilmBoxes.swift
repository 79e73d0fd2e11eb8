// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// What the boxes of an MP4, MOV, M4A or 3GP say of time, place and device, each as it stands there.
struct FilmBoxes {
    /// When the container says that it was made: seconds since 1904, which the standard means in UTC.
    private(set) var created: UInt64?
    /// When it says that it was changed.
    private(set) var changed: UInt64?
    /// The length of the whole in milliseconds, as its header states it.
    private(set) var duration: UInt64?
    /// Values by the names of Apple's keys, or by the four letters of user data.
    private(set) var stated: [String: String] = [:]
    /// Degrees north and east, and metres, where the file holds a place in numbers.
    private(set) var location: PlaceSeen?
    private(set) var hasC2PA = false
    private(set) var isFragmented = false
    /// Whether its tables hold what they state, so that a library may be given it.
    private(set) var hasWholeTables = true
    /// Why walking stopped early.
    private(set) var unread: String?

    private let window: SourceWindow

    init(_ source: any SeekableSource) throws {
        window = SourceWindow(source)
        var movie: MediaBox?
        var tops: [MediaBox] = []
        let ending = try BoxWalk.walk(window, from: 0, to: window.size) { box in
            switch box.type {
            case "moov": if movie == nil { movie = box }
            case "moof": tops.append(box)
            case "uuid": if try HEIFWalk.isManifest(window, box) { hasC2PA = true }
            default: break
            }
            if tops.count > 1 { tops.removeLast() }
        }
        switch ending {
        case .whole: break
        case .broken(let offset): unread = "no whole box stands at byte \(offset)"
        case .tooMany: unread = "it has more boxes than are read"
        }
        isFragmented = !tops.isEmpty
        hasWholeTables = try FilmTables.areWhole(window, from: 0, to: window.size)
        guard let movie else {
            unread = unread ?? "it has no header of a film"
            return
        }
        try header(movie)
    }

    private mutating func header(_ movie: MediaBox) throws {
        var parts: [MediaBox] = []
        let ending = try BoxWalk.walk(window, from: movie.start, to: movie.end) {
            if parts.count < 256 { parts.append($0) }
        }
        if ending != .whole, unread == nil { unread = "its header is not in order" }
        for part in parts {
            switch part.type {
            case "mvhd": try times(part)
            case "udta": try userData(part)
            case "meta": try metadata(part)
            default: break
            }
        }
        guard created == nil else { return }
        // Some writers leave the film's own date empty and fill that of a track.
        for track in parts where track.type == "trak" && created == nil {
            if let head = try BoxWalk.first("tkhd", window, from: track.start, to: track.end) {
                let isLong = try window.byte(at: head.start) == 1
                if let value = try window.integer(at: head.start + 4, count: isLong ? 8 : 4),
                    value > 0
                {
                    created = value
                }
            }
        }
    }

    private mutating func times(_ box: MediaBox) throws {
        let isLong = try window.byte(at: box.start) == 1
        let width = isLong ? 8 : 4
        let first = box.start + 4
        if let value = try window.integer(at: first, count: width), value > 0 { created = value }
        if let value = try window.integer(at: first + UInt64(width), count: width), value > 0 {
            changed = value
        }
        guard
            let scale = try window.integer(at: first + UInt64(2 * width), count: 4), scale > 0,
            let length = try window.integer(at: first + UInt64(2 * width) + 4, count: width),
            length > 0, length < UInt64(UInt32.max) * 1000
        else { return }
        duration = length * 1000 / scale
    }

    private mutating func userData(_ box: MediaBox) throws {
        var parts: [MediaBox] = []
        try BoxWalk.walk(window, from: box.start, to: box.end) {
            if parts.count < 256 { parts.append($0) }
        }
        for part in parts {
            if part.type == "meta" {
                try metadata(part)
            } else if part.type == "loci" {
                try locationBox(part)
            } else if part.type.hasPrefix("\u{A9}"), part.count > 4, part.count < 4096,
                let bytes = try window.bytes(at: part.start, count: Int(part.count))
            {
                // Each text stands behind its length and its language.
                let length = Int(bytes[0]) << 8 | Int(bytes[1])
                set(String(part.type.dropFirst()), bytes.dropFirst(4).prefix(length))
            }
        }
    }

    /// Apple's metadata: names in `keys` and values by number, or values by four letters.
    private mutating func metadata(_ box: MediaBox) throws {
        // In MP4 four bytes of version stand first; in QuickTime they do not.
        let isBare = try window.word(at: box.start + 4) == "hdlr"
        let start = box.start + (isBare ? 0 : 4)
        guard start <= box.end else { return }
        var names: [String] = []
        if let keys = try BoxWalk.first("keys", window, from: start, to: box.end) {
            try BoxWalk.walk(window, from: min(keys.start + 8, keys.end), to: keys.end) { key in
                guard names.count < 256 else { return }
                let bytes = try window.bytes(at: key.start, count: Int(min(key.count, 256)))
                names.append(bytes?.strictText ?? "")
            }
        }
        guard let list = try BoxWalk.first("ilst", window, from: start, to: box.end) else { return }
        var items: [MediaBox] = []
        try BoxWalk.walk(window, from: list.start, to: list.end, numbered: true) {
            if items.count < 256 { items.append($0) }
        }
        for item in items {
            guard let number = Int(item.type.dropFirst()),
                let data = try BoxWalk.first("data", window, from: item.start, to: item.end),
                data.count > 8, data.count < 4096,
                // Kind 1 is text in UTF-8.
                try window.integer(at: data.start, count: 4) == 1,
                let bytes = try window.bytes(at: data.start + 8, count: Int(data.count) - 8)
            else { continue }
            if (1...names.count + 1).contains(number), number <= names.count {
                set(names[number - 1], bytes)
            } else if let word = try window.word(at: item.offset + 4), word.hasPrefix("\u{A9}") {
                set(String(word.dropFirst()), bytes)
            }
        }
    }

    private mutating func set(_ name: String, _ bytes: some Sequence<UInt8>) {
        guard stated[name] == nil, stated.count < 256, let text = Text.of(bytes) else { return }
        stated[name] = text
    }

    /// A place as 3GPP writes it: a name, and three numbers with sixteen bits behind the point.
    private mutating func locationBox(_ box: MediaBox) throws {
        guard box.count > 12, box.count < 4096,
            let bytes = try window.bytes(at: box.start, count: Int(box.count))
        else { return }
        var place = 6
        if bytes.count > 8, bytes[6] == 0xFE, bytes[7] == 0xFF {
            place = 8
            while place + 1 < bytes.count, bytes[place] != 0 || bytes[place + 1] != 0 { place += 2 }
            place += 2
        } else {
            guard let end = bytes[6...].firstIndex(of: 0) else { return }
            place = end + 1
        }
        // One byte of role.
        place += 1
        guard bytes.count - place >= 12 else { return }
        func number(_ at: Int) -> Double {
            let raw = bytes[at..<(at + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return Double(Int32(bitPattern: raw)) / 65536
        }
        let longitude = number(place)
        let latitude = number(place + 4)
        guard abs(latitude) <= 90, abs(longitude) <= 180 else {
            stated["gpsNote"] =
                "the stated place is not used: it lies beyond the poles or the date line"
            return
        }
        location = PlaceSeen(
            latitude: Decimal.text(latitude, digits: 5),
            longitude: Decimal.text(longitude, digits: 5),
            altitude: Decimal.text(number(place + 8), digits: 1))
    }

    /// A count of seconds since 1904 as a moment in UTC; nothing for what is in no calendar.
    static func moment(_ seconds: UInt64) -> Moment? {
        guard seconds < 1 << 40 else { return nil }
        let milliseconds = (Int64(seconds) - 2_082_844_800) * 1000
        guard Timestamp.range.contains(milliseconds) else { return nil }
        return Moment(utc: Timestamp(milliseconds: milliseconds), precision: .second)
    }
}
