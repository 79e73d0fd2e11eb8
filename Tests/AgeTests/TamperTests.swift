// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct TamperTests {
    static let plaintext = Bytes(text: "What was kept, word for word.")

    @Test func `every bit of a small file matters, and the answer fits the place`() throws {
        let random = SeededRandom(21)
        let identity = try X25519Identity.generate(random: random)
        let other = try X25519Identity.generate(random: random)
        let file = try encrypted(
            Self.plaintext, to: [.x25519(other.recipient), .x25519(identity.recipient)],
            random: random)
        let header = try Header.parse(file.span)
        for place in file.indices {
            for bit in 0..<8 {
                var damaged = file
                damaged[place] ^= 1 << bit
                let error = #expect(throws: AgeError.self) { try opened(damaged, [identity]) }
                let isFile = #expect(throws: AgeError.self) {
                    try AgeFile(MemorySource(damaged), identities: [identity])
                }
                #expect(error == isFile)
                switch error {
                case .notAge, .header, .mac, .noMatch: #expect(place < header.byteCount)
                case .payload: #expect(place >= header.byteCount)
                default: Issue.record("byte \(place), bit \(bit): \(String(describing: error))")
                }
                // What still parses is what was parsed: no second text for any header.
                if let parsed = try? Header.parse(damaged.span) {
                    #expect(parsed.encoded() == damaged.slice(0..<parsed.byteCount))
                }
            }
        }
    }

    /// Files whose mutations are tried, with who opens them.
    private func samples() throws -> [(file: Bytes, identities: [any Identity])] {
        let random = SeededRandom(22)
        let identity = try X25519Identity.generate(random: random)
        let words = try passphrase("river candle")
        let recipient = AgeRecipient.x25519(identity.recipient)
        let one = try encrypted(Self.plaintext, to: [recipient], random: random)
        let three = try encrypted(
            Self.plaintext, to: [recipient, recipient, recipient], random: random)
        let secret = try encrypted(
            Self.plaintext, to: [.passphrase(words)], random: random, workFactor: 1)
        let identities: [any Identity] = [identity, ScryptIdentity(words, maximumWorkFactor: 6)]
        return [one, three, secret, armored(one), armored(secret)].map { ($0, identities) }
    }

    @Test(arguments: [101, 102, 103, 104] as [UInt64])
    func `no mutation traps, and none opens with another plaintext`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for (file, identities) in try samples() {
            for round in 0..<150 {
                var mutant = file
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    mutate(&mutant, using: &generator)
                }
                if let bytes = try? opened(mutant, identities, step: 7) {
                    #expect(bytes == Self.plaintext, "seed \(seed), round \(round)")
                }
                if let opened = try? AgeFile(MemorySource(mutant), identities: identities) {
                    let bytes = try? all(of: opened.sequential(), step: 7)
                    #expect(bytes == Self.plaintext, "seed \(seed), round \(round)")
                }
                if let header = try? Header.parse(mutant.span) {
                    #expect(
                        header.encoded() == mutant.slice(0..<header.byteCount),
                        "seed \(seed), round \(round)")
                }
                _ = try? AgeKeyFile.identities(in: mutant.span)
            }
        }
    }

    @Test(arguments: [201, 202] as [UInt64])
    func `no text of keys traps, and what is read is what was written`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let file = Bytes(text: "# created\n\(KeyTests.text)\n\(KeyTests.hybridText)\n#\n")
        for _ in 0..<800 {
            var mutant = file
            mutate(&mutant, using: &generator)
            guard let identities = try? AgeKeyFile.identities(in: mutant.span) else { continue }
            for identity in identities.compactMap({ $0 as? X25519Identity }) {
                #expect(identity.recipient.text == KeyTests.recipientText)
            }
        }
    }

    private func mutate(_ bytes: inout Bytes, using generator: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: bytes.indices, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.remove(at: place)
        case 3: bytes.insert(Bytes(text: "\n\r- >=A9")[place % 8], at: place)
        case 4: bytes.removeSubrange(place..<end)
        case 5: bytes.insert(contentsOf: bytes.slice(place..<end), at: place)
        case 6: bytes.removeLast(bytes.count - place)
        default:
            let target = Int.random(in: bytes.indices, using: &generator)
            bytes.insert(contentsOf: bytes.slice(place..<end), at: target)
        }
    }

    /// The same file in armor.
    private func armored(_ file: Bytes) -> Bytes { ArmorTests.armored(file) }
}
