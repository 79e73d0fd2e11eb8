// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import CopierProtocol
import DurableFiles
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct PictureCopyTests {
    private func sample(_ path: String) throws -> Bytes? {
        guard let folder = Samples.folder(String(path.prefix { $0 != "/" })) else { return nil }
        let rest = path.drop { $0 != "/" }.dropFirst()
        return try Vectors.bytes(folder.appending(path: String(rest)))
    }

    @Test(
        arguments: [
            ("photo-heic-avif/mixed-exif-samples/IMG_5195.HEIC", [2566, 3313]),
            ("photo-heic-avif/mixed-exif-samples/samplefilehub.heif", [640, 426]),
            ("photo-heic-avif/unstructured/DA-1p.heic", [595, 842]),
            ("photo-heic-avif/pillow/exif.avif", [512, 512]),
            // A quarter turn and a mirror stand in this one, which shows 640 across when they are applied.
            ("photo-heic-avif/pillow/rot1mir0.avif", [640, 427]),
            // What XMP says of the orientation of an AVIF counts for nothing, in phones neither.
            ("photo-heic-avif/pillow/xmp_tags_orientation.avif", [326, 268]),
        ] as [(String, [UInt64])])
    func `pictures of phones become plain ones of their size, the same each time`(
        _ path: String, _ size: [UInt64]
    ) throws {
        guard let original = try sample(path) else { return }
        let copy = try CopiedSample(original, as: .picture)
        #expect(copy.size == size, "\(String(describing: copy.why))")
        #expect(copy.held?.made.flaws == 0)
        #expect(copy.held?.made.libraries.hasPrefix("libheif ") == true)
        #expect(copy.held?.size == UInt64(copy.bytes.count))
        var hasher = SHA256Hasher()
        hasher.update(copy.bytes.span)
        #expect(copy.held?.digest == hasher.digest())
        #expect(try CopiedSample(original, as: .picture).bytes == copy.bytes)
        let small = try CopiedSample(original, as: .small)
        let side = try #require(small.size?.max())
        #expect(side == min(480, size.max() ?? 0))
    }

    @Test func `nothing that a picture says of itself is in its copy`() throws {
        for path in [
            "photo-heic-avif/mixed-exif-samples/IMG_5195.HEIC", "photo-jpeg/pillow/exif_gps.jpg",
            "photo-jpeg/tika/testJPEG_GEO.jpg",
            "photo-png-webp-gif/exifr/png_with_exif_and_gps.png",
        ] {
            guard let original = try sample(path) else { return }
            let copy = try CopiedSample(original, as: .small)
            #expect(copy.size != nil, "\(path)")
            for word in ["Exif", "http", "GPS", "Apple", "ICC_PROFILE", "Photoshop"] {
                let part = Bytes(text: word)
                #expect(copy.bytes.firstRange(of: part) == nil, "\(path): \(word)")
            }
        }
    }

    @Test func `however a picture is held, its copy is upright`() throws {
        guard let upright = try sample("photo-jpeg/exifr/orientation-f1t.jpg") else { return }
        let first = try CopiedSample(upright, as: .small)
        #expect(first.size == [48, 80])
        let wanted = try first.pixels()
        for number in [3, 4, 6, 7] {
            let original = try #require(
                try sample("photo-jpeg/exifr/orientation-f\(number)t.jpg"))
            let copy = try CopiedSample(original, as: .small)
            let pixels = try copy.pixels()
            #expect(pixels.width == 48 && pixels.height == 80, "\(number)")
            #expect(difference(pixels.rgb, wanted.rgb) < 6, "\(number)")
        }
    }

    /// The mean difference of two pictures of the same size.
    private func difference(_ one: Bytes, _ other: Bytes) -> Int {
        guard one.count == other.count, !one.isEmpty else { return 255 }
        return zip(one, other).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } / one.count
    }

    // Left half red, right half blue, the lower quarter green: it shows each way of holding.
    private static let pattern =
        "color=red:s=96x64,drawbox=x=48:y=0:w=48:h=64:c=blue:t=fill,drawbox=x=0:y=48:w=96:h=16:c=lime:t=fill"

    private func make(_ arguments: [String], _ name: String, in folder: URL) throws -> Bytes {
        let run = try StockTool.run(arguments, in: folder)
        guard run.status == 0 else { throw StockToolMissing("\(arguments): \(run.output)") }
        return try Vectors.bytes(folder.appending(path: name))
    }

    @Test(arguments: [
        "png", "gif", "bmp", "tiff", "webp", "jpg", "heic", "avif", "deep.avif", "gray.heic",
        "whole.heic",
    ])
    func `each kind of picture that phones and computers make has a small one`(
        _ name: String
    ) throws {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            let draw = [
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i", Self.pattern, "-frames:v", "1",
            ]
            _ = try make(
                draw + (name == "gray.heic" ? ["-pix_fmt", "gray"] : []) + ["in.png"],
                "in.png", in: folder)
            let arguments: [String] =
                switch name {
                case "deep.avif":
                    draw + [
                        "-pix_fmt", "yuv420p10le", "-c:v", "libaom-av1", "-still-picture", "1",
                        name,
                    ]
                case "avif": ["heif-enc", "-q", "90", "-A", "in.png", "-o", name]
                case "whole.heic":
                    [
                        "heif-enc", "-L", "-p", "chroma=444", "--matrix_coefficients=0", "in.png",
                        "-o", name,
                    ]
                case "heic", "gray.heic": ["heif-enc", "-q", "90", "in.png", "-o", name]
                case "webp": draw + ["-lossless", "1", "a.webp"]
                default: draw + ["a." + name]
                }
            let original = try make(arguments, arguments.last ?? "", in: folder)
            let copy = try CopiedSample(original, as: .small)
            #expect(copy.size == [96, 64], "\(name): \(String(describing: copy.why))")
            let (width, _, rgb) = try copy.pixels()
            for (x, y, colour) in [
                (20, 20, [254, 0, 0]), (76, 20, [0, 0, 254]), (20, 58, [0, 255, 0]),
            ] {
                let place = (y * width + x) * 3
                let seen = rgb.slice(place..<(place + 3)).map(Int.init)
                let wanted =
                    name == "gray.heic" ? [Int](repeating: seen[0], count: 3) : colour
                for (one, other) in zip(seen, wanted) {
                    #expect(abs(one - other) < 24, "\(name) \(x),\(y): \(seen)")
                }
            }
        }
    }

    @Test func `what is transparent stands on white`() throws {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            let draw = [
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=black@0.0:s=64x64,format=rgba",
                "-frames:v", "1",
            ]
            let still = try make(draw + ["a.png"], "a.png", in: folder)
            let web = try make(draw + ["-lossless", "1", "a.webp"], "a.webp", in: folder)
            let phone = try make(["heif-enc", "a.png", "-o", "a.heic"], "a.heic", in: folder)
            for (name, original) in [("png", still), ("webp", web), ("heic", phone)] {
                let pixels = try CopiedSample(original, as: .small).pixels()
                #expect(pixels.rgb.allSatisfy { $0 > 250 }, "\(name)")
            }
        }
    }

    @Test func `of what moves the first picture is shown`() throws {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            let moving = [
                "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=s=80x60:r=5:d=1",
            ]
            let gif = try make(moving + ["a.gif"], "a.gif", in: folder)
            let web = try make(
                moving + ["-c:v", "libwebp_anim", "-lossless", "1", "a.webp"], "a.webp", in: folder)
            let lossy = try make(
                moving + ["-c:v", "libwebp_anim", "-pix_fmt", "yuva420p", "b.webp"], "b.webp",
                in: folder)
            #expect(web.firstRange(of: Bytes(text: "ANMF")) != nil)
            for (name, original) in [("gif", gif), ("webp", web), ("lossy", lossy)] {
                #expect(try CopiedSample(original, as: .small).size == [80, 60], "\(name)")
            }
        }
    }

    @Test func `a photo in the colours of a phone's screen is brought to those of a plain one`()
        throws
    {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            // A red of Display P3 is brighter than that of the same numbers in sRGB.
            func red(_ primaries: String) throws -> [Int] {
                let name = primaries + ".avif"
                let original = try make(
                    [
                        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=0xC04040:s=64x64",
                        "-frames:v", "1", "-pix_fmt", "yuv420p10le", "-color_primaries", primaries,
                        "-color_trc", "iec61966-2-1", "-colorspace", "smpte170m", "-c:v",
                        "libaom-av1", "-still-picture", "1", name,
                    ], name, in: folder)
                let pixels = try CopiedSample(original, as: .picture).pixels()
                return pixels.rgb.prefix(3).map(Int.init)
            }
            let plain = try red("bt709")
            let wide = try red("smpte432")
            #expect(abs(plain[0] - 0xC0) < 6 && abs(plain[1] - 0x40) < 6, "\(plain)")
            #expect(wide[0] > plain[0] + 8 && wide[1] < plain[1] - 8, "\(plain) \(wide)")
        }
    }

    @Test func `a damaged picture is shown as far as it goes, and that is said`() throws {
        guard let original = try sample("photo-jpeg/pillow/truncated_jpeg.jpg") else { return }
        let copy = try CopiedSample(original, as: .small)
        #expect(copy.size == [100, 100] && (copy.held?.made.flaws ?? 0) > 0)
    }

    @Test func `a picture that would fill the memory is refused`() throws {
        // Eleven thousand by eleven thousand pixels in a few bytes, in each kind that says its size.
        func big(_ value: UInt32) -> Bytes {
            Bytes((0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) })
        }
        let side: UInt32 = 11_000
        let png =
            Bytes([0x89]) + Bytes(text: "PNG\r\n\u{1A}\n") + big(13) + Bytes(text: "IHDR")
            + big(side) + big(side) + Bytes([8, 2, 0, 0, 0]) + big(0)
        let little = Bytes(big(side).reversed())
        let bmp =
            Bytes(text: "BM") + big(0) + big(0) + Bytes([54, 0, 0, 0, 40, 0, 0, 0]) + little
            + little + Bytes([1, 0, 24, 0]) + Bytes(repeating: 0, count: 24)
        let gif = Bytes(text: "GIF89a") + little.prefix(2) + little.prefix(2) + Bytes([0, 0, 0])
        for (name, original) in [("png", png), ("bmp", bmp), ("gif", gif)] {
            let copy = try CopiedSample(original, as: .small)
            #expect(copy.why == .refused(.tooManyPixels), "\(name)")
        }
        guard let folder = Samples.folder("hostile-image") else { return }
        for name in ["decompression_bomb.gif", "decompression_bomb_extents.gif"] {
            let bomb = try Vectors.bytes(folder.appending(path: "pillow/" + name))
            let copy = try CopiedSample(bomb, as: .small)
            #expect(copy.held == nil || copy.size != nil)
        }
    }
}
