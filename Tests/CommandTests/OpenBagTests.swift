// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// `open --bag`: what it writes is checked with other people's programs, where it lies.
@Suite struct OpenBagTests {
    @Test func `every line of HOW-TO-CHECK runs in the folder that was opened`() throws {
        try StockTool.require(
            "unzip", "minisign", "age-keygen", "bagit.py", "sha256sum", "openssl")
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("in/note.txt", "a note\n")
            try house.write("in/run.bat", "echo no\r\n")
            try house.write("in/page.html", "<script>alert(1)</script>\n")
            #expect(try house.keepsake("add", "in").status == 0)
            #expect(
                try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run().status == 0
            )
            let key = try house.system("age-keygen", "-y", "me.key")
            try house.write("me.pub", key.outText)
            #expect(
                try house.keepsake(
                    "seal", "--everything", "--for", "me.pub", "-o", "case.zip"
                ).status == 0)
            let opened = try house.program(
                "keepsake", ["open", "case.zip", "-i", "me.key", "--into", "out", "--bag"]
            ).run()
            #expect(opened.status == 22, "\(opened.errorText)")
            let folder = URL(filePath: house.folder + "/out")
            let text = String(
                decoding: try #require(house.read("out/evidence/HOW-TO-CHECK.txt")), as: UTF8.self)
            let lines = text.split(separator: "\n").filter { $0.hasPrefix("    ") }
                .map { String($0.dropFirst(4)) }
            #expect(lines.contains { $0.hasPrefix("bagit.py --validate") })
            #expect(lines.contains { $0.hasPrefix("minisign -V") })
            for line in lines {
                let run = try StockTool.run(["sh", "-c", line], in: folder)
                #expect(run.status == 0, "\(line)\n\(run.output)")
            }
            // A byte that is changed there is found there.
            let path = try #require(
                house.files(below: "out").first { $0.hasSuffix("/note.txt") })
            try house.write("out/" + path, "a n0te\n")
            for line in lines where line.contains("bagit.py") || line.contains("-c manifest") {
                #expect(try StockTool.run(["sh", "-c", line], in: folder).status != 0, "\(line)")
            }
        }
    }
}
