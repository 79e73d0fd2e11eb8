// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct SecretReadingTests {
    private func read(_ bytes: [UInt8]) throws -> Bytes {
        let path = NSTemporaryDirectory() + "/keepsake-secret-" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try SecretReading.passphrase(file: path).withSpan { Bytes(copying: $0) }
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func `one line end is not part of the passphrase`(end: String) throws {
        #expect(try read(Array(("two words" + end).utf8)) == Bytes(text: "two words"))
    }

    @Test func `spaces and bytes that are no text are part of it`() throws {
        #expect(try read([32, 0xff, 32, 10]) == [32, 0xff, 32])
    }

    @Test(arguments: [
        ("", MessageID.passphraseFileEmpty), ("\n", .passphraseFileEmpty),
        ("\r\n", .passphraseFileEmpty), ("a\nb\n", .passphraseFileLines),
        ("a\n\n", .passphraseFileLines), ("a\0b", .passphraseFileLines),
        (String(repeating: "x", count: 1025), .passphraseLong),
        (String(repeating: "x", count: 9000), .passphraseLong),
    ])
    func `what is not one line of a passphrase is refused`(text: String, id: MessageID) throws {
        let failure = #expect(throws: Failure.self) { _ = try read(Array(text.utf8)) }
        #expect(failure?.id == id)
    }

    @Test func `the longest one is taken whole`() throws {
        let longest = String(repeating: "x", count: 1024)
        #expect(try read(Array((longest + "\r\n").utf8)).count == 1024)
    }

    @Test(arguments: [
        ("/nowhere/at/all", MessageID.passphraseFileMissing), ("/tmp", .passphraseFileKind),
        ("/dev/zero", .passphraseFileKind),
    ])
    func `what is not a file or a pipe is refused`(path: String, id: MessageID) throws {
        let failure = #expect(throws: Failure.self) {
            _ = try SecretReading.passphrase(file: path)
        }
        #expect(failure?.id == id)
    }
}
