// SPDX-License-Identifier: Apache-2.0

import Glibc
package import StrictCoding

/// The command line's own bytes, for paths whose names are not UTF-8.
///
/// What reads the command line works with texts, in which such bytes are replaced; this finds the bytes
/// that a text came from.
package struct RawArguments {
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
}
