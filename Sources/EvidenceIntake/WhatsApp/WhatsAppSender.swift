// SPDX-License-Identifier: Apache-2.0

/// Divides what follows a record's time into who sent it and what it says.
enum WhatsAppSender {
    /// Where a colon divides a line: the name before it, and where the text begins.
    struct Division {
        var name: Substring
        var text: Substring
    }

    /// Every place where a name could end, the shortest name first.
    static func divisions(_ line: String) -> [Division] {
        var found: [Division] = []
        let bytes = line.utf8
        var at = bytes.startIndex
        while found.count < Limits.whatsAppDivisions,
            let colon = bytes[at...].firstIndex(of: 0x3a),
            bytes.distance(from: bytes.startIndex, to: colon) <= Limits.whatsAppNameBytes
        {
            let after = bytes.index(after: colon)
            if colon > bytes.startIndex {
                if after == bytes.endIndex {
                    found.append(Division(name: line[..<colon], text: line[after...]))
                } else if bytes[after] == 0x20 {
                    let text = line[bytes.index(after: after)...]
                    found.append(Division(name: line[..<colon], text: text))
                }
            }
            at = after
        }
        return found.filter { isName($0.name) }
    }

    /// The name and text of a line; nothing where it has no sender. Of several names that fit, the
    /// shortest that occurs elsewhere.
    static func divide(_ line: String, known: [String: Int]) -> Division? {
        let found = divisions(line)
        if let repeated = found.first(where: { (known[key($0.name)] ?? 0) > 1 }) { return repeated }
        guard let first = found.first else { return closeDivision(line, known: known) }
        // A colon at the end of a line ends a sentence as often as a name.
        return first.text.isEmpty && first.text.startIndex == line.endIndex
            && line.utf8.last == 0x3a && known[key(first.name)] == nil ? nil : first
    }

    /// A name that is known, with a colon and no space behind it: re-saved files lose the space before an
    /// empty text or a short one.
    private static func closeDivision(_ line: String, known: [String: Int]) -> Division? {
        guard let colon = line.utf8.prefix(Limits.whatsAppNameBytes).firstIndex(of: 0x3a) else {
            return nil
        }
        let name = line[..<colon]
        guard (known[key(name)] ?? 0) > 0, isName(name) else { return nil }
        return Division(name: name, text: line[line.utf8.index(after: colon)...])
    }

    /// A name without the marks that wrap numbers.
    static func key(_ name: Substring) -> String {
        // Every mark begins with one of these bytes.
        if !name.utf8.contains(where: { $0 == 0xd8 || $0 == 0xe2 || $0 == 0xef }) {
            return String(name)
        }
        return String(
            String.UnicodeScalarView(name.unicodeScalars.filter { !ScalarReader.isMark($0.value) }))
    }

    /// Whether this can be a name: no quotation is open in it, and it is no announcement of the app.
    private static func isName(_ name: Substring) -> Bool {
        var isStraightOpen = false
        var open = 0
        for scalar in name.unicodeScalars where scalar == "\"" || scalar.value >= 0x80 {
            switch scalar {
            case "\"": isStraightOpen.toggle()
            case "“", "„", "«": open += 1
            case "”", "»": open = max(0, open - 1)
            default: break
            }
        }
        guard !isStraightOpen, open == 0 else { return false }
        guard name.utf8.count > 12 else { return true }
        let words = TextForms.plain(name)
        return !WhatsAppPhrases.announces(words)
    }
}
