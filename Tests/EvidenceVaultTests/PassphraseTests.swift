// SPDX-License-Identifier: Apache-2.0

import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct PassphraseTests {
    private func made(_ seed: UInt64) throws -> String {
        let secret = try PassphraseMaker.passphrase(random: SeededRandom(seed: seed))
        return secret.withSpan { String(decoding: Bytes(copying: $0), as: UTF8.self) }
    }

    private func judge(_ text: String) -> PassphraseStrength {
        PassphraseStrength.judge(Bytes(text: text).span)
    }

    @Test func `a made passphrase is six words of the list and passes the rule`() throws {
        var all: Set<String> = []
        var words: Set<Substring> = []
        for seed in 0..<300 {
            let text = try made(UInt64(seed))
            let parts = text.split(separator: "-")
            #expect(parts.count == 6 && parts.allSatisfy { KeyWords.isWord(String($0)) })
            #expect(judge(text) == .good, "\(text)")
            all.insert(text)
            words.formUnion(parts)
        }
        #expect(all.count == 300)
        // 1,800 draws from 2,048 words: some 1,197 different ones; far fewer would show a narrow draw.
        #expect(words.count > 1100)
    }

    @Test(arguments: [
        ("", PassphraseStrength.tooShort), ("short", .tooShort), ("thirteen char", .tooShort),
        ("12345678901234567890123", .tooShort), ("aaaaaaaaaaaaaaaa", .repeats),
        ("blueblueblueblue", .repeats), ("abababcabababc", .repeats), ("1234abcd5678efgh", .runs),
        ("qwertyuiopasdfgh", .runs), ("abcdefghijklmnop", .runs), ("Passphrase2026", .common),
        ("mypassword2026!", .common), ("correct horse battery staple", .common),
        ("line\nbreak in the middle", .unusable),
        ("the blue car on Mondays", .good), ("harbour-lentil-quiet-orchard", .good),
        ("пароль с длинной фразой", .good), ("830194726501836592047183", .good),
    ])
    func `a chosen passphrase is judged by the rule that is written down`(
        text: String, expected: PassphraseStrength
    ) {
        #expect(judge(text) == expected)
    }

    @Test func `judging never traps`() {
        let random = SeededRandom(seed: 2)
        for count in 0..<200 {
            let bytes = random.bytes(count: count)
            _ = PassphraseStrength.judge(bytes.span)
        }
        let long = Bytes(repeating: 0x61, count: 5000)
        #expect(PassphraseStrength.judge(long.span) == .unusable)
    }
}
