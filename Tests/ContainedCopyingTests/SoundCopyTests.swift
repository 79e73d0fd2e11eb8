// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import CopierProtocol
import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct SoundCopyTests {
    private func sample(_ name: String) throws -> Bytes? {
        guard let folder = Samples.folder("video-audio") else { return nil }
        return try Vectors.bytes(folder.appending(path: name))
    }

    private func form(_ copy: CopiedSample) -> [UInt64] {
        guard case .sound(let rate, let channels, let frames) = copy.held?.made.form else {
            return []
        }
        return [rate, channels, frames]
    }

    /// What Python's own module says of a WAV file: rate, channels, frames and bytes of a sample.
    private func python(_ bytes: Bytes) throws -> String {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            try Data(bytes).write(to: folder.appending(path: "copy.wav"))
            let run = try StockTool.run(
                [
                    "python3", "-c",
                    "import wave; w = wave.open('copy.wav'); n = w.getnframes(); "
                        + "assert len(w.readframes(n + 9)) == n * w.getnchannels() * 2; "
                        + "print(w.getframerate(), w.getnchannels(), n, w.getsampwidth())",
                ], in: folder)
            #expect(run.status == 0, "\(run.output)")
            return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    @Test(
        arguments: [
            ("tika/testAMR.amr", [8000, 1, 44_480]),
            ("tinytag/8khz_5s.opus", [48_000, 1, 240_000]),
            ("tika/testOPUS.opus", [48_000, 2, 1045]),
        ] as [(String, [UInt64])])
    func `recordings become plain ones of their length, the same each time`(
        _ name: String, _ wanted: [UInt64]
    ) throws {
        guard let original = try sample(name) else { return }
        let copy = try CopiedSample(original, as: .sound)
        #expect(form(copy) == wanted, "\(String(describing: copy.why))")
        #expect(copy.held?.made.flaws == 0 && copy.held?.mediaType == "audio/wav")
        #expect(copy.held?.made.libraries.hasPrefix("libavformat ") == true)
        #expect(
            try python(copy.bytes) == wanted.map(String.init).joined(separator: " ") + " 2")
        #expect(try CopiedSample(original, as: .sound).bytes == copy.bytes)
    }

    @Test func `a film that was cut off gives the sound that is there, and that is said`() throws {
        for name in ["sample.3gp", "sample_3GPP2.3g2"] {
            // Five seconds, of which the sample holds one.
            guard let original = try sample("metadata-extractor-images/" + name) else { return }
            let copy = try CopiedSample(original, as: .sound)
            #expect(form(copy) == [8000, 1, 8000])
            #expect(copy.held?.made.flaws == 1)
        }
    }

    /// The loudest sample.
    private func peak(_ wave: Bytes) -> Int {
        stride(from: 44, to: wave.count - 1, by: 2).reduce(0) {
            max($0, abs(Int(Int16(bitPattern: UInt16(wave[$1]) | UInt16(wave[$1 + 1]) << 8))))
        }
    }

    @Test(
        arguments: [
            ("a.ogg", ["-c:a", "libopus"], 48_000, 1), ("b.opus", ["-c:a", "libopus"], 48_000, 2),
            ("c.ogg", ["-c:a", "libvorbis"], 44_100, 2), ("d.3gp", ["-c:a", "aac"], 44_100, 1),
            ("e.caf", ["-c:a", "alac"], 44_100, 1), ("f.caf", ["-c:a", "pcm_s16le"], 44_100, 2),
            ("g.caf", ["-c:a", "libopus"], 48_000, 1), ("h.3g2", ["-c:a", "aac"], 44_100, 2),
        ] as [(String, [String], UInt64, UInt64)])
    func `each kind of recording that phones make is decoded`(
        _ name: String, _ options: [String], _ rate: UInt64, _ channels: UInt64
    ) throws {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            let run = try StockTool.run(
                [
                    "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:d=3:r=44100", "-ac",
                    "\(channels)",
                ] + options + [name], in: folder)
            guard run.status == 0 else { throw StockToolMissing(run.output) }
            let copy = try CopiedSample(
                Vectors.bytes(folder.appending(path: name)), as: .sound)
            let found = form(copy)
            #expect(found.prefix(2) == [rate, channels], "\(String(describing: copy.why))")
            // Three seconds, to what a coder adds at its ends.
            let length = Int(copy.held?.made.milliseconds ?? 0)
            #expect(abs(length - 3000) < 60, "\(length)")
            #expect(peak(copy.bytes) > 2000)
        }
    }

    // Sound as a coder for speech may make it: any bits are sound to it.
    private func speech(_ start: String, _ head: UInt8, _ count: Int, frames: Int) -> Bytes {
        var random = SplitMix64(seed: 7)
        var bytes = Bytes(text: start)
        for _ in 0..<frames {
            bytes.append(head)
            for _ in 0..<count { bytes.append(UInt8.random(in: 0...255, using: &random)) }
        }
        return bytes
    }

    @Test func `both kinds of AMR are decoded, however long`() throws {
        let narrow = try CopiedSample(speech("#!AMR\n", 0x3C, 31, frames: 500), as: .sound)
        #expect(form(narrow) == [8000, 1, 80_000], "\(String(describing: narrow.why))")
        let wide = try CopiedSample(speech("#!AMR-WB\n", 0x04, 17, frames: 500), as: .sound)
        #expect(form(wide) == [16_000, 1, 160_000], "\(String(describing: wide.why))")
    }

    @Test func `a film without sound and a coding that is not on the list are told apart`() throws {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            for (name, options) in [
                ("a.3gp", ["-f", "lavfi", "-i", "testsrc=s=176x144:d=1", "-c:v", "mpeg4"]),
                ("b.ogg", ["-f", "lavfi", "-i", "sine=440:d=1", "-c:a", "flac"]),
            ] {
                let run = try StockTool.run(
                    ["ffmpeg", "-v", "error"] + options + [name], in: folder)
                guard run.status == 0 else { throw StockToolMissing(run.output) }
            }
            let silent = try CopiedSample(
                Vectors.bytes(folder.appending(path: "a.3gp")), as: .sound)
            #expect(silent.why == .refused(.noSound))
            let other = try CopiedSample(Vectors.bytes(folder.appending(path: "b.ogg")), as: .sound)
            #expect(other.why == .refused(.unsupported))
        }
    }

    @Test func `the header of a WAV file holds what it says, and no more than fits`() {
        #expect(WaveHeader(rate: 8000, channels: 1, frames: 0) == nil)
        #expect(WaveHeader(rate: 0, channels: 1, frames: 1) == nil)
        #expect(WaveHeader(rate: 48_000, channels: 2, frames: UInt64.max) == nil)
        #expect(WaveHeader(rate: 48_000, channels: 2, frames: 1 << 30) == nil)
        let header = WaveHeader(rate: 48_000, channels: 2, frames: 10)
        #expect(header?.encoded().count == WaveHeader.count && header?.dataBytes == 40)
    }
}
