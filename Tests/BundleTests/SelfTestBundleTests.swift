// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import CheckCommand
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import MinisignFormat
import SodiumSealing
import StrictCoding
import Testing

/// The sealed files that the checker carries are what they are said to be.
///
/// `RECORD_SELF_TEST=1` writes them anew, for a change of the format; the next build carries them.
@Suite struct SelfTestBundleTests {
    static let isRecording = ProcessInfo.processInfo.environment["RECORD_SELF_TEST"] == "1"
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/CheckCommand/SelfTestData")

    /// The good one: the sample, with short texts in place of those that are for people.
    static func sample() throws -> Sample {
        var sample = try Sample()
        var forge = try Forge(sample)
        let text = Bytes(text: "This sealed file is part of keepsake-check, which tests itself.\n")
        forge.outer[BundlePaths.startHere] = text
        forge.outer[BundlePaths.howToCheck] = text
        forge.bag[BundlePaths.howToCheck] = text
        sample.bundle = try forge.asSealer(sample.vault.signer)
        return sample
    }

    static func made(_ test: SelfTestCase, _ sample: Sample) throws -> Bytes {
        let make = try #require(DamageKinds.all[test.row])
        return try make(sample).bundle
    }

    @Test func `what the checker carries is damaged in exactly the stated way`() throws {
        let sample = try Self.sample()
        if Self.isRecording { try Self.record(sample) }
        for test in SelfTestCase.all {
            #expect(try test.bundle == Self.made(test, sample), "\(test.name)")
        }
        #expect(
            try MinisignPublicKey(vaultKey: sample.vault.signer.publicKey).text
                == SelfTest.sealer)
    }

    @Test func `what the checker carries has its row in the table of verdicts`() throws {
        for test in SelfTestCase.all {
            let row = try #require(
                VerdictTableTests.rows.first { $0.damage == test.row }, "\(test.row)")
            #expect(row.contradicted == test.contradicted, "\(test.name)")
            #expect(row.exit == "\(test.exit.rawValue)", "\(test.name)")
        }
        #expect(Set(SelfTestCase.all.map(\.row)).count == SelfTestCase.all.count)
    }

    @Test func `the self-test passes, and fails where anything comes out otherwise`() throws {
        #expect(try SelfTest().isPassed)
        let all = SelfTestCase.all
        let (good, bad) = (all[0], all[1])
        for (index, test) in all.enumerated() {
            // Another file in its place, as if the checker saw no difference or saw the wrong one.
            let rest = index == 0 ? bad : good
            func replaced(by data: String) throws -> SelfTest {
                let changed = SelfTestCase(
                    name: test.name, row: test.row, exit: test.exit,
                    contradicted: test.contradicted, data: data)
                return try SelfTest([rest, changed])
            }
            #expect(try replaced(by: test.data).isPassed, "\(test.name)")
            #expect(try !replaced(by: all[(index + 1) % all.count].data).isPassed, "\(test.name)")
            let broken = try replaced(by: "%")
            #expect(!broken.isPassed && broken.page.contains("COULD NOT BE READ"))
            #expect(broken.page.contains("Do not rely on this copy of the program"))
        }
        // None of a kind is no test.
        #expect(try !SelfTest([]).isPassed)
        #expect(try !SelfTest(all.filter { $0.exit == .done }).isPassed)
        #expect(try !SelfTest(all.filter { $0.exit != .done }).isPassed)
    }

    /// Writes the sources that hold the files, a few in each so that none is too long.
    private static func record(_ sample: Sample) throws {
        let names = [
            "whole", "flipped", "dropped", "added", "swapped", "shortened", "forked", "resigned",
            "renamed", "retimed", "resealed",
        ]
        try #require(names.count == SelfTestCase.all.count)
        var files = zip(names, SelfTestCase.all).map { ($0, $1) }[...]
        var number = 1
        while !files.isEmpty {
            var text = """
                // SPDX-License-Identifier: Apache-2.0
                // Made by SelfTestBundleTests; not to be edited.

                extension SelfTestData {

                """
            for (name, test) in files.prefix(2) {
                let bytes = try made(test, sample)
                let data = Base64.encode(bytes.span, padding: .required)
                text += "    static let \(name) = \"\"\"\n"
                var rest = data[...]
                while !rest.isEmpty {
                    text += "        " + rest.prefix(92) + "\n"
                    rest = rest.dropFirst(92)
                }
                text += "        \"\"\"\n"
            }
            text += "}\n"
            try Data(text.utf8).write(to: folder.appending(path: "SelfTestData+\(number).swift"))
            files = files.dropFirst(2)
            number += 1
        }
    }
}
