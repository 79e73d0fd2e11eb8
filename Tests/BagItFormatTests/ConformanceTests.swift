// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The bags of the Library of Congress's conformance suite.
enum Suite {
    /// Where the suite is, or nothing, which is said.
    static let folder: URL? = Vectors.folder("bagit-conformance")

    /// The bags of some versions as `v1.0/valid/basicBag`.
    static func bags(_ versions: [String]) -> [String] {
        guard let folder else { return [] }
        var bags: [String] = []
        for version in versions {
            let place = folder.appendingPathComponent(version)
            for kind in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
                let inner = place.appendingPathComponent(kind)
                let names = try? FileManager.default.contentsOfDirectory(atPath: inner.path)
                bags += (names ?? []).map { "\(version)/\(kind)/\($0)" }
            }
        }
        return bags.sorted()
    }

    static func bag(_ name: String) throws -> MemoryBag {
        try memoryBag(of: #require(folder).appendingPathComponent(name))
    }
}

@Suite struct ConformanceTests {
    /// What is found in each bag of version 1.0. The suite's verdict is kept for all five.
    private static let expected: [String: [BagFault]] = [
        "v1.0/valid/basicBag": [],
        // `BagIt-Version : 1.0`
        "v1.0/invalid/bagit-with-invalid-whitespace": [.declarationMalformed],
        "v1.0/invalid/notAllManifestsListAllFiles": [
            .payloadNotListed(
                path: path("data/missingFromManifest.txt"), file: path("manifest-sha512.txt"))
        ],
        // The suite means the manifest; `bagit.txt` also ends its first line with a space, and a bag
        // whose version is not read is not read further.
        "v1.0/invalid/same-filename-listed-twice-with-different-hashes": [.declarationMalformed],
        // The suite means the manifest; `bagit.txt` was also changed after its digest was taken.
        "v1.0/invalid/same-filename-listed-twice-with-the-same-hash": [
            .listedTwice(
                path: path("data/README"), file: path("manifest-sha256.txt"), alike: true),
            .digestDiffers(path: path("bagit.txt"), .sha256),
            .digestDiffers(path: path("bagit.txt"), .sha512),
        ],
    ]

    @Test(arguments: Suite.bags(["v1.0"]))
    func `a bag of version 1.0 has the suite's verdict`(name: String) throws {
        let report = try BagItValidator.validate(Suite.bag(name))
        #expect(report.isValid == name.contains("/valid/"))
        let wanted = try #require(Self.expected[name])
        let found = report.findings.filter { $0.severity != .warning }.map(\.fault)
        #expect(found == wanted)
    }

    @Test(arguments: Suite.bags(["v1.0"]))
    func `the table knows every bag of version 1.0`(name: String) {
        #expect(Self.expected[name] != nil)
    }

    @Test(arguments: Suite.bags(["v0.93", "v0.94", "v0.95", "v0.96", "v0.97"]))
    func `an older bag is refused by the name of its version`(name: String) throws {
        let report = try BagItValidator.validate(Suite.bag(name))
        #expect(!report.isValid && !report.isComplete)
        let fault: BagFault =
            switch name {
            // One line; a byte order mark; `.97`.
            case "v0.97/invalid/baginfo-missing-encoding", "v0.97/invalid/bom-in-bagit.txt",
                "v0.97/invalid/invalid-version-number":
                .declarationMalformed
            case "v0.97/invalid/missing-bagit.txt": .declarationMissing
            // Its own bagit.txt says so.
            case "v0.97/warning/same-filename-listed-twice-with-different-normalization":
                .versionUnsupported(major: 0, minor: 96)
            default:
                .versionUnsupported(
                    major: 0, minor: try #require(UInt64(name.dropFirst(3).prefix(2))))
            }
        #expect(report.findings.map(\.fault) == [fault])
    }

    @Test(arguments: Suite.bags(["v1.0"]).filter { $0.hasSuffix("different-hashes") })
    func `a path that is listed twice is found once the declaration is repaired`(
        name: String
    ) throws {
        var bag = try Suite.bag(name)
        bag.edit("bagit.txt") { $0.replacing(" \n", with: "\n") }
        let faults = BagItValidator.validate(bag).findings.map(\.fault)
        #expect(
            faults.contains(
                .listedTwice(
                    path: path("data/README"), file: path("manifest-sha256.txt"), alike: false)))
    }

    @Test(arguments: Suite.bags(["v0.97"]).filter { $0.contains("out-of-scope") })
    func `a path that leaves the bag is refused in a bag that says 1.0`(name: String) throws {
        var bag = try Suite.bag(name)
        bag["bagit.txt"] = Bytes(
            text: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        let faults = BagItValidator.validate(bag).findings.map(\.fault)
        #expect(
            faults.contains {
                guard case .pathRefused = $0 else { return false }
                return true
            }, "\(faults)")
    }
}
