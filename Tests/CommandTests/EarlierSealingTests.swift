// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What the report says of earlier sealings of the same thing, and of which it says nothing.
@Suite struct EarlierSealingTests {
    @Test func `only sealings for the same keys are named, each with its own mark and part`() throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write(
                "in/WhatsApp Chat with Ana.txt",
                (1...6).map { "1\($0)/05/2024, 14:0\($0) - Ana: word\($0)\n" }.joined())
            #expect(try house.keepsake("add", "in").status == 0)
            for name in ["me", "you"] {
                _ = try house.program("keepsake", ["identity", "new", "-o", name + ".key"]).run()
                let key = String(decoding: try #require(house.read(name + ".key")), as: UTF8.self)
                let found = try #require(key.firstMatch(of: /age1[a-z0-9]+/))
                try house.write(name + ".pub", String(found.output) + "\n")
            }
            func seal(_ name: String, _ marks: String, _ recipient: String, _ what: String...)
                throws
            {
                var run = house.program(
                    "keepsake",
                    ["seal"] + what + [
                        "--marks", marks, "-o", name + ".zip", "--for", recipient + ".pub",
                        "--passphrase-file", "pw",
                    ])
                run.limit = 300
                let sealed = try run.run()
                #expect(sealed.status == 0, "\(sealed.errorText)")
            }
            try seal("a", "SK", "me", "--items", "3")
            try seal("b", "YY", "you", "--items", "3")
            try seal("c", "EX", "me", "--messages", "3:1-2")
            try seal("d", "EX", "me", "--messages", "3:3-4")
            try seal("e", "EX", "me", "--messages", "3:1-2")
            try seal("f", "EX", "me", "--items", "3")
            let journal = { (name: String) throws -> (report: String, table: String) in
                let folder = try open(house, name) + "/evidence/data/report/"
                let table = try #require(house.read(folder + "exhibits.csv"))
                let page = try #require(house.read(folder + "report.html"))
                let plain = String(decoding: page, as: UTF8.self)
                    .replacing(/<[^>]+>/, with: "")
                return (plain, String(decoding: table, as: UTF8.self))
            }
            let (report, table) = try journal("e")
            for words in [
                "whole, not this part alone, under the mark SK/1",
                "another part of it, under the mark EX/2",
                "the same part as here, under the mark EX/1",
            ] { #expect(report.contains(words), "\(words)") }
            #expect(table.contains("as SK/1: whole, not this part alone; "))
            #expect(!report.contains("YY/1") && !table.contains("YY/1"))
            #expect(report.split(separator: "Sealed before for the same keys").count == 4)
            let (whole, _) = try journal("f")
            #expect(whole.contains("whole, as here, under the mark SK/1"))
            #expect(whole.contains("a part of it, under the mark EX/2"))
            // What proves that the record continues those files is in the bundle, and the digests are theirs.
            let proofs = try house.files(below: "xf/evidence/proof/earlier")
            #expect(proofs.count == 4)
            for proof in proofs { #expect(whole.contains("proof/earlier/" + proof)) }
            for name in ["a", "c", "d", "e"] {
                _ = try open(house, name)
                let digest = try house.system("sha256sum", "x\(name)/evidence.zip.age").outText
                #expect(whole.contains(digest.prefix(64)), "\(name)")
            }
        }
    }

    private func open(_ house: Household, _ name: String) throws -> String {
        guard house.read("x\(name)/evidence.zip.age") == nil else { return "x" + name }
        let opened = try house.system(
            "sh", "-c",
            "mkdir x\(name) && cd x\(name) && unzip -q ../\(name).zip && "
                + "age -d -i ../me.key -o e.zip evidence.zip.age && unzip -q e.zip && rm e.zip")
        #expect(opened.status == 0, "\(opened.errorText)")
        return "x" + name
    }
}
