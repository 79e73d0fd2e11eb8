// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import PhotoMetadata
import StrictCoding

/// What the entries of an EXIF block say, each exactly as sure as it is.
struct ExifFacts {
    /// When the picture was taken, by the camera's clock; with an offset only where the block has one.
    private(set) var taken: Moment?
    /// When it was made into a file.
    private(set) var digitized: Moment?
    /// The satellites' time, which is UTC.
    private(set) var satellite: Moment?
    /// Where.
    private(set) var place: PlaceSeen?
    /// Maker and model.
    private(set) var camera: String?
    /// By the words for facts.
    private(set) var facts: [String: String] = [:]
    /// What people wrote into it.
    private(set) var comments: [String] = []

    private let fields: [ExifField]

    init(_ fields: [ExifField]) {
        self.fields = fields
        device()
        times()
        satellites()
        texts()
    }

    private func field(_ directory: ExifField.Directory, _ tag: UInt16) -> ExifField? {
        fields.first { $0.directory == directory && $0.tag == tag }
    }

    /// Old cameras and some programs put entries of the Exif directory into the main one.
    private func either(_ tag: UInt16) -> ExifField? {
        field(.exif, tag) ?? field(.main, tag)
    }

    private mutating func device() {
        let make = field(.main, 0x010F)?.text
        let model = field(.main, 0x0110)?.text
        facts["make"] = make
        facts["model"] = model
        if let make, let model {
            camera =
                model.lowercased().hasPrefix(make.lowercased()) ? model : make + " " + model
        } else {
            camera = model ?? make
        }
        facts["camera"] = camera
        facts["software"] = field(.main, 0x0131)?.text
        let lens = [field(.exif, 0xA433)?.text, field(.exif, 0xA434)?.text].compactMap(\.self)
        if !lens.isEmpty { facts["lens"] = lens.joined(separator: " ") }
        facts["lensSerial"] = field(.exif, 0xA435)?.text
        facts["cameraSerial"] = field(.exif, 0xA431)?.text
        facts["cameraOwner"] = field(.exif, 0xA430)?.text
        if let value = field(.main, 0x0112)?.number {
            if (1...8).contains(value) {
                facts["orientation"] = String(value)
            } else {
                facts["orientationNote"] = "the file states \(value), which is none"
            }
        }
        if let width = field(.exif, 0xA002)?.number, let height = field(.exif, 0xA003)?.number {
            facts["exifWidth"] = String(width)
            facts["exifHeight"] = String(height)
        }
    }

    private mutating func times() {
        taken = time("taken", either(0x9003), either(0x9291), either(0x9011))
        digitized = time("digitized", either(0x9004), either(0x9292), either(0x9012))
        _ = time("modified", field(.main, 0x0132), either(0x9290), either(0x9010))
    }

    /// One of the three times, with its fraction and its offset, and the facts for it.
    private mutating func time(
        _ word: String, _ date: ExifField?, _ fraction: ExifField?, _ offset: ExifField?
    ) -> Moment? {
        let zone = offset?.text
        let east = zone.flatMap { StatedTime.offset($0) }
        if let zone {
            if let east {
                facts[word + "Offset"] = StatedTime.text(offset: east)
            } else if zone.utf8.contains(where: { (0x30...0x39).contains($0) }) {
                facts[word + "OffsetText"] = zone
            }
        }
        guard let text = date?.text else { return nil }
        let moment = StatedTime.moment(text, fraction: fraction?.text, offset: east)
        guard let moment else {
            // Blank and zero dates say that nobody set the clock; others are shown as they stand.
            if text.utf8.contains(where: { (0x31...0x39).contains($0) }) {
                facts[word + "Text"] = text
            }
            return nil
        }
        facts[word + "Local"] = StatedTime.local(moment)
        if let digits = fraction?.text, StatedTime.milliseconds(digits) != nil {
            facts[word + "SubSeconds"] = digits
        }
        return moment
    }

    private mutating func satellites() {
        satellite = satelliteTime()
        facts["gpsTimeUTC"] = satellite?.text
        if satellite == nil, let date = field(.gps, 0x001D)?.text { facts["gpsDateText"] = date }
        if let satellite, let taken, taken.offset == nil, taken.precision != .day {
            suggestZone(taken, satellite)
        }
        if let measured = field(.gps, 0x001F)?.fractions.first?.value, measured.isFinite,
            (0...1e7).contains(measured)
        {
            facts["gpsErrorMetres"] = Decimal.text(measured, digits: 1)
        }
        coordinates()
    }

    private func satelliteTime() -> Moment? {
        guard let date = field(.gps, 0x001D)?.text, let day = StatedTime.moment(date),
            day.precision == .day, let clock = field(.gps, 0x0007)?.fractions, clock.count >= 3,
            let hour = clock[0].value, let minute = clock[1].value, let second = clock[2].value,
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<61).contains(second)
        else { return nil }
        let whole = hour * 3_600_000 + minute * 60_000 + second * 1000
        guard whole < 86_400_000 else { return nil }
        let isWhole = clock[2].numerator % clock[2].denominator == 0
        return Moment(
            utc: Timestamp(milliseconds: day.local.milliseconds + Int64(whole.rounded())),
            precision: isWhole ? .second : .millisecond)
    }

    /// Which zone the camera's clock was in, if it ran right: a fact, and never more.
    private mutating func suggestZone(_ taken: Moment, _ satellite: Moment) {
        let minutes =
            Double(taken.local.milliseconds - satellite.local.milliseconds) / 60_000
        let quarter = (minutes / 15).rounded() * 15
        guard abs(minutes - quarter) <= 5, quarter >= -12 * 60, quarter <= 14 * 60 else { return }
        facts["zoneSuggested"] = StatedTime.text(offset: Int(quarter))
        facts["zoneSuggestedBy"] = "the difference between the camera's clock and the satellites'"
    }

    private mutating func coordinates() {
        let latitude = field(.gps, 0x0002)
        let longitude = field(.gps, 0x0004)
        guard latitude != nil || longitude != nil else { return }
        func say(_ why: String) { facts["gpsNote"] = "the stated place is not used: " + why }
        guard let latitude, let longitude else { return say("half of it is missing") }
        guard let north = sign(0x0001, "N", "S"), let east = sign(0x0003, "E", "W") else {
            return say("it does not say which side of the equator or of Greenwich")
        }
        guard let first = Coordinate.degrees(latitude.fractions),
            let second = Coordinate.degrees(longitude.fractions)
        else { return say("its numbers are impossible") }
        guard first <= 90, second <= 180 else {
            return say("it lies beyond the poles or the date line")
        }
        let one = Decimal.text(first * north, digits: 6)
        let two = Decimal.text(second * east, digits: 6)
        facts["gps"] = one + "," + two
        if first == 0, second == 0 {
            facts["gpsNote"] = "both numbers are zero, which some cameras write without a fix"
        }
        place = PlaceSeen(latitude: one, longitude: two, altitude: altitude())
        if let altitude = place?.altitude { facts["gpsAltitude"] = altitude }
    }

    private func sign(_ tag: UInt16, _ plus: String, _ minus: String) -> Double? {
        switch field(.gps, tag)?.text?.uppercased().first.map(String.init) {
        case plus: 1
        case minus: -1
        default: nil
        }
    }

    private func altitude() -> String? {
        guard let value = field(.gps, 0x0006)?.fractions.first?.value, value.isFinite,
            abs(value) <= 1e7
        else { return nil }
        let isBelow = field(.gps, 0x0005)?.number == 1
        return Decimal.text(isBelow ? -value : value, digits: 2)
    }

    private mutating func texts() {
        for tag in [UInt16(0x010E), 0x9286] {
            guard let field = either(tag) else { continue }
            if let text = tag == 0x9286 ? UserComment.text(field) : field.text {
                comments.append(text)
            }
        }
        facts["artist"] = field(.main, 0x013B)?.text
        facts["copyright"] = field(.main, 0x8298)?.text
        facts["pictureId"] = field(.exif, 0xA420)?.text
    }
}

/// The comment of a user, whose first eight bytes name its letters.
enum UserComment {
    static func text(_ field: ExifField) -> String? {
        guard field.format != 2 else { return field.text }
        guard field.bytes.count > 8 else { return nil }
        let rest = field.bytes.dropFirst(8)
        if field.bytes.starts(with: Bytes(text: "UNICODE\0")) {
            return wide(Bytes(rest), isBigEndian: field.isBigEndian)
        }
        if field.bytes.starts(with: Bytes(text: "JIS\0")) {
            return "(in a Japanese encoding that is not read)"
        }
        return ExifField.text(rest.prefix { $0 != 0 })
    }

    /// Two bytes a letter; a mark at the front settles their order.
    private static func wide(_ bytes: Bytes, isBigEndian: Bool) -> String? {
        var isBig = isBigEndian
        var start = 0
        if bytes.starts(with: [0xFE, 0xFF]) {
            isBig = true
            start = 2
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            isBig = false
            start = 2
        }
        var units: [UInt16] = []
        while start + 1 < bytes.count {
            let high = bytes[isBig ? start : start + 1]
            let low = bytes[isBig ? start + 1 : start]
            let unit = UInt16(high) << 8 | UInt16(low)
            if unit == 0 { break }
            units.append(unit)
            start += 2
        }
        return Text.of(String(decoding: units, as: UTF16.self).utf8)
    }
}
