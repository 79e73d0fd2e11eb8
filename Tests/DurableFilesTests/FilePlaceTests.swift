// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import StrictCoding
import Testing

@Suite struct FilePlaceTests {
    @Test(arguments: [
        ("/a/b", "b", "/a"), ("/a", "a", "/"), ("a", "a", "."), ("a//b//", "b", "a"),
        ("/", nil, "/"), ("//", nil, "/"), (".", nil, "./.."), ("..", nil, "../.."),
        ("a/..", nil, "a/../.."), ("//a", "a", "/"), ("a/./b", "b", "a/."),
    ])
    func `a path has a last name and a folder`(path: String, name: String?, parent: String) throws {
        let place = try FilePlace(path)
        #expect(place.lastComponent == name.map { Bytes(text: $0) })
        #expect(try place.parent == FilePlace(parent))
    }

    @Test func `only a path is a path`() throws {
        #expect(throws: FileError.nameRefused) { try FilePlace("") }
        #expect(throws: FileError.nameRefused) { try FilePlace("a\0b") }
        #expect(throws: FileError.nameRefused) {
            try FilePlace(Bytes(repeating: 97, count: 4096))
        }
        #expect(try FilePlace(Bytes(repeating: 97, count: 4095)).bytes.count == 4095)
    }

    @Test(arguments: [
        "", ".", "..", "/", "a/b", "a/", "/a", "a\0", String(repeating: "n", count: 256),
    ])
    func `a name that leads elsewhere is not appended`(name: String) throws {
        let folder = try FilePlace("/a")
        #expect(throws: FileError.nameRefused) { try folder.appending(name) }
    }

    @Test func `appended names are the last names`() throws {
        #expect(try FilePlace("/").appending("a") == FilePlace("/a"))
        #expect(try FilePlace("a/").appending("...") == FilePlace("a/..."))
        let odd: Bytes = [0xFF, 0x0A, 0x20]
        #expect(try FilePlace(".").appending(odd).lastComponent == odd)
        let long = try FilePlace(Bytes(repeating: 97, count: 4094))
        #expect(throws: FileError.nameRefused) { try long.appending("bc") }
        #expect(try FilePlace("a") < FilePlace("b"))
    }

    @Test func `moments that fit nowhere are at the edge`() {
        #expect(FileMoment(seconds: .max, nanoseconds: 0).milliseconds == .max)
        #expect(FileMoment(seconds: .min, nanoseconds: .max).milliseconds == .min)
        #expect(FileMoment(seconds: -1, nanoseconds: 999_999_999).milliseconds == -1)
        #expect(FileMoment(seconds: 1, nanoseconds: 1_500_000).milliseconds == 1001)
    }
}
