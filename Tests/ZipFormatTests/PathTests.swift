// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

@Suite struct PathTests {
    /// Refused paths with their reason.
    private static let refused: [(String, ZipPathFault)] = [
        ("", .empty), ("/etc/passwd", .absolute), ("//server/share", .absolute),
        ("../a", .dots), ("a/../b", .dots), ("a/..", .dots), ("./a", .dots), ("a/./b", .dots),
        ("..", .dots), (".", .dots), ("a//b", .emptyComponent), ("a/", .folder), ("a/b/", .folder),
        ("a\\b", .forbiddenCharacter), ("..\\a", .forbiddenCharacter),
        ("C:/a", .forbiddenCharacter), ("c:a", .forbiddenCharacter), ("a:b", .forbiddenCharacter),
        ("a.txt:stream", .forbiddenCharacter), ("a*", .forbiddenCharacter),
        ("a?", .forbiddenCharacter), ("\"a\"", .forbiddenCharacter), ("a<b", .forbiddenCharacter),
        ("a>b", .forbiddenCharacter), ("a|b", .forbiddenCharacter),
        ("a\u{0}b", .notPrintableASCII), ("a\nb", .notPrintableASCII), ("a\tb", .notPrintableASCII),
        ("a\u{1b}[31m", .notPrintableASCII), ("a\u{7f}", .notPrintableASCII),
        ("photo\u{202e}gpj.exe", .notPrintableASCII), ("caf\u{e9}", .notPrintableASCII),
        ("e\u{301}", .notPrintableASCII), ("a\u{200b}b", .notPrintableASCII),
        ("a.", .trailingDotOrSpace), ("a ", .trailingDotOrSpace), ("a./b", .trailingDotOrSpace),
        ("a /b", .trailingDotOrSpace), ("...", .trailingDotOrSpace), (" ", .trailingDotOrSpace),
        ("CON", .deviceName), ("con.txt", .deviceName), ("a/NUL.tar.gz", .deviceName),
        ("aux/b", .deviceName), ("COM1", .deviceName), ("lpt9.log", .deviceName),
        ("PRN .txt", .deviceName), ("clock$", .deviceName), ("CONIN$", .deviceName),
    ]

    @Test(arguments: refused)
    func `a path that is not permitted is refused by writer and reader`(
        path: String, fault: ZipPathFault
    ) throws {
        #expect(ZipPath.fault(of: path) == fault)
        #expect(throws: ZipError(.localHeader(member: 1), .path(fault))) {
            try archive([("fine", Bytes()), (path, Bytes())])
        }
        #expect(
            try refusal(of: RawZip(empty: ["fine", path]).encoded())
                == ZipError(.centralHeader(member: 1), .path(fault)))
    }

    @Test func `bytes that are no text are refused`() throws {
        for name: Bytes in [[0xff], [0x61, 0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80]] {
            let zip = RawZip(members: [RawZip.Member(name: name, [])])
            #expect(
                try refusal(of: zip.encoded())
                    == ZipError(.centralHeader(member: 0), .path(.notPrintableASCII)))
        }
    }

    @Test(arguments: [
        "a", "evidence/data/exhibits/AB-1/a photo (1).jpg", ".hidden", "a..b", "~a", "-rf",
        "console", "com10", "nul_", "a/b/c/d/e/f", "x'y", "%PATH%", "a;b", "$HOME", "`a`",
    ])
    func `a path that is permitted is written and read`(path: String) throws {
        #expect(ZipPath.fault(of: path) == nil)
        let bytes = try archive([(path, [1])])
        #expect(try ZipArchive(reading: MemorySource(bytes)).members.map(\.path) == [path])
    }

    @Test func `a path above the limit is refused`() throws {
        let long = String(repeating: "a", count: 201)
        #expect(throws: ZipError(.localHeader(member: 0), .limit(.pathBytes))) {
            try archive([(long, Bytes())])
        }
        #expect(
            try refusal(of: RawZip(empty: [long]).encoded())
                == ZipError(.centralHeader(member: 0), .limit(.pathBytes)))
        #expect(try refusal(of: RawZip(empty: [String(long.dropLast())]).encoded()) == nil)
    }

    @Test(arguments: [
        (["a", "b", "a"], ZipFault.pathRepeated(earlier: 0)),
        (["a/b", "A/b"], .pathRepeated(earlier: 0)),
        (["x", "Photo.JPG", "photo.jpg"], .pathRepeated(earlier: 1)),
        // A folder that Windows makes one of and others two.
        (["a/b", "A/c"], .pathClash(earlier: 0)),
        (["a/b/c", "a/B/d"], .pathClash(earlier: 0)),
        (["a/b/c", "a/c", "A/d"], .pathClash(earlier: 1)),
        // A file where a folder must be.
        (["a", "a/b"], .pathClash(earlier: 0)),
        (["a/b", "a"], .pathClash(earlier: 0)),
        (["A", "a-b", "a!", "a/b/c"], .pathClash(earlier: 0)),
    ])
    func `paths that clash are refused by writer and reader`(
        paths: [String], fault: ZipFault
    ) throws {
        let files = paths.map { ($0, Bytes()) }
        let wanted = ZipError(.centralHeader(member: paths.count - 1), fault)
        #expect(throws: wanted) { try archive(files) }
        #expect(try refusal(of: RawZip(empty: paths).encoded()) == wanted)
    }

    @Test func `paths that only look alike are accepted`() throws {
        let paths = [
            "a", "a-b/c", "a b", "ab/c", "ab/C2", "a.b", "b/a", "B2/a", "[", "{", "@", "`",
        ]
        #expect(try refusal(of: RawZip(empty: paths).encoded()) == nil)
    }

    @Test func `clashes are found whatever the order and the names around them`() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let parts = ["a", "A", "b", "B", "a-", "ab", "!"]
            let paths = (0..<Int.random(in: 2...6, using: &generator)).map { _ in
                (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                    parts[Int.random(in: 0..<parts.count, using: &generator)]
                }.joined(separator: "/")
            }
            let found = try refusal(of: RawZip(empty: paths).encoded()) != nil
            #expect(found == clashes(paths), "seed \(seed): \(paths)")
        }
    }

    /// The rule spelled out: each place, without regard to case, is a file or a folder, once and in
    /// one spelling.
    private func clashes(_ paths: [String]) -> Bool {
        var places: [String: String] = [:]
        for path in paths {
            let parts = path.split(separator: "/")
            for count in 1...parts.count {
                let isFile = count == parts.count
                let place = parts[..<count].joined(separator: "/")
                let what = isFile ? "file" : "folder \(place)"
                if let other = places.updateValue(what, forKey: place.lowercased()) {
                    if isFile || other != what { return true }
                }
            }
        }
        return false
    }
}
