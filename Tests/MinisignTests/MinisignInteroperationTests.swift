// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

/// With the minisign program itself, both directions.
@Suite struct MinisignInteroperationTests {
    /// A folder of its own, removed afterwards.
    private final class Folder {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "keepsake-minisign-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func write(_ bytes: Bytes, _ name: String) throws {
            try Data(bytes).write(to: url.appending(path: name))
        }

        func read(_ name: String) throws -> Bytes {
            Bytes(try Data(contentsOf: url.appending(path: name)))
        }

        /// Whether minisign ends well.
        func minisign(_ arguments: String...) throws -> Bool {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.currentDirectoryURL = url
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }

    private static let program =
        ["/usr/bin/minisign", "/opt/homebrew/bin/minisign", "/usr/local/bin/minisign"]
        .first { FileManager.default.isExecutableFile(atPath: $0) } ?? ""

    private func folder() throws -> Folder {
        guard !Self.program.isEmpty else { throw StockToolMissing("minisign") }
        return try Folder()
    }

    private let message = Bytes(text: "what was kept\n")

    @Test func `keys and signatures that minisign makes are read and found valid`() throws {
        let folder = try self.folder()
        #expect(try folder.minisign("-G", "-W", "-p", "a.pub", "-s", "a.key"))
        let publicFile = try folder.read("a.pub")
        let key = try readKey(publicFile)
        #expect(try readKeyFile(publicFile).encoded() == publicFile)
        let secretFile = try folder.read("a.key")
        let secret = try readSecretKey(secretFile)
        #expect(secret.publicKey == key)
        #expect(try SigningKey(secretKey: secret.secretKey).publicKey == key.key)
        // Our text of it is minisign's, byte for byte.
        let written = try secret.file(comment: "minisign encrypted secret key")
        #expect(Bytes(copying: written.span) == secretFile)

        try folder.write(message, "m")
        #expect(try folder.minisign("-S", "-s", "a.key", "-m", "m", "-c", "one", "-t", "two\t2"))
        let file = try folder.read("m.minisig")
        let signature = try readSignature(file)
        #expect(signature.encoded() == file)
        #expect(signature.untrustedComment == "one" && signature.trustedComment == "two\t2")
        #expect(check(signature, message, key) == .valid)
        #expect(check(signature, message + [0], key) == .signatureInvalid)

        #expect(try folder.minisign("-S", "-l", "-s", "a.key", "-m", "m", "-x", "l.minisig"))
        let legacy = try readSignature(try folder.read("l.minisig"), .tolerant)
        #expect(check(legacy, message, key) == .legacy)
    }

    @Test func `keys and signatures of ours are taken by minisign`() throws {
        let folder = try self.folder()
        let signer = try signingKey(3)
        let key = try MinisignPublicKey(vaultKey: signer.publicKey)
        try folder.write(try key.file(comment: "sealer"), "sealer.pub")
        try folder.write(message, "m")
        let longest = String(repeating: "c", count: 8_191 - 17 - 1)
        let untrusted = String(repeating: "u", count: 1_023 - 19 - 1)
        for (first, trusted) in [
            ("keepsake sealed bundle", "keepsake sealed v1 time=x"), ("", ""), (untrusted, longest),
        ] {
            let signature = try sign(message, with: signer, untrusted: first, trusted: trusted)
            try folder.write(signature.encoded(), "m.minisig")
            #expect(
                try folder.minisign("-V", "-H", "-p", "sealer.pub", "-m", "m"), "\(trusted.count)")
            #expect(try folder.minisign("-V", "-P", key.text, "-m", "m"))
        }
        try folder.write(message + [0], "m")
        #expect(try !folder.minisign("-V", "-p", "sealer.pub", "-m", "m"))

        // The secret key as it stands in a vault's key file signs with minisign.
        let secret = try signer.withSecretKey { bytes in
            try MinisignSecretKey(keyID: key.keyID, secretKey: bytes)
        }
        let file = try secret.file(comment: "minisign secret key")
        try folder.write(Bytes(copying: file.span), "vault.key")
        #expect(
            try folder.minisign("-S", "-s", "vault.key", "-m", "m", "-x", "v.minisig", "-t", "t"))
        #expect(
            check(try readSignature(try folder.read("v.minisig")), message + [0], key) == .valid)
        #expect(try folder.minisign("-R", "-s", "vault.key", "-p", "again.pub"))
        #expect(try readKey(try folder.read("again.pub")) == key)
    }
}
