// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import Foundation
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct KeyTests {
    static let text = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    static let recipientText = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
    static let hybridText =
        "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"

    private func identities(_ text: String) throws(AgeError) -> [any Identity] {
        let bytes = Bytes(text: text)
        return try AgeKeyFile.identities(in: bytes.span)
    }

    private func recipients(_ text: String) throws(AgeError) -> [X25519Recipient] {
        let bytes = Bytes(text: text)
        return try AgeKeyFile.recipients(in: bytes.span)
    }

    @Test func `an identity is read from its text and written as the same text`() throws {
        let identity = try identity(Self.text)
        #expect(identity.recipient.text == Self.recipientText)
        #expect(exposed(try identity.text()) == Bytes(text: Self.text))
        let scalar = Bytes(repeating: 0x42, count: 32)
        let same = try X25519Identity(secret: SecretBytes(copying: scalar.span))
        #expect(same.recipient == identity.recipient)
        #expect(try X25519Recipient(Self.recipientText) == identity.recipient)
        #expect(throws: AgeError.secret(.wrongLength(expected: 32, actual: 31))) {
            try X25519Identity(secret: SecretBytes(copying: scalar.span.extracting(0..<31)))
        }
    }

    @Test func `every identity's text reads back, and no single change of a letter does`() throws {
        let random = SeededRandom(7)
        for _ in 0..<50 {
            let made = try X25519Identity.generate(random: random)
            var text = exposed(try made.text())
            let again = try X25519Identity(parsing: text.span)
            #expect(again.recipient == made.recipient)
            #expect(try X25519Recipient(made.recipient.text) == made.recipient)
            let place = Int.random(in: 16..<text.count)
            text[place] = text[place] == UInt8(ascii: "Q") ? UInt8(ascii: "P") : UInt8(ascii: "Q")
            #expect(throws: AgeError.identity(.malformed)) {
                try X25519Identity(parsing: text.span)
            }
        }
    }

    @Test(arguments: [
        text.lowercased(), text + " ", " " + text, text + "\n", String(text.dropLast()), "",
        "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-", "AGE-PLUGIN-", "AGE-PLUGIN--1QQQQ", "AGE-PLUGIN-1",
        text.replacingOccurrences(of: "GFPQ", with: "gfpq"), "AGE-PLUGIN-a b-1QQQQQQ",
    ])
    func `what is nearly an identity is refused`(text: String) {
        #expect(throws: AgeError.identity(.malformed)) { try identity(text) }
    }

    @Test func `kinds that cannot be used yet are named`() throws {
        #expect(throws: AgeError.identity(.unsupported(.hybrid))) { try identity(Self.hybridText) }
        #expect(throws: AgeError.identity(.unsupported(.plugin(name: "yubikey")))) {
            try identity("AGE-PLUGIN-YUBIKEY-1QXSZQY8QRG9M0K7GW3JPY")
        }
        #expect(throws: AgeError.identity(.isRecipient)) { try identity(Self.recipientText) }
        #expect(throws: AgeError.recipient(.isIdentity)) { try X25519Recipient(Self.text) }
        #expect(throws: AgeError.recipient(.isIdentity)) {
            try X25519Recipient(Self.text.lowercased())
        }
        let value = Bytes(repeating: 1, count: 32)
        let plugin = Bech32.encode(prefix: "age1yubikey", data: value.span)
        #expect(throws: AgeError.recipient(.unsupported(.plugin(name: "yubikey")))) {
            try X25519Recipient(plugin)
        }
        let hybrid = Bech32.encode(prefix: "age1pq", data: Bytes(repeating: 1, count: 1_216).span)
        #expect(throws: AgeError.recipient(.unsupported(.hybrid))) { try X25519Recipient(hybrid) }
        for data in [31, 33] {
            let other = Bech32.encode(prefix: "age", data: Bytes(repeating: 1, count: data).span)
            #expect(throws: AgeError.recipient(.malformed)) { try X25519Recipient(other) }
        }
        for text in [Self.recipientText.uppercased(), "ssh-ed25519 AAAA", "", "age1"] {
            #expect(throws: AgeError.recipient(.malformed)) { try X25519Recipient(text) }
        }
    }

    @Test func `a key file is read past comments and empty lines`() throws {
        let file = "# created: 2026-11-22T18:40:00Z\n# public key: age1…\n\n\(Self.text)\n"
        for text in [
            file, String(file.dropLast()), file.replacingOccurrences(of: "\n", with: "\r\n"),
        ] {
            let identities = try identities(text)
            #expect((identities.first as? X25519Identity)?.recipient.text == Self.recipientText)
            #expect(identities.count == 1)
        }
        let two = try recipients("#\n\(Self.recipientText)\n\n\(Self.recipientText)")
        #expect(two.map(\.text) == [Self.recipientText, Self.recipientText])
    }

    @Test func `a key file's errors name the line and never hold the text`() throws {
        for (text, line, fault) in [
            ("# a\n\n \(Self.text)\n", 3, KeyFault.malformed),
            ("\(Self.text) \n", 1, .malformed), ("\n#\n\(Self.recipientText)\n", 3, .isRecipient),
            ("\(Self.text)\rx\n", 1, .malformed), (" # comment\n\(Self.text)\n", 1, .malformed),
            ("\(Self.text)\n\(Self.text)\n\u{feff}\n", 3, .malformed),
            ("\(Self.text)\r", 1, .malformed),
        ] {
            #expect(throws: AgeError.keyFile(line: line, fault)) { try identities(text) }
        }
        #expect(throws: AgeError.keyFile(line: 2, .isIdentity)) {
            try recipients("\(Self.recipientText)\n\(Self.text)\n")
        }
        #expect(throws: AgeError.keyFile(line: 1, .malformed)) { try recipients("age1äöü\n") }
        #expect(throws: AgeError.keyFileEmpty) { try identities("# nothing\n\n") }
        #expect(throws: AgeError.keyFileEmpty) { try identities("") }
        #expect(throws: AgeError.keyFileTooLarge) {
            try identities(String(repeating: "#", count: AgeLimits.keyFileByteCount + 1))
        }
        #expect(throws: AgeError.keyFileTooLarge) {
            try identities(
                String(repeating: "\(Self.text)\n", count: AgeLimits.keyFileKeyCount + 1))
        }
    }

    @Test func `an unsupported identity in a key file does not keep another from opening`() throws {
        let both = try identities("\(Self.hybridText)\n\(Self.text)\n")
        #expect(both.count == 2)
        let recipient = try X25519Recipient(Self.recipientText)
        let plaintext = Bytes(text: "kept")
        let file = try encrypted(plaintext, to: [.x25519(recipient)])
        #expect(try opened(file, both) == plaintext)
        // Alone it does not match, and is only named where the file could have been for it.
        #expect(throws: AgeError.noMatch) { try opened(file, [both[0]]) }
        let plugin = try identities("AGE-PLUGIN-SE-1QQQQQQ\n")
        #expect(throws: AgeError.unsupported(.plugin(name: "se"))) { try opened(file, plugin) }
    }

    @Test(.enabled(if: Vectors.isPresent("age-go/keys.json")))
    func `published identities have their published recipients`() throws {
        let json = try JSONSerialization.jsonObject(
            with: Data(contentsOf: Vectors.folder.appendingPathComponent("age-go/keys.json")))
        let pairs = try #require((json as? [String: Any])?["pairs"] as? [[String: String]])
        var hybrid = 0
        for pair in pairs {
            let text = try #require(pair["identity"])
            let recipient = try #require(pair["recipient"])
            if recipient.hasPrefix("age1pq") {
                hybrid += 1
                #expect(throws: AgeError.identity(.unsupported(.hybrid))) { try identity(text) }
                #expect(throws: AgeError.recipient(.unsupported(.hybrid))) {
                    try X25519Recipient(recipient)
                }
            } else {
                #expect(try identity(text).recipient.text == recipient)
            }
        }
        #expect(pairs.count - hybrid >= 2)
    }
}
