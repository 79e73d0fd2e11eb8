// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What a fuzzer found once, and some noise, through every target that `scripts/soak` runs.
@Suite struct FoundTests {
    static let found = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/fuzz")

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `what was found once holds`(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let folder = Self.found.appending(path: name)
        guard FileManager.default.fileExists(atPath: folder.path()) else { return }
        for file in try Vectors.files(folder) {
            do {
                try target.run(try Vectors.bytes(file))
            } catch {
                Issue.record("\(name)/\(file.lastPathComponent): \(error)")
            }
        }
    }

    @Test func `each folder of what was found belongs to a target`() throws {
        guard FileManager.default.fileExists(atPath: Self.found.path()) else { return }
        let names = Set(FuzzTarget.all.map(\.name))
        for folder in try Vectors.files(Self.found) {
            #expect(names.contains(folder.lastPathComponent), "\(folder.lastPathComponent)")
        }
        #expect(names.count == FuzzTarget.all.count)
    }

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `noise breaks nothing`(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for seed in 1...60 as ClosedRange<UInt64> {
            var generator = SplitMix64(seed: seed)
            let pieces = [
                "\u{0}NEXT-FILE\u{0}", "<smses>", "[12/11/2026, 15:10:05] Sam: ", "\r\n",
                "BEGIN:VCALENDAR", "{\"record\":{}}", "PK\u{3}\u{4}", "From: a@example.org\n\n",
                "2026-11-20", "SQLite format 3\u{0}", "age-encryption.org/v1\n", "{\"a\":",
            ]
            var bytes = Bytes()
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                if Bool.random(using: &generator),
                    let piece = pieces.randomElement(using: &generator)
                {
                    bytes.append(text: piece)
                } else {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                }
            }
            do {
                try target.run(bytes)
            } catch {
                Issue.record("\(name), seed \(seed): \(error)")
            }
        }
    }
}
