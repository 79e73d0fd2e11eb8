// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import EvidenceModel
import MinisignFormat
import SodiumSealing
import StrictCoding
import Testing

/// A reader's own list of names and keys.
@Suite struct NamedSealersTests {
    private func key(_ number: UInt8) throws -> MinisignPublicKey {
        try MinisignPublicKey(vaultKey: testKey(number).publicKey)
    }

    private func words(_ number: UInt8) throws -> String {
        KeyWords.text(of: try key(number).wordsDigest)
    }

    @Test func `a name, and a key or its words, on each line`() throws {
        let text = """
            # Compared by telephone, 4 November
            Riverside Shelter\t\(try key(1).text)

              Det. Sgt. R. Osei   \(try words(2))\r
            Шелтер «Дом» \(try key(3).text)
            Riverside Shelter \(try key(4).text)
            """
        let sealers = try NamedSealers(parsing: text)
        #expect(sealers.count == 4 && sealers.publicKeys.count == 3)
        #expect(try sealers.matching(key(1))?.name == "Riverside Shelter")
        #expect(try sealers.matching(key(2))?.name == "Det. Sgt. R. Osei")
        #expect(try sealers.matching(key(3))?.name == "Шелтер «Дом»")
        #expect(try sealers.matching(key(4))?.name == "Riverside Shelter")
        #expect(try sealers.matching(key(5)) == nil)
    }

    @Test func `a key under two names is refused, however it is written`() throws {
        for (first, second) in [
            (try key(1).text, try key(1).text), (try key(1).text, try words(1)),
            (try words(1), try key(1).text), (try words(1), try words(1).uppercased()),
        ] {
            #expect(throws: NamedSealersError.twice(line: 3, first: 1)) {
                try NamedSealers(parsing: "One \(first)\nOther \(try key(2).text)\nTwo \(second)\n")
            }
            // The same line twice says nothing new.
            #expect(try NamedSealers(parsing: "One \(first)\nOne \(second)\n").count == 1)
        }
    }

    @Test func `what is not a list is refused, with its line`() throws {
        let key = try key(1).text
        for (text, error) in [
            ("", NamedSealersError.empty), ("# nothing\n\n", .empty), (key, .line(1)),
            ("One \(key)\nTwo RWQQQ\n", .line(2)), ("One\n", .line(1)),
            ("a\u{1b}[1m \(key)", .name(line: 1)), ("a\u{202e}b \(key)", .name(line: 1)),
            (String(repeating: "n", count: 61) + " " + key, .name(line: 1)),
            (
                "One " + (try words(1)) + "x\n",
                .unknownWord(line: 1, position: 12)
            ),
        ] {
            #expect(throws: error, "\(text)") { try NamedSealers(parsing: text) }
        }
        let many = (0...1000).map { _ in "n \(key)" }.joined(separator: "\n")
        #expect(try NamedSealers(parsing: many).count == 1)
    }

    @Test func `a comment in a key's own file is never taken for a name`() throws {
        let file = String(decoding: try key(1).file(comment: "Riverside Shelter"), as: UTF8.self)
        #expect(throws: NamedSealersError.self) { try NamedSealers(parsing: file) }
        let sealer = try NamedSealer(parsing: file)
        #expect(try NamedSealers(sealer).matching(key(1))?.name == nil)
    }

    @Test func `the one that sealed is named in the report, and no other`() throws {
        let sample = try Sample()
        let own = try MinisignPublicKey(vaultKey: sample.vault.signer.publicKey).text
        func report(_ text: String) throws -> BundleReport {
            try BundleCheck.check(
                .file(MemorySource(sample.bundle)), identities: [sample.identity],
                sealers: NamedSealers(parsing: text)
            ).report
        }
        let known = try report("Other \(key(2).text)\nRiverside Shelter \(own)\n")
        #expect(known.verdict == .verified)
        #expect(known.facts.sealer?.name == "Riverside Shelter")
        let unknown = try report("Other \(key(2).text)\nThird \(key(3).text)\n")
        #expect(unknown.verdict == .sealerNotEstablished && unknown.facts.sealer?.name == nil)
        #expect(
            unknown.findings.first { $0.id == .sealedBy }?.detail
                == "it was signed by none of the keys that you named")
    }
}
