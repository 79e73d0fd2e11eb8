// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeConsole
import StrictCoding
import Testing

@Suite struct CatalogueTests {
    @Test(arguments: MessageID.allCases)
    func `an entry has its three parts`(id: MessageID) {
        let message = id.message
        for part in [message.what, message.still, message.next] {
            #expect(part.count > 5)
        }
        #expect(message.exit != .done)
        #expect(message.what != MessageID.unreachedWhat, "the catalogue has no entry for it")
    }

    @Test(arguments: MessageID.allCases)
    func `an entry keeps to our manners`(id: MessageID) {
        let message = id.message
        let text = [message.what, message.still, message.next].joined(separator: " ")
        let words = text.lowercased().split { !$0.isLetter && $0 != "-" }.map(String.init)
        let forbidden = [
            "authentic", "genuine", "tamper-proof", "guaranteed", "admissible", "forensically",
            "error", "invalid", "illegal", "failed", "password", "please", "oops", "sorry",
        ]
        for word in forbidden { #expect(!words.contains(word), "it says \(word)") }
        #expect(!text.contains("!"))
    }

    @Test(arguments: MessageID.allCases)
    func `an entry fits the width, its blanks filled`(id: MessageID) {
        let details = Dictionary(
            uniqueKeysWithValues: [
                "reason", "command", "question", "flag", "expected", "state", "place", "path",
                "subject", "recipient", "key", "position", "group", "since", "needed", "available",
                "number", "list", "marks", "mark", "count", "kind",
            ].map { ($0, "value of some length") })
        let text = Failure(id, details).text
        #expect(!text.contains("{") && !text.contains("}"))
        for line in text.split(separator: "\n") where !line.hasPrefix("  ") {
            #expect(line.count <= 76)
        }
    }

    @Test func `ids are distinct and stable in form`() {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz.-")
        for id in MessageID.allCases {
            #expect(id.rawValue.allSatisfy(allowed.contains))
        }
        #expect(Set(MessageID.allCases.map(\.rawValue)).count == MessageID.allCases.count)
    }

    @Test func `what fills a blank is escaped and not looked at again`() {
        let failure = Failure(.inputMissing, ["path": "a\n{path}\u{202e}b"])
        #expect(!failure.text.contains("\u{202e}"))
        #expect(failure.text.contains("{path}"))
        #expect(!failure.text.contains("a\n"))
    }

    @Test func `a failure describes itself by its id alone`() {
        #expect("\(Failure(.inputMissing, ["path": "secret-name"]))" == "input.missing")
    }

    @Test func `a failure is one canonical object`() throws {
        let json = Failure(.vaultNone, ["path": "/x"]).json
        #expect(json["id"]?.text == "vault.none")
        #expect(json["exit"]?.integer == 10)
        let encoded = json.encoded()
        #expect(try JSONValue.parse(encoded.span, limit: 4096) == json)
    }
}
