// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import SodiumPrimitives
import StrictCoding
import Testing

/// One change to a sound bag, and everything that is found in it.
@Suite struct ValidationTests {
    private static let manifest = path("manifest-sha256.txt")
    private static let tagManifest = path("tagmanifest-sha256.txt")
    private static let photo = path("data/exhibits/AB-1/photo.jpg")
    private static let other =
        "0000000000000000000000000000000000000000000000000000000000000000"

    /// What is found in the sample after a change, once its tag manifest lists the change.
    private func faults(
        rules: BagRules = .general, _ change: (inout MemoryBag) -> Void
    ) throws -> [BagFault] {
        var bag = try sampleBag()
        change(&bag)
        bag.sealTags()
        return BagItValidator.validate(bag, rules: rules).findings.map(\.fault)
    }

    // Payload.

    @Test func `an altered file is found by its digest`() throws {
        let found = try faults { $0[String(decoding: Self.photo, as: UTF8.self)] = path("b photo") }
        #expect(found == [.digestDiffers(path: Self.photo, .sha256)])
    }

    @Test func `a missing file is found, and does not fit the Payload-Oxum`() throws {
        let found = try faults { $0["data/exhibits/AB-1/photo.jpg"] = nil }
        #expect(
            found == [
                .oxumDiffers(
                    stated: BagOxum(octets: 14, files: 3), found: BagOxum(octets: 7, files: 2)),
                .missing(path: Self.photo, file: Self.manifest),
            ])
    }

    @Test func `a file that is not listed is found`() throws {
        let found = try faults { $0["data/new"] = [] }
        #expect(found.contains(.payloadNotListed(path: path("data/new"), file: Self.manifest)))
        let report = BagItValidator.validate(try sampleBag())
        #expect(report.isComplete)
    }

    @Test func `a file that another has taken the name of is missing and not listed`() throws {
        // Paths are bytes: another normalisation is another file.
        var bag = MemoryBag()
        let composed = BagListedFile(path: "data/caf\u{e9}", bytes: [])
        for tag in try BagItWriter.tagFiles(payload: [composed], info: []) {
            bag[tag.path] = tag.bytes
        }
        bag["data/cafe\u{301}"] = []
        let found = BagItValidator.validate(bag).findings.map(\.fault)
        #expect(
            found == [
                .missing(path: path("data/caf\u{e9}"), file: Self.manifest),
                .payloadNotListed(path: path("data/cafe\u{301}"), file: Self.manifest),
            ])
        bag["data/caf\u{e9}"] = []
        #expect(
            BagItValidator.validate(bag).warnings.map(\.fault) == [
                .namesClash(path: path("data/caf\u{e9}"), other: path("data/cafe\u{301}"))
            ])
    }

    @Test func `names that differ only in case are a warning, in our own bags an error`() throws {
        let change: (inout MemoryBag) -> Void = { $0["proof/CHECKPOINT"] = [] }
        let fault = BagFault.namesClash(
            path: path("proof/checkpoint"), other: path("proof/CHECKPOINT"))
        #expect(try faults(change) == [fault])
        var bag = try sampleBag()
        change(&bag)
        bag.sealTags()
        #expect(BagItValidator.validate(bag).isValid)
        #expect(!BagItValidator.validate(bag, rules: .ours()).isValid)
    }

    @Test func `a file that cannot be read is said to be not checked`() throws {
        var bag = try sampleBag()
        bag.unreadable = [Self.photo]
        var report = BagItValidator.validate(bag)
        #expect(report.findings == [BagItValidatorTests.unreadable(Self.photo)])
        #expect(report.isComplete && !report.isValid)
        for file in ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "proof/checkpoint"] {
            bag.unreadable = [path(file)]
            report = BagItValidator.validate(bag)
            #expect(report.findings.contains(BagItValidatorTests.unreadable(path(file))))
            #expect(!report.isValid)
        }
    }

    // The declaration.

    @Test(arguments: [
        "", "BagIt-Version: 1.0\n", "BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n",
        "BagIt-Version:1.0\nTag-File-Character-Encoding:UTF-8\n",
        "BagIt-Version:  1.0\nTag-File-Character-Encoding: UTF-8\n",
        "\u{feff}BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nMore: x\n",
        "BagIt-Version: 1\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: one.zero\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.00000000000000000000\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: \n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF 8\n",
    ])
    func `a declaration that is not its two lines is refused`(text: String) throws {
        #expect(try faults { $0["bagit.txt"] = path(text) } == [.declarationMalformed])
    }

    @Test func `other versions and encodings are refused by name`() throws {
        func declared(_ version: String, _ encoding: String) throws -> [BagFault] {
            try faults {
                $0["bagit.txt"] = path(
                    "BagIt-Version: \(version)\nTag-File-Character-Encoding: \(encoding)\n")
            }
        }
        #expect(try declared("0.97", "UTF-8") == [.versionUnsupported(major: 0, minor: 97)])
        #expect(try declared("1.1", "UTF-8") == [.versionUnsupported(major: 1, minor: 1)])
        #expect(try declared("2.0", "UTF-8") == [.versionUnsupported(major: 2, minor: 0)])
        #expect(try declared("1.0", "UTF-16") == [.encodingUnsupported])
        #expect(try declared("1.0", "ISO-8859-1") == [.encodingUnsupported])
        #expect(try declared("1.0", "utf-8") == [])
        #expect(try faults { $0["bagit.txt"] = nil } == [.declarationMissing])
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func `line ends may be of any kind in other people's bags`(end: String) throws {
        let files = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt"]
        let change: (inout MemoryBag) -> Void = { bag in
            for file in files { bag.edit(file) { $0.replacing("\n", with: end) } }
        }
        #expect(try faults(change).isEmpty)
        let ours = try faults(rules: .ours(), change)
        #expect(
            ours
                == (end == "\n"
                    ? []
                    : [
                        .notCanonical(file: path("bagit.txt")),
                        .notCanonical(file: Self.manifest),
                        .notCanonical(file: path("bag-info.txt")),
                    ]))
    }

    // Manifests.

    @Test func `a line may use capitals, tabs and more spaces, in other people's bags`() throws {
        let change: (inout MemoryBag) -> Void = { bag in
            bag.edit("manifest-sha256.txt") { text in
                let lines = text.split(separator: "\n")
                return lines.map {
                    $0.prefix(64).uppercased() + "\t " + $0.dropFirst(66)
                }.joined(separator: "\n")
            }
        }
        #expect(try faults(change).isEmpty)
        #expect(try faults(rules: .ours(), change) == [.notCanonical(file: Self.manifest)])
    }

    @Test(arguments: [
        "", "x", "\(other)", "\(other) ", "\(other)  ", " \(other)  data/x",
        "\(other.dropLast())  data/x", "\(other.dropLast(2))  data/x", "\(other)0  data/x",
        "g\(other.dropLast())  data/x", "data/x \(other)",
    ])
    func `a line of another form is refused`(line: String) throws {
        let found = try faults { $0.edit("manifest-sha256.txt") { "\(line)\n\($0)" } }
        #expect(found == [.malformedLine(file: Self.manifest, line: 1)])
    }

    @Test(
        arguments: [
            ("/data/x", BagPathFault.absolute), ("~/data/x", .homeFolder), ("~root/x", .homeFolder),
            ("data/../../x", .dots), ("../data/x", .dots), ("./data/x", .dots), ("data/./x", .dots),
            ("data/..", .dots), ("data//x", .emptyComponent), ("data/", .emptyComponent),
            ("data\\x", .backslash), ("data/..\\x", .backslash), ("\\\\server\\share", .backslash),
            ("C:/x", .driveLetter), ("c:x", .driveLetter), ("%HOME%/x", .variable),
            ("data/%TEMP%/x", .variable), ("data/%ProgramFiles(x86)%", .variable),
            ("data/a\u{0}b", .nul), ("bagit.txt", .notPayload), ("database/x", .notPayload),
            ("data", .notPayload), ("Data/x", .notPayload), ("data/%2", nil), ("data/50%", nil),
            ("data/a%b c%", nil), ("data/" + String(repeating: "x", count: 4092), .tooLong),
        ] as [(String, BagPathFault?)])
    func `a path that could leave the bag is refused`(
        listed: String, fault: BagPathFault?
    ) throws {
        let line = "\(Self.other)  \(listed)\n"
        let found = try faults { $0.edit("manifest-sha256.txt") { line + $0 } }
        if let fault {
            #expect(found == [.pathRefused(file: Self.manifest, line: 1, fault)])
        } else {
            #expect(
                found == [
                    .percentNotEncoded(file: Self.manifest, line: 1),
                    .missing(path: path(listed), file: Self.manifest),
                ])
        }
        // The same in fetch.txt.
        let fetched = try faults { $0["fetch.txt"] = path("http://example.org/ - \(listed)\n") }
        if let fault {
            #expect(fetched.contains(.pathRefused(file: path("fetch.txt"), line: 1, fault)))
        } else {
            #expect(fetched.contains(.toBeFetched(path: path(listed))))
        }
    }

    @Test func `a path that stands twice is refused`() throws {
        let digest = BagListedFile(path: "x", bytes: path("a photo")).sha256.hex
        let name = String(decoding: Self.photo, as: UTF8.self)
        #expect(
            try faults { $0.edit("manifest-sha256.txt") { $0 + "\(digest)  \(name)\n" } }
                == [.listedTwice(path: Self.photo, file: Self.manifest, alike: true)])
        #expect(
            try faults { $0.edit("manifest-sha256.txt") { $0 + "\(Self.other)  \(name)\n" } }
                == [.listedTwice(path: Self.photo, file: Self.manifest, alike: false)])
    }

    @Test func `an asterisk before a path is a warning`() throws {
        let found = try faults {
            $0.edit("manifest-sha256.txt") { $0.replacing("  data/empty", with: " *data/empty") }
        }
        #expect(found == [.asterisk(file: Self.manifest, line: 1)])
    }

    @Test func `line ends and percent signs in names are encoded`() throws {
        let names = ["data/a\nb", "data/a\rb", "data/100%", "data/a%0Ab", "data/%25", "data/a b "]
        var bag = MemoryBag()
        let files = names.map { BagListedFile(path: $0, bytes: path($0)) }
        for name in names { bag[name] = path(name) }
        for tag in try BagItWriter.tagFiles(payload: files, info: []) { bag[tag.path] = tag.bytes }
        let text = try #require(bag["manifest-sha256.txt"]?.strictText)
        #expect(text.split(separator: "\n").count == names.count)
        #expect(text.contains("data/a%0Ab\n") && text.contains("data/a%250Ab\n"))
        #expect(BagItValidator.validate(bag, rules: .ours()).findings.isEmpty)
        // Hex digits of either case are read.
        bag.edit("manifest-sha256.txt") { $0.replacing("%0A", with: "%0a") }
        bag.sealTags()
        #expect(BagItValidator.validate(bag).findings.isEmpty)
    }

    @Test func `a bag without a payload manifest is not complete`() throws {
        #expect(try faults { $0["manifest-sha256.txt"] = nil } == [.manifestMissing])
        #expect(
            try faults(rules: .ours()) { $0["manifest-sha256.txt"] = nil }
                == [.manifestMissing, .tagFileRequired(file: Self.manifest)])
    }

    @Test func `md5 and sha1 manifests are said to be not checked`() throws {
        let md5 = path("manifest-md5.txt")
        let list = { (count: Int) in
            sampleFiles.map { "\(String(repeating: "0", count: count))  \($0.0)\n" }.joined()
        }
        // Beside one that is checked: the bag can be valid.
        #expect(
            try faults { $0["manifest-md5.txt"] = path(list(32)) }
                == [.algorithmNotChecked(file: md5, covered: true)])
        // Its listing counts all the same.
        #expect(
            try faults { $0["manifest-md5.txt"] = [] }.filter {
                if case .payloadNotListed = $0 { return true }
                return false
            }.count == 3)
        for (name, count) in [("md5", 32), ("sha1", 40), ("sha224", 56), ("sha384", 96)] {
            let file = "manifest-\(name).txt"
            var bag = try sampleBag()
            bag["manifest-sha256.txt"] = nil
            bag[file] = path(list(count))
            bag.sealTags()
            let report = BagItValidator.validate(bag)
            #expect(
                report.findings.map(\.fault)
                    == [.algorithmNotChecked(file: path(file), covered: false)])
            #expect(!report.isValid && !report.isComplete)
        }
        #expect(
            try faults { $0["manifest-blake3.txt"] = path(list(64)) }
                == [.algorithmNotChecked(file: path("manifest-blake3.txt"), covered: true)])
        // Not the name of a manifest: a tag file like others.
        #expect(try faults { $0["manifest-SHA256.txt"] = path("x") }.count == 1)
        #expect(
            try faults(rules: .ours()) { $0["manifest-md5.txt"] = path(list(32)) }
                == [.tagFileNotPermitted(file: md5)])
    }

    @Test func `a sha512 manifest is checked beside the other`() throws {
        let lines = sampleFiles.map {
            "\(Hex.encode(SHA512Hasher.digest(of: path($0.1).span).span))  \($0.0)\n"
        }
        #expect(try faults { $0["manifest-sha512.txt"] = path(lines.joined()) }.isEmpty)
        let changed = try faults {
            $0["manifest-sha512.txt"] = path(lines.joined())
            $0["data/exhibits/AB-1/photo.jpg"] = path("b photo")
        }
        #expect(
            changed == [
                .digestDiffers(path: Self.photo, .sha256),
                .digestDiffers(path: Self.photo, .sha512),
            ])
        #expect(
            try faults { $0["manifest-sha512.txt"] = path(lines.dropLast().joined()) } == [
                .payloadNotListed(path: path("data/empty"), file: path("manifest-sha512.txt"))
            ])
    }

    @Test func `byte order marks and bytes that are no text are refused`() throws {
        for file in ["manifest-sha256.txt", "bag-info.txt"] {
            #expect(
                try faults { bag in bag[file] = [0xef, 0xbb, 0xbf] + (bag[file] ?? []) }
                    .contains(.byteOrderMark(file: path(file))))
            #expect(
                try faults { bag in bag[file] = (bag[file] ?? []) + [0xff] }
                    .contains(.notUTF8(file: path(file))))
        }
    }

    // Tag files.

    @Test func `a changed, missing or unlisted tag file is found`() throws {
        func unsealed(
            _ rules: BagRules = .general, _ change: (inout MemoryBag) -> Void
        ) throws -> [BagFinding] {
            var bag = try sampleBag()
            change(&bag)
            return BagItValidator.validate(bag, rules: rules).findings
        }
        let checkpoint = path("proof/checkpoint")
        #expect(
            try unsealed { $0["proof/checkpoint"] = [] }.map(\.fault)
                == [.digestDiffers(path: checkpoint, .sha256)])
        #expect(
            try unsealed { $0["proof/checkpoint"] = nil }.map(\.fault)
                == [.missing(path: checkpoint, file: Self.tagManifest)])
        #expect(
            try unsealed { $0.edit("bag-info.txt") { "A: b\n" + $0 } }.map(\.fault)
                == [.digestDiffers(path: path("bag-info.txt"), .sha256)])
        let new = BagFault.tagFileNotListed(path: path("new"), file: Self.tagManifest)
        #expect(try unsealed { $0["new"] = [] }.map(\.fault) == [new])
        #expect(try unsealed { $0["new"] = [] }.map(\.severity) == [.warning])
        #expect(try unsealed(.ours()) { $0["new"] = [] }.map(\.severity) == [.incomplete])
        #expect(try unsealed(.ours(unlisted: [path("new")])) { $0["new"] = [] }.isEmpty)
        #expect(
            try unsealed(.ours()) { $0["tagmanifest-sha256.txt"] = nil }.map(\.fault)
                == [.tagFileRequired(file: Self.tagManifest)])
        #expect(try unsealed { $0["tagmanifest-sha256.txt"] = nil }.isEmpty)
    }

    @Test func `a tag manifest lists the payload manifests and no tag manifest`() throws {
        var bag = try sampleBag()
        bag.edit("tagmanifest-sha256.txt") { text in
            text.split(separator: "\n").filter { !$0.contains("  manifest-") }
                .joined(separator: "\n")
        }
        #expect(
            BagItValidator.validate(bag).findings.map(\.fault)
                == [.manifestNotListed(path: Self.manifest, file: Self.tagManifest)])
        bag.sealTags()
        bag.edit("tagmanifest-sha256.txt") {
            $0 + "\(Self.other)  tagmanifest-md5.txt\n\(Self.other)  data/empty\n"
        }
        #expect(
            Set(BagItValidator.validate(bag).findings.map(\.fault)) == [
                .tagManifestListed(path: path("tagmanifest-md5.txt"), file: Self.tagManifest),
                .pathRefused(file: Self.tagManifest, line: 6, .payload),
            ])
    }

    // Limits.

    @Test func `limits hold`() throws {
        let bag = try sampleBag()
        func found(_ change: (inout BagLimits) -> Void) -> [BagFault] {
            var limits = BagLimits()
            change(&limits)
            let report = BagItValidator.validate(bag, limits: limits)
            #expect(!report.isValid)
            return report.findings.map(\.fault)
        }
        #expect(found { $0.files = 7 } == [.aboveLimit(.files, path: nil)])
        #expect(
            found { $0.declarationBytes = 10 }
                == [.aboveLimit(.declarationBytes, path: path("bagit.txt"))])
        #expect(
            found { $0.manifestBytes = 10 }.contains(
                .aboveLimit(.manifestBytes, path: Self.manifest)))
        #expect(found { $0.lines = 2 }.contains(.aboveLimit(.lines, path: Self.manifest)))
        #expect(found { $0.lines = 1 }.contains(.aboveLimit(.lines, path: path("bag-info.txt"))))
        #expect(
            found { $0.infoBytes = 10 } == [.aboveLimit(.infoBytes, path: path("bag-info.txt"))])
        #expect(found { $0.manifests = 1 }.contains(.aboveLimit(.manifests, path: nil)))
        #expect(
            found { $0.pathBytes = 20 }.contains(
                .pathRefused(file: Self.manifest, line: 2, .tooLong)))
        #expect(
            found {
                $0.pathBytes = 5; $0.findings = 2
            }.last == .moreFindings)
    }

    @Test func `the same path twice in the contents is refused`() throws {
        var bag = try sampleBag()
        bag.stored.append((Self.photo, path("another photo")))
        let report = BagItValidator.validate(bag)
        #expect(report.findings.map(\.fault).contains(.contentsRepeated(path: Self.photo)))
        #expect(!report.isValid)
    }

    // The two parts.

    @Test func `a caller that computes the digests is told what they show`() throws {
        let bag = try sampleBag()
        let structure = BagStructure(reading: bag, rules: .ours())
        #expect(structure.isComplete)
        #expect(
            structure.payload.map(\.path)
                == sampleFiles.map { path($0.0) }.sorted {
                    $0.lexicographicallyPrecedes($1)
                })
        let right = SHA256Hasher.digest(of: path("a photo").span)
        #expect(structure.expectedDigests(of: Self.photo).map(\.digest) == [right.bytes])
        #expect(structure.findings(for: Self.photo, sha256: right).isEmpty)
        #expect(
            structure.findings(for: Self.photo, sha256: .zero).map(\.fault)
                == [.digestDiffers(path: Self.photo, .sha256)])
        #expect(
            structure.findings(for: Self.photo, sha256: nil).map(\.severity) == [.notChecked])
        #expect(
            structure.findings(for: path("data/unlisted"), sha256: right).map(\.fault)
                == [.notDigested(path: path("data/unlisted"))])
    }
}

/// What the tests above say often.
enum BagItValidatorTests {
    /// The finding for a file that cannot be read.
    static func unreadable(_ path: Bytes) -> BagFinding {
        BagFinding(.unreadable(path: path), .notChecked)
    }
}
