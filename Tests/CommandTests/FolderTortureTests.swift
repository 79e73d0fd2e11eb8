// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Folders as they are found in the world, each as DESIGN section 5 says.
@Suite struct FolderTortureTests {
    @Test func `ten thousand files are all kept`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            let folder = house.folder + "/many"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for number in 0..<10_000 {
                try Data("\(number)\n".utf8).write(
                    to: URL(fileURLWithPath: folder + "/\(number)"))
            }
            let result = try house.keepsake("add", "many", "--json", "--without-reading")
            #expect(result.status == 0, "\(result.errorText)")
            let lines = objects(in: result)
            #expect(lines.count == 10_001)
            #expect(lines.last?["kept"]?.integer == 10_000)
            #expect(Set(lines.compactMap { $0["number"]?.integer }).count == 10_000)
        }
    }

    @Test func `links, pipes, sockets and devices are said and not followed`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("in/real.txt", "real\n")
            try house.write("outside.txt", "outside\n")
            let make = """
                ln -s ../outside.txt in/link; ln -s . in/circle; mkfifo in/pipe
                python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("in/socket")'
                mknod in/device c 1 5 2>/dev/null || true
                """
            #expect(try house.system("sh", "-c", make).status == 0)
            let result = try house.keepsake("add", "in", "--json")
            #expect(result.status == 3)
            let summary = try #require(objects(in: result).last)
            #expect(summary["kept"]?.integer == 1)
            let passed = summary["passedOver"]?.array?.compactMap { $0["path"]?.text } ?? []
            for name in ["in/circle", "in/link", "in/pipe", "in/socket"] {
                #expect(passed.contains(name), "\(name) was not said")
            }
            #expect(getuid() != 0 || passed.contains("in/device"))
        }
    }

    @Test func `a folder that holds the vault leaves the vault out`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("home/diary.txt", "diary\n")
            let result = try house.keepsake("add", "home", "--json")
            #expect(result.status == 0, "\(result.outText)")
            let summary = try #require(objects(in: result).last)
            #expect(summary["kept"]?.integer == 1)
            // By another way to the same place, too.
            #expect(try house.system("ln", "-s", "home/Keepsake", "alias").status == 0)
            let direct = try house.keepsake("add", "home/Keepsake", "--json")
            #expect(objects(in: direct).last?["kept"]?.integer ?? 0 == 0)
            let again = try house.keepsake("list", "--json")
            #expect(objects(in: again).first?["items"]?.array?.count == 1)
        }
    }

    @Test
    func `names that are no text, break lines or differ by normalisation come out as they were`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            let make = """
                import os
                os.makedirs("in")
                names = [b"caf\\xc3\\xa9.txt", b"cafe\\xcc\\x81.txt", b"\\xff\\xfe.bin", b"two\\nlines.txt",
                         b"-rf", b" ", b"\\xe2\\x80\\xaegpj.exe", b"con", b"a" * 255, b"tab\\there"]
                for name in names:
                    with open(os.path.join(b"in", name), "wb") as file:
                        file.write(name)
                """
            #expect(try house.system("python3", "-c", make).status == 0)
            let result = try house.keepsake("add", "in", "--json")
            #expect(result.status == 0, "\(result.errorText)")
            let items = objects(in: result).dropLast()
            #expect(items.count == 10)
            // The true bytes of a name are recorded: as text, or beside it.
            var names: Set<Bytes> = []
            for item in items {
                if let base64 = item["nameBytes"]?.text {
                    names.insert(try #require(Base64.decode(base64, padding: .required)))
                } else {
                    names.insert(Bytes(text: try #require(item["name"]?.text)))
                }
            }
            #expect(names.contains(Bytes([0xff, 0xfe] + Array(".bin".utf8))))
            #expect(names.contains(Bytes(text: "caf\u{e9}.txt")))
            #expect(names.contains(Bytes(text: "cafe\u{301}.txt")))
            #expect(names.count == 10)
            // On the screen no name breaks a line or turns the text around.
            let list = try house.keepsake("list", "--names")
            #expect(!list.outText.contains("\u{202e}"))
            #expect(list.outText.split(separator: "\n").count == 11)
            // Each comes out, byte for byte, whatever it is called then.
            let numbers = items.compactMap { $0["number"]?.integer }.map(String.init)
            var get = house.program(
                "keepsake", ["get"] + numbers + ["--into", "out", "--passphrase-file", "pw"])
            get.limit = 60
            #expect(try get.run().status == 0)
            let out = try house.files(below: "out").compactMap { house.read("out/" + $0) }
            #expect(Set(out.map { Bytes($0) }) == names)
        }
    }

    @Test func `a name that is no text can be given on the command line`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            let result = try house.system(
                "sh", "-c",
                "printf x > \"$(printf 'odd\\377')\"; keepsake-quick add --json --passphrase-file pw "
                    + "\"$(printf 'odd\\377')\"")
            #expect(result.status == 0, "\(result.errorText)")
            #expect(objects(in: result).first?["nameBytes"]?.text == "b2Rk/w==")
        }
    }
}
