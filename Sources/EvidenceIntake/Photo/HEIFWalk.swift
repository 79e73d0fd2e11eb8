// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The items of a HEIC or AVIF picture: which of them are EXIF and XMP, and what the first picture
/// measures. No picture is decoded, and no codec is loaded.
struct HEIFWalk {
    private let window: SourceWindow
    private var primary: UInt64?
    private var types: [UInt64: String] = [:]
    private var contentTypes: [UInt64: String] = [:]
    private var order: [UInt64] = []
    private var places: [UInt64: (method: UInt64, extents: [(UInt64, UInt64)])] = [:]
    private var properties: [MediaBox] = []
    private var associations: [UInt64: [Int]] = [:]
    /// Which pictures an item describes.
    private var describes: [UInt64: [UInt64]] = [:]
    private var data: MediaBox?

    private static let c2pa: Bytes = [
        0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4,
        0x81,
    ]
    private static let xmp: Bytes = [
        0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF,
        0xAC,
    ]

    static func walk(_ source: any SeekableSource, into found: inout PhotoFindings) throws {
        var walk = HEIFWalk(window: SourceWindow(source))
        try walk.run(&found)
    }

    /// Whether an identified box carries a manifest; films have it too.
    static func isManifest(_ window: SourceWindow, _ box: MediaBox) throws -> Bool {
        try box.type == "uuid" && box.count >= 16
            && window.bytes(at: box.start, count: 16) == c2pa
    }

    private init(window: SourceWindow) {
        self.window = window
    }

    private mutating func run(_ found: inout PhotoFindings) throws {
        var meta: MediaBox?
        var manifest = false
        var packet: MediaBox?
        var film: MediaBox?
        let window = window
        let ending = try BoxWalk.walk(window, from: 0, to: window.size) { box in
            switch box.type {
            case "meta": if meta == nil { meta = box }
            case "moov": film = box
            case "mpvd": film = box
            case "uuid":
                if try Self.isManifest(window, box) { manifest = true }
                if box.count > 16, try window.bytes(at: box.start, count: 16) == Self.xmp {
                    packet = box
                }
            default: break
            }
        }
        switch ending {
        case .whole: break
        case .broken(let offset): found.stop("no whole box stands at byte \(offset)")
        case .tooMany: found.stop("it has more boxes than are read")
        }
        if manifest { found.hasC2PA = true }
        if let packet, packet.count - 16 <= UInt64(Limits.packetBytes),
            let bytes = try window.bytes(at: packet.start + 16, count: Int(packet.count) - 16)
        {
            found.addPacket(bytes)
        }
        if film?.type == "mpvd" {
            found.facts["motionPhoto"] = "present"
        } else if film != nil {
            found.facts["sequence"] = "the file holds a sequence of pictures besides the first"
        }
        guard let meta, meta.count >= 4 else {
            found.stop("it lists no pictures")
            return
        }
        try list(meta, &found)
        try items(&found)
        try measure(&found)
    }

    private mutating func list(_ meta: MediaBox, _ found: inout PhotoFindings) throws {
        var boxes: [MediaBox] = []
        let ending = try BoxWalk.walk(window, from: meta.start + 4, to: meta.end) {
            if boxes.count < 64 { boxes.append($0) }
        }
        if ending != .whole { found.stop("its list of pictures is not in order") }
        for box in boxes {
            switch box.type {
            case "pitm":
                let version = try window.byte(at: box.start) ?? 0
                primary = try window.integer(at: box.start + 4, count: version == 0 ? 2 : 4)
            case "iinf": try information(box, &found)
            case "iloc": try locations(box, &found)
            case "iref": try references(box)
            case "iprp": try propertyLists(box)
            case "idat": data = box
            default: break
            }
        }
    }

    private mutating func information(_ box: MediaBox, _ found: inout PhotoFindings) throws {
        let version = try window.byte(at: box.start) ?? 0
        let first = box.start + (version == 0 ? 6 : 8)
        guard first <= box.end else { return }
        var entries: [MediaBox] = []
        try BoxWalk.walk(window, from: first, to: box.end) {
            if $0.type == "infe", entries.count < Limits.pictureItems { entries.append($0) }
        }
        for entry in entries {
            guard let version = try window.byte(at: entry.start), version >= 2 else { continue }
            let width: UInt64 = version == 2 ? 2 : 4
            guard let id = try window.integer(at: entry.start + 4, count: Int(width)),
                let type = try window.word(at: entry.start + 6 + width), types[id] == nil
            else { continue }
            types[id] = type
            order.append(id)
            if type == "mime" {
                let start = entry.start + 10 + width
                let count = Int(min(256, entry.end > start ? entry.end - start : 0))
                guard let bytes = try window.bytes(at: start, count: count) else { continue }
                let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
                if parts.count > 1 { contentTypes[id] = Bytes(parts[1]).strictText }
            }
        }
    }

    private mutating func locations(_ box: MediaBox, _ found: inout PhotoFindings) throws {
        guard let version = try window.byte(at: box.start), version <= 2,
            let sizes = try window.integer(at: box.start + 4, count: 2)
        else { return }
        let offsetSize = Int(sizes >> 12 & 15)
        let lengthSize = Int(sizes >> 8 & 15)
        let baseSize = Int(sizes >> 4 & 15)
        let indexSize = version == 0 ? 0 : Int(sizes & 15)
        guard [offsetSize, lengthSize, baseSize, indexSize].allSatisfy({ [0, 4, 8].contains($0) })
        else {
            found.stop("its list of places is not in order")
            return
        }
        var place = box.start + 6
        func take(_ count: Int) throws -> UInt64? {
            guard count > 0 else { return 0 }
            guard place <= box.end, box.end - place >= UInt64(count) else { return nil }
            defer { place += UInt64(count) }
            return try window.integer(at: place, count: count)
        }
        guard let count = try take(version < 2 ? 2 : 4) else { return }
        for _ in 0..<min(count, UInt64(Limits.pictureItems)) {
            guard let id = try take(version < 2 ? 2 : 4),
                let method = version == 0 ? 0 : try take(2), try take(2) != nil,
                let base = try take(baseSize), let extents = try take(2),
                extents <= 64 || offsetSize + lengthSize > 0
            else {
                found.stop("its list of places is cut off")
                return
            }
            var list: [(UInt64, UInt64)] = []
            for _ in 0..<extents {
                guard try take(indexSize) != nil, let offset = try take(offsetSize),
                    let length = try take(lengthSize)
                else {
                    found.stop("its list of places is cut off")
                    return
                }
                let (sum, overflow) = base.addingReportingOverflow(offset)
                if !overflow, list.count < 16 { list.append((sum, length)) }
            }
            if places[id] == nil { places[id] = (method & 15, list) }
        }
    }

    private mutating func references(_ box: MediaBox) throws {
        let version = try window.byte(at: box.start) ?? 0
        let width = version == 0 ? 2 : 4
        guard box.count >= 4 else { return }
        var lists: [MediaBox] = []
        try BoxWalk.walk(window, from: box.start + 4, to: box.end) {
            if $0.type == "cdsc", lists.count < Limits.pictureItems { lists.append($0) }
        }
        for list in lists {
            guard let from = try window.integer(at: list.start, count: width),
                let count = try window.integer(at: list.start + UInt64(width), count: 2)
            else { continue }
            for index in 0..<min(count, 64) {
                let place = list.start + UInt64(width) + 2 + index * UInt64(width)
                if let to = try window.integer(at: place, count: width) {
                    describes[from, default: []].append(to)
                }
            }
        }
    }

    private mutating func propertyLists(_ box: MediaBox) throws {
        var boxes: [MediaBox] = []
        try BoxWalk.walk(window, from: box.start, to: box.end) {
            if boxes.count < 8 { boxes.append($0) }
        }
        for box in boxes where box.type == "ipco" {
            var found: [MediaBox] = []
            try BoxWalk.walk(window, from: box.start, to: box.end) {
                if found.count < Limits.pictureItems { found.append($0) }
            }
            properties = found
        }
        for box in boxes where box.type == "ipma" {
            let version = try window.byte(at: box.start) ?? 0
            let flags = try window.byte(at: box.start + 3) ?? 0
            let count = try window.integer(at: box.start + 4, count: 4) ?? 0
            var place = box.start + 8
            for _ in 0..<min(count, UInt64(Limits.pictureItems)) {
                let width = version == 0 ? 2 : 4
                guard place < box.end, let id = try window.integer(at: place, count: width),
                    let number = try window.byte(at: place + UInt64(width))
                else { break }
                place += UInt64(width) + 1
                for _ in 0..<number {
                    let size = flags & 1 == 1 ? 2 : 1
                    let mask: UInt64 = size == 2 ? 0x7FFF : 0x7F
                    guard let value = try window.integer(at: place, count: size) else { break }
                    associations[id, default: []].append(Int(value & mask))
                    place += UInt64(size)
                }
            }
        }
    }

    /// Hands on the EXIF and XMP of the first picture. Of other pictures in the file there may be more;
    /// where nothing says which picture an item describes, it is taken.
    private func items(_ found: inout PhotoFindings) throws {
        for id in order {
            let type = types[id]
            guard type == "Exif" || type == "mime" else { continue }
            if let primary, let described = describes[id], !described.contains(primary) {
                continue
            }
            guard let place = places[id], !place.extents.isEmpty else {
                if type == "Exif" { found.facts["exifNote"] = "an EXIF item has no place" }
                continue
            }
            if type == "Exif" {
                guard found.blocks.count < Limits.exifBlocks else {
                    found.facts["exifNote"] = "there are more EXIF blocks than are read"
                    continue
                }
                try exif(place, &found)
            } else if contentTypes[id] == "application/rdf+xml",
                found.packets.count < Limits.packets
            {
                if let bytes = try content(place, maximum: UInt64(Limits.packetBytes)) {
                    found.addPacket(bytes)
                }
            }
        }
    }

    /// The bytes of an item whose extents all lie inside the file; nothing for any other.
    private func content(
        _ place: (method: UInt64, extents: [(UInt64, UInt64)]), maximum: UInt64
    ) throws -> Bytes? {
        var bytes = Bytes()
        for (offset, length) in place.extents {
            guard let (start, limit) = stretch(place.method), offset <= limit - start else {
                return nil
            }
            let room = limit - start - offset
            let count = length == 0 ? room : length
            guard count <= room, UInt64(bytes.count) + count <= maximum,
                let part = try window.bytes(at: start + offset, count: Int(count))
            else { return nil }
            bytes.append(contentsOf: part)
        }
        return bytes
    }

    private func stretch(_ method: UInt64) -> (UInt64, UInt64)? {
        switch method {
        case 0: (0, window.size)
        case 1: data.map { ($0.start, $0.end) }
        default: nil
        }
    }

    private func exif(
        _ place: (method: UInt64, extents: [(UInt64, UInt64)]), _ found: inout PhotoFindings
    ) throws {
        guard let bytes = try content(place, maximum: UInt64(Limits.packetBytes) * 4) else {
            found.facts["exifNote"] = "an EXIF item lies outside the file or is too large"
            found.isIncomplete = true
            return
        }
        guard bytes.count > 12 else { return }
        // Four bytes say where the TIFF structure begins behind them.
        let skip = bytes[0..<4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let start = skip <= UInt64(bytes.count) - 4 ? 4 + Int(skip) : 4
        try ExifPlaces.add(
            MemorySource(Bytes(bytes.dropFirst(start))), start: 0,
            size: UInt64(bytes.count - start), "HEIF item", into: &found)
    }

    /// Size, rotation and mirroring of the first picture, by its properties.
    private func measure(_ found: inout PhotoFindings) throws {
        guard let primary else { return }
        for index in associations[primary] ?? [] where index >= 1 && index <= properties.count {
            let box = properties[index - 1]
            switch box.type {
            case "ispe" where found.width == nil:
                found.width = try window.integer(at: box.start + 4, count: 4)
                found.height = try window.integer(at: box.start + 8, count: 4)
            case "irot":
                let turns = (try window.byte(at: box.start) ?? 0) & 3
                found.facts["rotation"] = String(Int(turns) * 90)
            case "imir":
                let axis = (try window.byte(at: box.start) ?? 0) & 1
                found.facts["mirrored"] = axis == 0 ? "vertical axis" : "horizontal axis"
            default: break
            }
        }
    }
}
