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

    @Test func `a bundle of a diary entry alone is a bag to other programs, too`() throws {
        try StockTool.require("unzip", "age", "bagit.py", "sha256sum")
        let sample = try Sample.withIncident()
        let request = try sample.vault.request(
            [], statements: [6], also: [7], for: [.x25519(sample.identity.recipient)])
        let bundle = try sample.vault.seal(request)
        try withTemporaryFolder { place in
            let folder = place.bytes.strictText!
            let files = RealFileSystem()
            let key = try sample.identity.text().withSpan { Bytes(copying: $0) }
            for (name, bytes) in [("sealed.zip", bundle), ("identity.txt", key)] {
                try files.writeDurably(
                    bytes.span, to: place.appending(name), replacing: false,
                    random: SeededRandom().bytes(count: 16))
            }
            for line in [
                "unzip -q sealed.zip", "age -d -i identity.txt -o evidence.zip evidence.zip.age",
                "unzip -q evidence.zip", "bagit.py --validate evidence",
                "grep -q 'What happened' evidence/data/readable/EX-1/incident.txt",
            ] {
                let run = try Self.run(line, in: folder)
                #expect(run.status == 0, "\(line)\n\(run.output)")
            }
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
            for line in Self.commands(HowToCheck.outer) + Self.commands(HowToCheck.inner) {
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
