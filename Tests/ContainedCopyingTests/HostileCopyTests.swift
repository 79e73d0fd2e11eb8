// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import ContainedReading
import CopierProtocol
import Foundation
import KeepsakeTestSupport
import ReaderProtocol
import StrictCoding
import Testing

/// Files that were made to harm, and ones that were damaged: each costs its own copy at most.
@Suite struct HostileCopyTests {
    /// What may come of any file: a copy that holds, or a reason that is not nonsense.
    private func check(_ copy: CopiedSample, _ name: String) {
        guard let why = copy.why else { return }
        switch why {
        case .refused, .notMade(.crashed), .notMade(.tooLong): break
        case .notMade, .notOfThatForm, .otherKind: Issue.record("\(name): \(why)")
        }
    }

    @Test func `files made to harm cost only their copy`() throws {
        for kind in ["hostile-image", "hostile-zip"] {
            guard let folder = Samples.folder(kind) else { return }
            for file in Vectors.files(below: folder, ending: "") {
                guard let data = try? Data(contentsOf: file), data.count < 1 << 20 else { continue }
                for wanted in [CopyKind.small, .picture, .sound] {
                    let copy = try CopiedSample(Bytes(data), as: wanted)
                    check(copy, file.lastPathComponent)
                }
            }
        }
    }

    @Test(arguments: [
        ("photo-heic-avif/mixed-exif-samples/samplefilehub.heif", CopyKind.small),
        ("photo-heic-avif/pillow/xmp_tags_orientation.avif", .small),
        ("photo-jpeg/exifr/image9_14.jpg", .small),
        ("photo-png-webp-gif/tika/testPNG.png", .small),
        ("photo-png-webp-gif/tika/testWEBP.webp", .small),
        ("photo-png-webp-gif/exiftool/t-GIF.gif", .small),
        ("video-audio/tika/testAMR.amr", .sound), ("video-audio/tika/testOPUS.opus", .sound),
        ("video-audio/metadata-extractor-images/sample.3gp", .sound),
    ])
    func `a file that was cut or changed costs only its copy`(
        _ path: String, _ kind: CopyKind
    ) throws {
        guard let folder = Samples.folder(String(path.prefix { $0 != "/" })) else { return }
        let rest = String(path.drop { $0 != "/" }.dropFirst())
        let original = try Vectors.bytes(folder.appending(path: rest))
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for round in 0..<12 {
            var bytes = original
            if round.isMultiple(of: 3) {
                bytes = bytes.slice(0..<Int.random(in: 16..<bytes.count, using: &random))
            } else {
                // Where containers keep their tables, and anywhere.
                for _ in 0..<(1 << (round % 5)) {
                    let end = round.isMultiple(of: 2) ? min(600, bytes.count) : bytes.count
                    let place = Int.random(in: 12..<end, using: &random)
                    bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            check(try CopiedSample(bytes, as: kind), "\(path), round \(round), seed \(seed)")
        }
    }

    @Test func `random changes of a conversation are refused or mean the same`() throws {
        let lines = [
            #"{"picture":{"flaws":0,"height":4,"libraries":"libheif 1.15.1","width":4}}"#,
            #"{"sound":{"channels":1,"flaws":2,"frames":80000,"libraries":"x","rate":8000}}"#,
            #"{"read":{"count":65536,"file":0,"offset":131072}}"#, #"{"piece":{"count":262144}}"#,
            #"{"door":{"calls":true,"files":7,"limits":true}}"#, #"{"refused":"damaged"}"#,
        ]
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for line in lines {
            let bytes = Bytes(text: line)
            #expect(try CopierLine(parsing: bytes.span).encoded() == bytes + [10], "\(line)")
        }
        for _ in 0..<3000 {
            var bytes = Bytes(text: lines[Int.random(in: 0..<lines.count, using: &random)])
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[place], at: place)
                }
            }
            guard let line = try? CopierLine(parsing: bytes.span) else { continue }
            #expect(line.encoded() == bytes + [10], "seed \(seed)")
        }
        let request = CopyRequest(.sound, size: 77)
        let body = request.encoded()
        #expect(body.strictText == #"{"make":"sound","size":77}"# + "\n")
        #expect(try CopyRequest(parsing: body.slice(0..<(body.count - 1)).span) == request)
    }

    @Test func `what takes longer or says more than it may is ended`() throws {
        guard let folder = Samples.folder("video-audio") else { return }
        let original = try Vectors.bytes(folder.appending(path: "tinytag/8khz_5s.opus"))
        var limits = ContainedCopying.limits(for: .sound)
        limits.outputBytes = 100_000
        #expect(
            try CopiedSample(original, as: .sound, limits: limits).why == .notMade(.tooMuch))
    }
}
