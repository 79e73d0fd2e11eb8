// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import StrictCoding
import Testing

/// `bag-info.txt` and `fetch.txt`, changed in a sound bag.
@Suite struct InformationTests {
    private static let photo = path("data/exhibits/AB-1/photo.jpg")

    private func faults(
        rules: BagRules = .general, _ change: (inout MemoryBag) -> Void
    ) throws -> [BagFault] {
        var bag = try sampleBag()
        change(&bag)
        bag.sealTags()
        return BagItValidator.validate(bag, rules: rules).findings.map(\.fault)
    }

    @Test func `bag-info is read with its continued lines, repeats and cases`() throws {
        var bag = try sampleBag()
        bag["bag-info.txt"] = path(
            "contact-NAME: a\n b\n\tc\nContact-Name:\td: e\nEmpty:\npayload-oxum: 14.3\n")
        bag.sealTags()
        let report = BagItValidator.validate(bag)
        #expect(report.findings.isEmpty)
        #expect(report.structure.info?.values(of: "Contact-Name") == ["a\nb\nc", "d: e"])
        #expect(report.structure.info?.values(of: "empty") == [""])
    }

    @Test(arguments: ["Label", "Label : x", " Label: x", "Label:x", ": x", "", "\t"])
    func `a line of bag-info that is no field is refused`(line: String) throws {
        #expect(
            try faults { $0.edit("bag-info.txt") { "\(line)\n\($0)" } }
                == [.malformedLine(file: path("bag-info.txt"), line: 1)])
    }

    @Test func `Payload-Oxum stands once and is exact`() throws {
        func oxum(_ lines: String, _ rules: BagRules = .general) throws -> [BagFault] {
            try faults(rules: rules) { $0["bag-info.txt"] = path(lines) }
        }
        #expect(try oxum("A: b\n") == [])
        #expect(try oxum("A: b\n", .ours()) == [.oxumMissing])
        #expect(try oxum("Payload-Oxum: 14.3\nPayload-Oxum: 14.3\n") == [.oxumRepeated])
        for text in [
            "14", "14.", ".3", "14.3.0", "014.3", "14.03", "a.b", "-1.3", "14 .3", "14.3 ",
        ] {
            #expect(try oxum("Payload-Oxum: \(text)\n") == [.oxumMalformed])
        }
        #expect(
            try oxum("Payload-Oxum: 99999999999999999999999999.3\n") == [.oxumMalformed])
        #expect(
            try oxum("Payload-Oxum: 14.4\n") == [
                .oxumDiffers(
                    stated: BagOxum(octets: 14, files: 4), found: BagOxum(octets: 14, files: 3))
            ])
    }

    @Test func `nothing is fetched, and a bag with holes is not complete`() throws {
        let line = "https://example.org/photo 7 data/exhibits/AB-1/photo.jpg\n"
        var bag = try sampleBag()
        bag["fetch.txt"] = path(line)
        bag.sealTags()
        var report = BagItValidator.validate(bag)
        #expect(report.findings.map(\.fault) == [.fetchPresent])
        #expect(report.isValid)
        #expect(
            BagItValidator.validate(bag, rules: .ours()).findings.map(\.fault)
                == [.tagFileNotPermitted(file: path("fetch.txt")), .fetchPresent])
        bag["bag-info.txt"] = path("A: b\n")
        bag["data/exhibits/AB-1/photo.jpg"] = nil
        bag.sealTags()
        report = BagItValidator.validate(bag)
        #expect(report.findings.map(\.fault) == [.toBeFetched(path: Self.photo)])
        #expect(!report.isComplete && !report.isValid)
        bag["fetch.txt"] = path("https://example.org/x - data/x\n")
        bag.sealTags()
        #expect(
            BagItValidator.validate(bag).findings.map(\.fault).contains(
                .fetchNotListed(path: path("data/x"))))
        for bad in ["x", "x y", "x y z", "x 1", " - data/x", "x -1 data/x"] {
            #expect(
                try faults { $0["fetch.txt"] = path("\(bad)\n") }
                    .contains(.malformedLine(file: path("fetch.txt"), line: 1)))
        }
    }
}
