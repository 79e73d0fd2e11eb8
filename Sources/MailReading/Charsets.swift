// SPDX-License-Identifier: Apache-2.0

import CMailParser
package import StrictCoding
import Synchronization

/// Text that was converted to characters.
package struct ConvertedText: Sendable {
    /// The text; what was no character in the set is U+FFFD.
    package let text: String
    /// How many times that was so.
    package let errors: Int
}

/// The character sets that mail is written in, through conversions that are opened beforehand and kept.
package enum Charsets {
    // A conversion has a state, so that each is used by one at a time.
    private static let opened = unsafe Mutex<[String: UnsafeMutableRawPointer]>([:])

    /// Opens every set that is known. What the system lacks is left out.
    static func open() {
        unsafe opened.withLock { table in
            for name in CharsetNames.all {
                if unsafe table[name] == nil, let charset = unsafe mp_charset_open(name) {
                    unsafe table[name] = unsafe charset
                }
            }
        }
    }

    /// The name by which a stated set is known here; nothing for one that is not.
    package static func known(_ stated: String) -> String? {
        CharsetNames.canonical(stated)
    }

    /// Converts bytes of a set; nothing for a set that is not known.
    package static func text(_ bytes: Bytes, charset stated: String) -> ConvertedText? {
        guard let name = CharsetNames.canonical(stated) else { return nil }
        if name == "UTF-8" {
            var content = bytes
            if content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
            if let text = content.strictText { return ConvertedText(text: text, errors: 0) }
            let text = String(decoding: content, as: UTF8.self)
            let errors = text.unicodeScalars.count { $0 == "\u{FFFD}" }
            return ConvertedText(text: text, errors: max(1, errors))
        }
        MailLibrary.prepare()
        var errors = 0
        let made: Bytes? = unsafe opened.withLock { table in
            guard let charset = unsafe table[name] else { return nil }
            return unsafe convert(bytes, charset, &errors)
        }
        return made.map { ConvertedText(text: String(decoding: $0, as: UTF8.self), errors: errors) }
    }

    private static func convert(
        _ bytes: Bytes, _ charset: UnsafeMutableRawPointer, _ errors: inout Int
    ) -> Bytes {
        let replacement = Bytes(text: "\u{FFFD}")
        var result = Bytes()
        result.reserveCapacity(bytes.count)
        var room = Bytes(repeating: 0, count: 1 << 14)
        var from = 0
        unsafe mp_charset_reset(charset)
        while true {
            var used = 0
            var made = 0
            let outcome = unsafe bytes.withUnsafeBufferPointer { input in
                unsafe room.withUnsafeMutableBufferPointer { output in
                    let start = unsafe input.baseAddress.map { unsafe $0 + from }
                    return unsafe mp_charset_convert(
                        charset, start, input.count - from, &used, output.baseAddress, output.count,
                        &made)
                }
            }
            result.append(contentsOf: room[0..<made])
            from += used
            switch Int(outcome) {
            case Int(MP_DONE.rawValue):
                return unsafe result + finish(charset)
            case Int(MP_NO_ROOM.rawValue):
                if used == 0, made == 0 { return result }
            case Int(MP_INCOMPLETE.rawValue):
                errors += 1
                return unsafe result + finish(charset) + replacement
            default:
                errors += 1
                result.append(contentsOf: unsafe finish(charset) + replacement)
                from += 1
                guard from < bytes.count else { return result }
            }
        }
    }

    /// A letter that waited for a mark upon it: Hebrew and Vietnamese sets hold one back.
    private static func finish(_ charset: UnsafeMutableRawPointer) -> Bytes {
        var room = Bytes(repeating: 0, count: 64)
        let count = unsafe room.withUnsafeMutableBytes { output in
            unsafe mp_charset_finish(charset, output.baseAddress, output.count)
        }
        return room.slice(0..<min(count, room.count))
    }
}
