// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct WritingTests {
    @Test func `the tag files are these bytes`() throws {
        let bag = try sampleBag()
        #expect(
            bag["bagit.txt"]?.strictText
                == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        #expect(
            bag["bag-info.txt"]?.strictText
                == "Source-Organization: somebody\nPayload-Oxum: 14.3\n")
        #expect(
            bag["manifest-sha256.txt"]?.strictText == """
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  data/empty
                \(hex("a photo"))  data/exhibits/AB-1/photo.jpg
                \(hex("a note\n"))  data/exhibits/AB-2/note.txt

                """)
        let tags = try #require(bag["tagmanifest-sha256.txt"]?.strictText)
        #expect(
            tags.split(separator: "\n").map { $0.dropFirst(66) } == [
                "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "proof/checkpoint",
            ])
    }

    private func hex(_ text: String) -> String {
        BagListedFile(path: "x", bytes: Bytes(text: text)).sha256.hex
    }

    @Test func `what is written is valid, by the general rules and by ours`() throws {
        let bag = try sampleBag()
        for rules in [BagRules.general, .ours()] {
            let report = BagItValidator.validate(bag, rules: rules)
            #expect(report.findings.isEmpty)
            #expect(report.isValid && report.isComplete)
        }
    }

    @Test func `an empty payload can be written`() throws {
        var bag = MemoryBag()
        for tag in try BagItWriter.tagFiles(payload: [], info: []) { bag[tag.path] = tag.bytes }
        #expect(BagItValidator.validate(bag, rules: .ours()).isValid)
    }

    @Test func `the order in which files are given does not matter`() throws {
        let files = ["data/b", "data/a/c", "data/a", "data/a.b"].map {
            BagListedFile(path: $0, bytes: Bytes(text: $0))
        }
        let forward = try BagItWriter.tagFiles(payload: files, info: [])
        #expect(try BagItWriter.tagFiles(payload: files.reversed(), info: []) == forward)
        let lines = try #require(forward[2].bytes.strictText).split(separator: "\n")
        #expect(
            lines.map { $0.dropFirst(66) } == ["data/a", "data/a.b", "data/a/c", "data/b"])
    }

    @Test func `what cannot be written is refused`() throws {
        func write(
            _ payload: [String] = [], _ fields: [(String, String)] = [], _ others: [String] = []
        ) throws {
            _ = try BagItWriter.tagFiles(
                payload: payload.map { BagListedFile(path: $0, bytes: []) },
                info: fields.map { BagInfo.Field($0.0, $0.1) },
                others: others.map { BagListedFile(path: $0, bytes: []) })
        }
        #expect(throws: BagWriteError.payloadPath(1, .notPayload)) { try write(["data/a", "b"]) }
        #expect(throws: BagWriteError.payloadPath(0, .dots)) { try write(["data/../b"]) }
        #expect(throws: BagWriteError.repeatedPath) { try write(["data/a", "data/a"]) }
        #expect(throws: BagWriteError.otherPath(0, .payload)) { try write([], [], ["data/a"]) }
        #expect(throws: BagWriteError.otherPath(0, .absolute)) { try write([], [], ["/a"]) }
        #expect(throws: BagWriteError.repeatedPath) { try write([], [], ["a", "a"]) }
        for name in [
            "bagit.txt", "bag-info.txt", "manifest-md5.txt", "tagmanifest-sha256.txt", "fetch.txt",
        ] {
            #expect(throws: BagWriteError.reservedName(0)) { try write([], [], [name]) }
        }
        for field in [
            ("", "x"), ("a:b", "x"), ("a b", "x"), ("payload-OXUM", "1.1"), ("a", "x\ny"),
            ("a", "x\r"), ("é", "x"), ("a", "x\u{7f}"),
        ] {
            #expect(throws: BagWriteError.field(1)) { try write([], [("Fine", "x"), field]) }
        }
        let huge = BagListedFile(path: "data/a", size: .max, sha256: .zero)
        #expect(throws: BagWriteError.payloadTooLarge) {
            try BagItWriter.tagFiles(payload: [huge], info: [])
        }
        var limits = BagLimits()
        limits.files = 4
        #expect(throws: BagWriteError.limit(.files)) {
            try BagItWriter.tagFiles(payload: [huge], info: [], limits: limits)
        }
    }

    @Test func `the library's own validator and sha256sum accept what is written`() throws {
        try withFolder(of: sampleBag()) { folder in
            guard try StockTool.run(["python3", "-c", "import bagit"]).status == 0 else {
                throw StockToolMissing("bagit for Python")
            }
            let check = try StockTool.run([
                "python3", "-m", "bagit", "--validate", "--processes", "1", folder.path,
            ])
            #expect(check.status == 0, "\(check.output)")
            for manifest in ["manifest-sha256.txt", "tagmanifest-sha256.txt"] {
                let sum = try StockTool.run(["sha256sum", "--strict", "-c", manifest], in: folder)
                #expect(sum.status == 0, "\(sum.output)")
            }
        }
    }
}
