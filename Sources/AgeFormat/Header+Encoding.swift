// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension Header {
    /// Symbols of a full body line; a shorter one ends the body.
    static let columns = 64

    /// The header's bytes, through the line feed after its code.
    package func encoded() -> Bytes {
        var bytes = Header.authenticated(stanzas)
        bytes.append(UInt8(ascii: " "))
        let code = mac
        bytes.append(contentsOf: Base64.encodeBytes(code.span, padding: .absent))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// What the code of a header with these stanzas is over.
    package static func authenticated(_ stanzas: [Stanza]) -> Bytes {
        var bytes = intro
        for stanza in stanzas {
            bytes.append(text: "-> \(stanza.kind)")
            for argument in stanza.arguments { bytes.append(text: " \(argument)") }
            bytes.append(UInt8(ascii: "\n"))
            let body = stanza.body
            let symbols = Base64.encodeBytes(body.span, padding: .absent)
            var start = 0
            // A body that fills its last line is followed by an empty one.
            while symbols.count - start >= columns {
                bytes.append(contentsOf: symbols[start..<(start + columns)])
                bytes.append(UInt8(ascii: "\n"))
                start += columns
            }
            bytes.append(contentsOf: symbols[start...])
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(text: "---")
        return bytes
    }
}
