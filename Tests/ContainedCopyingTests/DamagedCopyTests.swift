// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import ContainedReading
import CopierProtocol
import DurableFiles
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import ReaderProtocol
import SodiumPrimitives
import StrictCoding
import Testing

/// Every sample that the copier decodes, cut and changed, and copiers that say anything at all.
///
/// `KEEPSAKE_ROUNDS` sets how often each is changed; the seed is said with what failed.
@Suite struct DamagedCopyTests {
    private static let rounds =
        ProcessInfo.processInfo.environment["KEEPSAKE_ROUNDS"].flatMap { Int($0) }

    private static func seed() -> UInt64 {
        ProcessInfo.processInfo.environment["KEEPSAKE_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0...UInt64.max)
    }

    // A large one takes seconds each time.
    private static let largest = rounds == nil ? 200_000 : 2 << 20

    // Kinds of which there is no sample of other people's.
    private static func own() throws -> [(name: String, kind: CopyKind, bytes: Bytes)] {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            let makes = [
                ("alac.caf", ["-c:a", "alac"]), ("ima.caf", ["-c:a", "adpcm_ima_qt"]),
                ("vorbis.ogg", ["-c:a", "libvorbis"]), ("aac.3gp", ["-c:a", "aac"]),
            ]
            return try makes.map { name, codec in
                let run = try StockTool.run(
                    ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1:r=8000"] + codec
                        + [name], in: folder)
                guard run.status == 0 else { throw StockToolMissing("ffmpeg: \(run.output)") }
                return (name, .sound, try Vectors.bytes(folder.appending(path: name)))
            }
        }
    }

    // Files of kinds of which plain computers need a copy.
    private static func samples() throws -> [(name: String, kind: CopyKind, bytes: Bytes)] {
        var found: [(name: String, kind: CopyKind, bytes: Bytes)] = []
        for name in ["photo-heic-avif", "video-audio", "voicemail"] {
            guard let folder = Samples.folder(name) else { continue }
            for file in Vectors.files(below: folder, ending: "") {
                guard let data = try? Data(contentsOf: file), data.count < largest else { continue }
                let bytes = Bytes(data)
                let head = bytes.slice(0..<min(bytes.count, 4096))
                guard bytes.count > 64,
                    let kind = CopyKind.needed(for: MediaType.recognise(head.span))
                else { continue }
                found.append((file.lastPathComponent, kind, bytes))
            }
        }
        return found + (try own())
    }

    private static func damaged(_ original: Bytes, _ random: inout SplitMix64) -> Bytes {
        var bytes = original
        let place = { (end: Int, random: inout SplitMix64) in
            Int.random(in: 12..<max(13, end), using: &random)
        }
        // Half of them where containers keep their tables.
        let end = Bool.random(using: &random) ? min(800, bytes.count) : bytes.count
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return bytes.slice(0..<place(bytes.count, &random))
        case 1:
            let start = place(bytes.count, &random)
            bytes.removeSubrange(start..<min(bytes.count, start + place(300, &random)))
        case 2:
            let start = place(bytes.count, &random)
            let part = bytes.slice(start..<min(bytes.count, start + 200))
            bytes.insert(contentsOf: part, at: place(bytes.count, &random))
        case 3:
            // A number of four bytes becomes one at an end of what such a number can be.
            let ends: [UInt32] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x00FF_FFFF]
            let number = ends[Int.random(in: 0..<ends.count, using: &random)]
            let start = min(place(end, &random), bytes.count - 4)
            for byte in 0..<4 {
                bytes[start + byte] = UInt8(truncatingIfNeeded: number >> (8 * UInt32(3 - byte)))
            }
        default:
            for _ in 0..<(1 << Int.random(in: 0..<7, using: &random)) {
                bytes[place(end, &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        return bytes
    }

    @Test func `every sample that is cut or changed costs only its copy`() throws {
        let seed = Self.seed()
        var random = SplitMix64(seed: seed)
        var counts: [String: Int] = [:]
        var ran = 0
        let samples = try Self.samples()
        let stock = ReaderStock(CopiedSample.program, ahead: 2)
        for (name, needed, original) in samples {
            for round in 0..<(Self.rounds ?? 3) {
                let bytes = Self.damaged(original, &random)
                let kind = needed == .picture && round.isMultiple(of: 2) ? .small : needed
                let sink = MemorySink()
                let outcome = try ContainedCopying(of: MemorySource(bytes), as: kind)
                    .run(from: stock, to: sink)
                ran += 1
                let label = "\(name), round \(round), seed \(seed)"
                switch outcome {
                case .copied(let held):
                    counts[held.made.flaws > 0 ? "copied with flaws" : "copied", default: 0] += 1
                    #expect(held.size == UInt64(sink.bytes.count), "\(label)")
                    #expect(held.digest == Self.digest(sink.bytes), "\(label)")
                case .notNeeded: counts["another kind", default: 0] += 1
                case .notPossible(.refused(let why), _):
                    counts["refused: \(why.rawValue)", default: 0] += 1
                    #expect(why != .unforeseen, "\(label)")
                case .notPossible(let why, _):
                    counts["\(why)", default: 0] += 1
                    Issue.record("\(label): \(why.text)")
                    try Self.keep(bytes, name, round, seed)
                }
            }
        }
        print("damaged copies  \(samples.count) samples, \(ran) ran, seed \(seed)")
        for (word, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(word)  \(count)") }
    }

    private static func digest(_ bytes: Bytes) -> Digest { SHA256Hasher.digest(of: bytes.span) }

    // What failed, where a folder for it is named.
    private static func keep(_ bytes: Bytes, _ name: String, _ round: Int, _ seed: UInt64) throws {
        guard let folder = ProcessInfo.processInfo.environment["KEEPSAKE_LOOK"] else { return }
        try Data(bytes).write(to: URL(filePath: "\(folder)/\(seed)-\(round)-\(name)"))
    }

    // What a copier says that makes a plain picture of four pixels.
    private static let said: [Bytes] = {
        let frame: Bytes = [
            0xFF, 0xC0, 0, 17, 8, 0, 4, 0, 4, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
        ]
        let scan: Bytes = [0xFF, 0xDA, 0, 10, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0, 1, 2, 3]
        let first: Bytes = [0xFF, 0xD8] + frame
        let rest: Bytes = scan + [0xFF, 0xD9]
        func piece(_ bytes: Bytes) -> [Bytes] {
            [CopierLine.piece(count: bytes.count).encoded(), bytes]
        }
        let made = MadeCopy(form: .picture(width: 4, height: 4), flaws: 0, libraries: "planted 1")
        return piece(first) + piece(rest) + [CopierLine.made(made).encoded()]
    }()

    private static let others: [Bytes] = [
        CopierLine.read(offset: 0, count: 20).encoded(), CopierLine.refused(.damaged).encoded(),
        CopierLine.piece(count: 1).encoded(), CopierLine.piece(count: 262_144).encoded(),
        CopierLine.door(Protections(calls: true, files: 7, limits: true)).encoded(),
        CopierLine.made(
            MadeCopy(form: .sound(rate: 8000, channels: 1, frames: 9), flaws: 0, libraries: "x")
        ).encoded(),
        Bytes(text: "\n"), Bytes(repeating: 0, count: 300), Bytes(text: "{\"read\":"),
    ]

    @Test func `whatever a copier says, what is taken for a copy is one`() throws {
        let seed = Self.seed()
        var random = SplitMix64(seed: seed)
        let stock = ReaderStock(PlantedCopier.program, ahead: 2)
        var taken = 0
        let count = Self.rounds ?? 40
        for round in 0..<count {
            var parts = Self.said
            // The first says it as it should.
            for _ in 0..<(round == 0 ? 0 : Int.random(in: 1...3, using: &random)) {
                let place = Int.random(in: 0..<parts.count, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: parts.remove(at: place)
                case 1: parts.insert(parts[place], at: place)
                case 2:
                    parts.insert(
                        Self.others[Int.random(in: 0..<Self.others.count, using: &random)],
                        at: place)
                case 3:
                    parts.swapAt(place, Int.random(in: 0..<parts.count, using: &random))
                default:
                    guard !parts[place].isEmpty else { continue }
                    let byte = Int.random(in: 0..<parts[place].count, using: &random)
                    parts[place][byte] = UInt8.random(in: 0...255, using: &random)
                }
                if parts.isEmpty { break }
            }
            let file =
                Bytes(text: "GIF89a\u{4}\0\u{4}\0planted:say\0")
                + parts.reduce(into: Bytes()) { $0 += $1 }
            var limits = ContainedCopying.limits(for: .small)
            limits.silence = .seconds(5)
            let sink = MemorySink()
            let outcome = try ContainedCopying(
                of: MemorySource(file), as: .small, limits: limits
            ).run(from: stock, to: sink)
            let label = "round \(round), seed \(seed)"
            switch outcome {
            case .copied(let held):
                taken += 1
                var form = JPEGForm()
                #expect(form.take(sink.bytes) && form.isWhole, "\(label)")
                #expect(
                    held.made.form == .picture(width: form.width, height: form.height), "\(label)")
                #expect(held.size == UInt64(sink.bytes.count), "\(label)")
                #expect(held.digest == Self.digest(sink.bytes), "\(label)")
            case .notPossible(.refused, _), .notPossible(.notOfThatForm, _): break
            case .notPossible(.notMade(let why), _):
                #expect([.nonsense, .endedEarly].contains(why), "\(label): \(why)")
            case .notPossible(.otherKind, _), .notNeeded: Issue.record("\(label): \(outcome)")
            }
            if round == 0 { #expect(taken == 1, "\(outcome)") }
        }
        print("copiers that say anything  \(count) ran, \(taken) taken, seed \(seed)")
    }
}
