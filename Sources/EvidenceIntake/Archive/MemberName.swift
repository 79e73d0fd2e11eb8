// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The name of a file inside an archive: foreign text that is shown and never followed.
struct MemberName {
    /// The name as a text.
    var text: String
    /// Whether its bytes are no UTF-8, so that it is read as CP437, which is only a guess.
    var isGuessed = false

    init(_ bytes: Bytes) {
        if let text = bytes.strictText {
            self.text = text
        } else {
            isGuessed = true
            text = MemberName.decode437(bytes)
        }
    }

    /// The last part of the name.
    var last: Substring {
        text[
            (text.lastIndex { $0 == "/" || $0 == "\\" }.map(text.index(after:)) ?? text.startIndex)...
        ]
    }

    /// Whether macOS added it beside the files that a person packed.
    var isOfMac: Bool { text.hasPrefix("__MACOSX/") || last.hasPrefix("._") || last == ".DS_Store" }

    /// Whether it would lead out of a folder, has no text, or holds characters that are in no name.
    var isOdd: Bool {
        if text.isEmpty || text.hasPrefix("/") || text.hasPrefix("\\") || text.contains("\\") {
            return true
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.contains("..") || parts.contains(".") { return true }
        let scalars = text.unicodeScalars
        if scalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) }) {
            return true
        }
        if scalars.contains(where: { $0.value >= 0x200b && ScalarReader.isMark($0.value) }) {
            return true
        }
        let second = text.utf8.dropFirst().first
        return second == UInt8(ascii: ":")
    }

    private static let upper =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}"

    private static let table = Array(upper.unicodeScalars)

    private static func decode437(_ bytes: Bytes) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in bytes {
            if byte < 0x80 {
                scalars.append(Unicode.Scalar(byte))
            } else if Int(byte) - 0x80 < table.count {
                scalars.append(table[Int(byte) - 0x80])
            }
        }
        return String(scalars)
    }
}
