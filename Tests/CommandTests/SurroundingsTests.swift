// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What the system around a command may do: limits, names that are no text, and being stopped late.
@Suite struct SurroundingsTests {
    @Test func `a limit on the size of files is a disk that is full, and leaves nothing behind`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("in.txt", String(repeating: "text ", count: 20_000))
            let before = try house.files()
            let result = try house.shell(
                "ulimit -f 40; keepsake-quick add in.txt --passphrase-file pw")
            #expect(result.status == 74, "\(result.errorText)")
            #expect(result.errorText.contains("The disk is full."))
            let parts = try house.files().subtracting(before).filter { $0.contains(".part-") }
            #expect(parts.isEmpty)
            #expect(try house.keepsake("verify").status == 0)
        }
    }

    @Test func `a disk that is full while copies are made ends sealing, and loses nothing`() throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            var speech = Data("#!AMR\n".utf8)
            for _ in 0..<6000 { speech += Data([0x3C]) + Data(repeating: 0x55, count: 31) }
            try speech.write(to: URL(filePath: house.folder + "/voice.amr"))
            #expect(try house.keepsake("add", "voice.amr").status == 0)
            try house.write("bpw", "six-short-words\n")
            let seal =
                "seal --everything --bundle-passphrase-file bpw -o b.zip --passphrase-file pw"
            let before = try house.files().sorted()
            // Two minutes as WAV have two megabytes, which do not wait in memory.
            let result = try house.shell("ulimit -f 1000; keepsake-quick \(seal)")
            #expect(result.status == 74, "\(result.errorText)")
            #expect(result.errorText.contains("The disk is full."))
            #expect(result.errorText.contains("What was reported as done is safe"))
            #expect(try house.files().sorted() == before)
            #expect(try house.keepsake("verify").status == 0)
            // As much is sealed as there is room for, and all of it where there is.
            let less = try house.shell(
                "ulimit -f 1000; keepsake-quick \(seal) --without-readable --without-report")
            #expect(less.status == 0, "\(less.errorText)")
            try FileManager.default.removeItem(atPath: house.folder + "/b.zip")
            #expect(try house.shell("keepsake-quick \(seal)").status == 0)
        }
    }

    @Test func `names that are no text are taken by their bytes`() throws {
        try Household.lend { house in
            let result = try house.shell(
                """
                set -e; v=$(printf 'v\\377'); o=$(printf 'o\\376'); k=$(printf 'k\\375')
                z=$(printf 'z\\374.zip')
                keepsake-quick --vault "$v" new --passphrase-file pw
                test -f "$v/vault.json"
                KEEPSAKE_VAULT="$v" keepsake-quick card
                keepsake-quick add pw "--vault=$v" --passphrase-file pw
                keepsake-quick identity new -o "$k"
                recipient=$(sed -n 's/^# public key: //p' "$k")
                keepsake-quick --vault "$v" seal --everything --for "$recipient" -o "$z" \
                    --passphrase-file pw
                keepsake-check "$z" -i "$k" || test $? = 22
                keepsake-quick open "$z" -i "$k" --into "$o" || test $? = 22
                cmp pw "$o/EX-1/pw"
                test -z "$(ls | grep "$(printf '\\357\\277\\275')")"
                """)
            #expect(result.status == 0, "\(result.outText)\(result.errorText)")
        }
    }

    @Test func `two names that read alike are not taken for each other`() throws {
        try Household.lend { house in
            let result = try house.shell(
                """
                v=$(printf 'v\\377'); b=$(printf 'v\\376')
                keepsake-quick --vault "$v" new --passphrase-file pw || exit 1
                keepsake-quick --vault "$v" backup "$b"
                test $? = 10 && test ! -e "$b"
                """)
            #expect(result.status == 0, "\(result.outText)\(result.errorText)")
        }
    }

    @Test func `stopping at the passphrase of a sealed file says that the file is there`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            #expect(try house.keepsake("add", "pw").status == 0)
            var run = house.program(
                "keepsake",
                [
                    "seal", "--everything", "--with-passphrase", "--yes", "-o", "a.zip",
                    "--passphrase-file", "pw",
                ])
            run.dialogue = [.expect("never beside the file. "), .type(Bytes([3]))]
            let result = try run.run()
            #expect(result.status == 130)
            #expect(result.errorText.contains("Stopped after the sealed file was made."))
            #expect(!result.errorText.contains("Nothing was changed"))
            #expect(house.read("a.zip") != nil)
        }
    }
}

extension Household {
    fileprivate func shell(_ script: String) throws -> ProgramResult {
        var run = ProgramRun("/bin/sh", ["-c", script])
        run.environment = environment
        run.folder = folder
        return try run.run()
    }

    fileprivate func files() throws -> Set<String> {
        Set(try FileManager.default.subpathsOfDirectory(atPath: folder))
    }
}
