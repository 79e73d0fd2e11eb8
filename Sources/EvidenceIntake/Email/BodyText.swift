// SPDX-License-Identifier: Apache-2.0

import MailReading
import StrictCoding

/// The characters of a text part: as declared, else UTF-8, else windows-1252 (IMPORTS B9).
struct BodyText {
    /// The text, its lines ended by line feeds.
    let text: String
    /// The set that was declared; nothing where none was.
    let declared: String?
    /// The set that it was read in, where that is another.
    let used: String?
    /// How many places were no characters in it.
    let errors: Int

    /// Reads bytes of a part that declares this set.
    init(_ bytes: Bytes, declared: String?) {
        self.declared = declared
        let isAscii = declared.map(Self.isAscii) ?? true
        if !isAscii, let declared, let found = Charsets.text(bytes, charset: declared) {
            let other = bytes.contains { $0 >= 0x80 } ? bytes.strictText : nil
            if found.errors == 0 {
                (text, used, errors) = (Self.lines(found.text), nil, 0)
                return
            }
            if let other {
                (text, used, errors) = (Self.lines(other), "utf-8", 0)
                return
            }
            // A few bad places in text that is otherwise as declared stay bad places.
            let foreign = bytes.count { $0 >= 0x80 }
            if found.errors * 4 <= foreign || Charsets.known(declared) != "UTF-8" {
                (text, used, errors) = (Self.lines(found.text), nil, found.errors)
                return
            }
        }
        if let found = bytes.strictText {
            let isPlain = bytes.allSatisfy { $0 < 0x80 }
            text = Self.lines(found.hasPrefix("\u{FEFF}") ? String(found.dropFirst()) : found)
            used = isPlain && isAscii ? nil : "utf-8"
            errors = 0
        } else {
            let found = Charsets.text(bytes, charset: "windows-1252")
            text = Self.lines(found?.text ?? String(decoding: bytes, as: UTF8.self))
            used = "windows-1252"
            errors = found?.errors ?? 1
        }
    }

    private static func isAscii(_ name: String) -> Bool {
        ["us-ascii", "ascii", "ansi_x3.4-1968", ""].contains(name.lowercased())
    }

    /// With line feeds for the line ends of mail. A carriage return alone stays.
    private static func lines(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var kept = Bytes()
        kept.reserveCapacity(text.utf8.count)
        var isReturn = false
        for byte in text.utf8 {
            if isReturn, byte != 0x0A { kept.append(0x0D) }
            isReturn = byte == 0x0D
            if !isReturn { kept.append(byte) }
        }
        if isReturn { kept.append(0x0D) }
        return String(decoding: kept, as: UTF8.self)
    }
}
