// SPDX-License-Identifier: Apache-2.0

import Glibc
package import StrictCoding

/// The command line's own bytes, for paths whose names are not UTF-8.
///
/// What reads the command line works with texts, in which such bytes are replaced; this finds the bytes
/// that a text came from.
package struct RawArguments {
    private static let named = Self.collected()

    private var byText: [String: [Bytes]] = [:]

    /// Looks at this process's command line.
    package init() {
        var index = 1
        while index < Int(CommandLine.argc) {
            if let argument = unsafe CommandLine.unsafeArgv[index] {
                let count = unsafe strlen(argument)
                var bytes = Bytes()
                for offset in 0..<count {
                    bytes.append(UInt8(bitPattern: unsafe argument[offset]))
                }
                // Only what was replaced has to be found again.
                if bytes.strictText == nil {
                    byText[String(decoding: bytes, as: UTF8.self), default: []].append(bytes)
                }
            }
            index += 1
        }
    }

    /// The bytes of an argument; those of several that look the same are handed out in their order.
    package mutating func bytes(of text: String) -> Bytes {
        guard var found = byText[text], !found.isEmpty else { return Bytes(text: text) }
        let bytes = found.removeFirst()
        byText[text] = found
        return bytes
    }

    /// The bytes of the one argument or variable that reads like this text, by itself or after `=`.
    ///
    /// Nothing where several different ones read alike: a guess could name another file.
    package static func bytes(for text: String) -> Bytes? {
        guard let found = named[text] else { return Bytes(text: text) }
        return found.count == 1 ? found.first : nil
    }

    // Whatever holds the sign that stands for bytes that are no text, or that sign itself.
    private static func collected() -> [String: Set<Bytes>] {
        var found: [String: Set<Bytes>] = [:]
        func take(_ start: UnsafePointer<CChar>) {
            var bytes = Bytes()
            var offset = 0
            while unsafe start[offset] != 0 {
                bytes.append(UInt8(bitPattern: unsafe start[offset]))
                offset += 1
            }
            var forms = [bytes]
            if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
                forms.append(Bytes(bytes[(equals + 1)...]))
            }
            for form in forms {
                let text = String(decoding: form, as: UTF8.self)
                if text.contains("\u{fffd}") { found[text, default: []].insert(form) }
            }
        }
        var index = 1
        while index < Int(CommandLine.argc) {
            if let argument = unsafe CommandLine.unsafeArgv[index] { unsafe take(argument) }
            index += 1
        }
        for name in Surroundings.names {
            if let value = unsafe getenv(name) { unsafe take(value) }
        }
        return found
    }
}
