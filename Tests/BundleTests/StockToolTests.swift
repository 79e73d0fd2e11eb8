// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import DurableFiles
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

/// Runs the command lines of both HOW-TO-CHECK.txt with other people's programs.
@Suite struct StockToolTests {
    /// The lines that begin with four spaces and nothing else.
    static func commands(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
            String($0.dropFirst(4))
        }
    }

    static func run(_ line: String, in folder: String) throws -> StockTool.Run {
        try StockTool.run(["/bin/sh", "-c", line], in: URL(filePath: folder))
    }

    /// Runs a line that asks for a passphrase at a terminal of its own.
    static func run(_ line: String, typing passphrase: String, in folder: String) throws
        -> StockTool.Run
    {
        let program = """
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0:
                os.execvp("/bin/sh", ["sh", "-c", sys.argv[1]])
            seen, told = b"", False
            while True:
                try:
                    part = os.read(terminal, 4096)
                except OSError:
                    break
                if not part:
                    break
                seen += part
                if not told and b"passphrase" in seen:
                    os.write(terminal, sys.argv[2].encode() + b"\\n")
                    told = True
            sys.stdout.write(seen.decode(errors="replace"))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """
        return try StockTool.run(
            ["python3", "-c", program, line, passphrase], in: URL(filePath: folder))
    }

    /// A kind of bundle whose lines are run, every one of them, as they stand.
    enum Kind: CaseIterable {
        case diaryAlone
        case files
        case passphrase
        case derived
    }

    private func bundle(_ kind: Kind) throws -> (sample: Sample, bytes: Bytes) {
        var sample = try Sample.withIncident()
        switch kind {
        case .diaryAlone:
            let request = try sample.vault.request(
                [], statements: [6], also: [7], for: [.x25519(sample.identity.recipient)])
            sample.bundle = try sample.vault.seal(request)
        case .files:
            sample = try Sample()
        case .passphrase:
            let words = try Passphrase(SecretBytes(copying: Bytes(text: Self.words).span))
            sample.bundle = try sample.vault.seal(
                sample.vault.request(
                    sample.numbers, statements: [6], also: [7], for: [.passphrase(words)]))
        case .derived:
            var forge = try Forge(sample)
            forge.bag["data/report/report.html"] = Bytes(text: "<!DOCTYPE html>\n")
            forge.bag["data/readable/EX-1/messages.csv"] = Bytes(text: "a,b\r\n")
            sample.bundle = try forge.asSealer(sample.vault.signer)
        }
        return (sample, sample.bundle)
    }

    private static let words = "four plain words here"

    @Test(arguments: Kind.allCases)
    func `every line of both texts runs as it stands on every kind of bundle`(
        _ kind: Kind
    ) throws {
        try StockTool.require(
            "unzip", "minisign", "age", "bagit.py", "sha256sum", "openssl", "python3")
        let (sample, bundle) = try bundle(kind)
        try withTemporaryFolder { place in
            let folder = place.bytes.strictText!
            let files = RealFileSystem()
            let key = try sample.identity.text().withSpan { Bytes(copying: $0) }
            for (name, bytes) in [("sealed.zip", bundle), ("identity.txt", key)] {
                try files.writeDurably(
                    bytes.span, to: place.appending(name), replacing: false,
                    random: SeededRandom().bytes(count: 16))
            }
            #expect(try Self.run("unzip -q sealed.zip", in: folder).status == 0)
            var outputs: [String] = []
            var decrypted = 0
            for line in Self.commands(HowToCheck.outer) + Self.commands(HowToCheck.inner) {
                let asks = line.hasPrefix("age -d -o ")
                // One of the two ways to open it is for this bundle.
                if line.hasPrefix("age ") {
                    guard asks == (kind == .passphrase) else { continue }
                    decrypted += 1
                }
                let run =
                    asks
                    ? try Self.run(line, typing: Self.words, in: folder)
                    : try Self.run(line, in: folder)
                #expect(run.status == 0, "\(line)\n\(run.output)")
                outputs.append(run.output)
            }
            #expect(decrypted == 1)
            let all = outputs.joined(separator: "\n")
            #expect(!all.contains("No such file"))
            let hasFiles = kind != .diaryAlone
            #expect(
                all.contains(#""mark":"EX/1""#) && all.contains("  data/exhibits/EX-1/") == hasFiles
            )
            #expect(all.contains(#""kind":"incident.recorded""#) == (kind != .files))
            #expect(all.contains("data/readable/") == (kind != .files))
            #expect(all.contains("data/report/report.html") == (kind == .derived))
            for number in sample.numbers where hasFiles {
                let digest = try sample.vault.item(number).sha256.hex
                // As the file's, as the recorded one, and in no line of another.
                #expect(all.contains("\(digest)  data/exhibits/"))
                #expect(all.contains(#""sha256":"\#(digest)""#))
            }
        }
    }

    @Test func `both texts say what an exhibit can be, and what is derived`() {
        let text = HowToCheck.inner.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in [
            "An entry without a file", "An extract: part of a longer conversation",
            "Its original is withheld", "data/readable and data/report",
            "prove nothing by themselves",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        for text in [HowToCheck.outer, HowToCheck.inner] {
            for line in text.split(separator: "\n") where !line.hasPrefix("    ") {
                #expect(line.count <= 80, "\(line)")
            }
        }
        let page = StartHere.page
        for word in ["://", "src=", "href=", "<script", "url(", "<img", "<link", "@import"] {
            #expect(!page.contains(word), "\(word)")
        }
        for word in ["data/report/report.html", "withheld", "an entry without a file"] {
            #expect(page.contains(word), "\(word)")
        }
    }

    @Test func `the lines of HOW-TO-CHECK.txt verify a bundle and give the originals back`() throws
    {
        try StockTool.require("unzip", "minisign", "age", "bagit.py", "sha256sum", "openssl")
        let sample = try Sample()
        try withTemporaryFolder { place in
            let folder = place.bytes.strictText!
            let files = RealFileSystem()
            try files.writeDurably(
                sample.bundle.span, to: place.appending("sealed.zip"), replacing: false,
                random: SeededRandom().bytes(count: 16))
            let key = try sample.identity.text().withSpan { Bytes(copying: $0) }
            try files.writeDurably(
                key.span, to: place.appending("identity.txt"), replacing: false,
                random: SeededRandom().bytes(count: 16))
            let unzipped = try Self.run("unzip -q sealed.zip", in: folder)
            #expect(unzipped.status == 0, "\(unzipped.output)")
            var outputs: [String: String] = [:]
            let lines = Self.commands(HowToCheck.outer) + Self.commands(HowToCheck.inner)
            for line in lines where !line.hasPrefix("age -d -o ") {
                let run = try Self.run(line, in: folder)
                #expect(run.status == 0, "\(line)\n\(run.output)")
                outputs[line] = run.output
            }
            // The copies inside are the texts whose lines were run.
            let outer = try String(contentsOfFile: folder + "/HOW-TO-CHECK.txt", encoding: .utf8)
            let inner = try String(
                contentsOfFile: folder + "/evidence/HOW-TO-CHECK.txt", encoding: .utf8)
            #expect(outer == HowToCheck.outer)
            #expect(inner == HowToCheck.inner)
            let verified = outputs["minisign -V -H -m evidence.zip.age -p sealer.pub"] ?? ""
            #expect(verified.contains("Signature and comment signature verified"))
            #expect(verified.contains("time=\(TestVault.sealed.text)"))
            #expect(
                outputs.contains { $0.key.hasPrefix("openssl") && $0.value.contains("Verified") })
            for number in sample.numbers {
                let item = try sample.vault.item(number)
                let found = outputs.values.filter { $0.contains(item.sha256.hex) }
                // Once as the exhibit's digest, once as the recorded one, and in the bag's list.
                #expect(found.count >= 2)
            }
            let paths = try Self.run("ls evidence/data/exhibits/*/*", in: folder).output
                .split(separator: "\n").map(String.init)
            #expect(paths.count == sample.numbers.count)
            for (path, number) in zip(paths, sample.numbers) {
                let data = try Data(contentsOf: URL(filePath: folder + "/" + path))
                #expect(Bytes(data) == sample.vault.originals[number])
            }
            // A key that was learnt in another way takes the place of the file.
            let text = try MinisignPublicKey(vaultKey: sample.vault.signer.publicKey).text
            let other = try MinisignPublicKey(vaultKey: testKey(2).publicKey).text
            #expect(
                try Self.run("minisign -V -H -m evidence.zip.age -P \(text)", in: folder).status
                    == 0)
            #expect(
                try Self.run("minisign -V -H -m evidence.zip.age -P \(other)", in: folder).status
                    != 0)
        }
    }

    @Test func `stock tools refuse a bundle that was changed`() throws {
        try StockTool.require("minisign")
        let sample = try Sample()
        var parts = try Forge.parts(of: sample.bundle)
        parts[3].1[parts[3].1.count / 2] ^= 1
        try withTemporaryFolder { place in
            let folder = place.bytes.strictText!
            for (name, bytes) in parts {
                try RealFileSystem().writeDurably(
                    bytes.span, to: place.appending(name), replacing: false,
                    random: SeededRandom().bytes(count: 16))
            }
            #expect(
                try Self.run("minisign -V -H -m evidence.zip.age -p sealer.pub", in: folder)
                    .status != 0)
        }
    }

    @Test func `other ZIP readers list the same files`() throws {
        let sample = try Sample()
        try withTemporaryFolder { place in
            let folder = place.bytes.strictText!
            try RealFileSystem().writeDurably(
                sample.bundle.span, to: place.appending("sealed.zip"), replacing: false,
                random: SeededRandom().bytes(count: 16))
            for line in [
                "unzip -Z1 sealed.zip", "python3 -m zipfile -l sealed.zip", "bsdtar -tf sealed.zip",
            ] {
                let tool = String(line.prefix { $0 != " " })
                guard try Self.run("command -v \(tool)", in: "/").status == 0 else { continue }
                let run = try Self.run(line, in: folder)
                #expect(run.status == 0)
                for name in BundlePaths.outer { #expect(run.output.contains(name), "\(line)") }
            }
        }
    }
}
