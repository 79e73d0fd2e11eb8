// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct RecoveryTests {
    private func sheet(seed: UInt64 = 3) throws -> (text: String, recipient: String) {
        let identity = try X25519Identity.generate(random: SeededRandom(seed: seed))
        let page = try RecoverySheet.text(of: identity)
        let text = page.withSpan { String(decoding: Bytes(copying: $0), as: UTF8.self) }
        return (text, identity.recipient.text)
    }

    private func read(_ text: String) throws(RecoverySheetError) -> String {
        try RecoveryKey(parsing: Bytes(text: text).span).identity.recipient.text
    }

    /// The lines of the groups, as number, group and word.
    private func groups(_ text: String) -> [[String]] {
        text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            .filter { $0.count == 3 && Int($0[0]) != nil }
    }

    @Test func `either form is read`() throws {
        let (text, recipient) = try sheet()
        #expect(try read(text) == recipient)
        let line = try #require(
            text.split(separator: "\n").first { $0.hasPrefix("AGE-SECRET-KEY-1") })
        #expect(try read(String(line)) == recipient)
        #expect(try read("  \(line)  \r\n") == recipient)
        let groups = groups(text)
        #expect(groups.count == RecoverySheet.groups)
        #expect(
            try read(groups.map { $0.joined(separator: " ") }.joined(separator: "\n")) == recipient)
        #expect(try read(groups.map { "\($0[1]) \($0[2])" }.joined(separator: "\n")) == recipient)
        let shouted = groups.map { "\($0[0]).\t\($0[1].lowercased())  \($0[2].uppercased()) " }
        #expect(try read(shouted.joined(separator: "\r\n")) == recipient)
        // A line with a mistake, and groups without: the groups are used.
        let wrong = text.replacing(line, with: line.dropLast() + (line.last == "Q" ? "P" : "Q"))
        #expect(try read(wrong) == recipient)
    }

    @Test func `lines that are not of the sheet are passed over, whatever they hold`() throws {
        let (text, recipient) = try sheet()
        let (foreign, _) = try sheet(seed: 4)
        let line = try #require(foreign.split(separator: "\n").first { $0.hasPrefix("AGE-SECRET") })
        let groups = groups(text).map { $0.joined(separator: " ") }.joined(separator: "\n")
        for words in ["key: \(line)", "1 key: \(line)", "\(line) \(line)", "my \u{fffd}\u{fffd}"] {
            if words.hasPrefix("1 ") {
                #expect(throws: RecoverySheetError.group(1)) { try read(words + "\n" + groups) }
            } else {
                #expect(try read(words + "\n" + groups) == recipient)
            }
        }
    }

    @Test func `a mistyped group is named`() throws {
        let groups = groups(try sheet().text)
        for index in groups.indices {
            func typed(_ change: (inout [[String]]) -> Void) -> String {
                var copy = groups
                change(&copy)
                return copy.map { $0.joined(separator: " ") }.joined(separator: "\n")
            }
            let swapped = typed {
                $0[index][1] = String($0[index][1].reversed())
            }
            if groups[index][1] != String(groups[index][1].reversed()) {
                #expect(throws: RecoverySheetError.group(index + 1)) { try read(swapped) }
            }
            #expect(throws: RecoverySheetError.group(index + 1)) {
                try read(typed { $0[index][1].removeLast() })
            }
            #expect(throws: RecoverySheetError.group(index + 1)) {
                try read(typed { $0[index][2] = "nosuchword" })
            }
            if index < groups.count - 1 {
                #expect(throws: RecoverySheetError.group(index + 1)) {
                    try read(typed { $0.remove(at: index) })
                }
            }
        }
        #expect(throws: RecoverySheetError.incomplete(groups: 9)) {
            try read(groups.dropLast().map { $0.joined(separator: " ") }.joined(separator: "\n"))
        }
    }

    @Test func `other texts are refused`() throws {
        #expect(throws: RecoverySheetError.noKey) { try read("") }
        #expect(throws: RecoverySheetError.noKey) { try read("nothing of use\nat all here\n") }
        #expect(throws: RecoverySheetError.checksum) {
            try read("AGE-SECRET-KEY-1" + String(repeating: "Q", count: 58))
        }
        let long = String(repeating: "x", count: 70_000)
        #expect(throws: RecoverySheetError.noKey) { try read(long) }
    }

    @Test func `recovering sets a new passphrase and leaves a trace`() throws {
        let world = try World.withVault(sheet: "/home/sheet.txt")
        let page = try #require(world.disk.contents(of: .init("/home/sheet.txt")))
        let key = try RecoveryKey(parsing: page.span)
        try Vault.recover(
            at: world.root, with: key, newPassphrase: passphrase("new words of mine"),
            world.environment)
        #expect(code { _ = try world.open(.reading) } == .notOpened)
        let vault = try world.open(.reading, "new words of mine")
        var kinds: [String] = []
        try vault.forEachEntry { kinds.append($0.body.kind) }
        #expect(kinds == ["vault.created", "key.changed", "vault.opened", "key.changed"])
        // Another vault's sheet, and a vault without one.
        let other = try World.withVault(seed: 8)
        #expect(
            code {
                try Vault.recover(
                    at: other.root, with: key, newPassphrase: passphrase(), other.environment)
            } == .noSuchSlot)
        let third = try World.withVault(seed: 9, sheet: "/home/sheet.txt")
        #expect(
            code {
                try Vault.recover(
                    at: third.root, with: key, newPassphrase: passphrase(), third.environment)
            } == .notOpened)
    }

    @Test func `guarded memory that is not to be had is no damage and no fault of the disk`() {
        let refused = SecretError.allocationFailed(byteCount: 32)
        #expect(VaultFiles.failure(refused).code == .memory)
        #expect(VaultFiles.failure(AgeError.secret(refused)).code == .memory)
    }
}
