// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// The records that press photographers write (IPTC-IIM), inside Photoshop's resources.
enum IPTCRecord {
    /// Finds the records among resources `8BIM`, or takes bare ones.
    static func resources(_ bytes: Bytes, into found: inout PhotoFindings) {
        if bytes.first == 0x1C {
            found.addIPTC(bytes)
            return
        }
        var offset = 0
        for _ in 0..<1024 {
            guard bytes.count - offset >= 12,
                bytes[offset..<(offset + 4)].elementsEqual(Bytes(text: "8BIM"))
            else { return }
            let id = Int(bytes[offset + 4]) << 8 | Int(bytes[offset + 5])
            // A name with its length before it, filled up to an even number.
            let name = (Int(bytes[offset + 6]) + 2) & ~1
            let at = offset + 6 + name
            guard bytes.count - at >= 4 else { return }
            let size = bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard size <= bytes.count - at - 4 else { return }
            if id == 0x0404 { found.addIPTC(bytes.slice((at + 4)..<(at + 4 + size))) }
            offset = at + 4 + (size + 1) & ~1
            guard offset <= bytes.count else { return }
        }
    }

    /// The dates that these records state, by the words for facts: `20061029`, `062751-0500`.
    static func facts(_ bytes: Bytes) -> [String: String] {
        var texts: [UInt8: String] = [:]
        var offset = 0
        while bytes.count - offset >= 5, bytes[offset] == 0x1C {
            let record = bytes[offset + 1]
            let number = bytes[offset + 2]
            let size = Int(bytes[offset + 3]) << 8 | Int(bytes[offset + 4])
            // Longer ones carry no date, and end what can be read here.
            guard size < 0x8000, size <= bytes.count - offset - 5 else { break }
            if record == 2, texts[number] == nil {
                texts[number] = Text.of(bytes[(offset + 5)..<(offset + 5 + size)])
            }
            offset += 5 + size
        }
        var facts: [String: String] = [:]
        if let date = texts[55] {
            facts["iptcCreated"] =
                moment(date, texts[60])?.text
                ?? [date, texts[60]]
                .compactMap(\.self).joined(separator: " ")
        }
        if let date = texts[62] {
            facts["iptcDigitized"] = moment(date, texts[63])?.text ?? date
        }
        facts["iptcCaption"] = texts[120]
        facts["iptcProgram"] = texts[65]
        return facts
    }

    /// A date of eight digits and a time of six with an offset of four.
    static func moment(_ date: String, _ time: String?) -> Moment? {
        let day = Array(date.utf8)
        guard day.count == 8, let year = StatedTime.number(day[0..<4]),
            let month = StatedTime.number(day[4..<6]), let number = StatedTime.number(day[6..<8])
        else { return nil }
        guard let time else { return Moment(year: year, month: month, day: number) }
        let clock = Array(time.utf8)
        guard clock.count == 6 || clock.count == 11, let hour = StatedTime.number(clock[0..<2]),
            let minute = StatedTime.number(clock[2..<4]),
            let second = StatedTime.number(clock[4..<6])
        else { return Moment(year: year, month: month, day: number) }
        let offset = clock.count == 11 ? StatedTime.offset(String(time.suffix(5))) : nil
        return Moment(
            year: year, month: month, day: number, hour: hour, minute: minute, second: second,
            offset: offset)
    }
}
