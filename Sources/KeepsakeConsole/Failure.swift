// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// Why a command did not do what was asked: an entry of the catalogue, and what fills its blanks.
///
/// What fills the blanks may be a person's text: it is escaped when it is shown, and `description`
/// holds the id alone.
package struct Failure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The entry of the catalogue.
    package let id: MessageID
    /// What stands in for `{name}` in the entry's texts.
    package let details: [String: String]

    /// Names an entry and fills its blanks.
    package init(_ id: MessageID, _ details: [String: String] = [:]) {
        self.id = id
        self.details = details
    }

    /// The exit status, which the catalogue gives to the entry.
    package var exit: ExitStatus { id.message.exit }

    package var description: String { id.rawValue }

    /// The three parts as they are shown: what happened and what is still safe, then what to do.
    package var text: String {
        let message = id.message
        return Layout.wrapped(filled(message.what) + " " + filled(message.still)) + "\n"
            + Layout.wrapped(filled(message.next))
    }

    /// The failure as one object, for `--json`.
    package var json: JSONValue {
        let message = id.message
        return .object([
            "schema": .string("keepsake.failure/1"),
            "id": .string(id.rawValue),
            "exit": .integer(Int64(exit.rawValue)),
            "what": .string(filled(message.what)),
            "still": .string(filled(message.still)),
            "next": .string(filled(message.next)),
        ])
    }

    // Fills the blanks in one pass: what is put in is not looked at again.
    private func filled(_ template: String) -> String {
        var result = ""
        var rest = template[...]
        while let start = rest.firstIndex(of: "{") {
            result += rest[..<start]
            let after = rest[rest.index(after: start)...]
            guard let end = after.firstIndex(of: "}") else { return result + rest[start...] }
            let name = String(after[..<end])
            let detail = details[name] ?? ""
            // A path of nothing, as a script gives it whose variable is empty, is still seen.
            result += name == "path" && detail.isEmpty ? "''" : Self.shown(detail)
            rest = after[after.index(after: end)...]
        }
        return result + rest
    }

    // A secret key that was put in the wrong place is not repeated: scrollback and logs keep it.
    private static func shown(_ detail: String) -> String {
        let words = detail.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let upper = word.uppercased()
            let isSecret =
                upper.contains("AGE-SECRET-KEY-") || upper.contains("AGE-PLUGIN-")
                || minisignSecrets.contains { word.contains($0) }
            return isSecret ? "(a secret key, not shown)" : String(word)
        }
        return SafeText.escaped(words.joined(separator: " "))
    }

    // How minisign's secret keys begin, in the form without a passphrase and in the one with it.
    private static let minisignSecrets = ["RWQAAEIy", "RWRTY0Iy"]
}
