// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import ContainedReading
import CopierProtocol
import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding

/// One copy made by the real copier, and what it is.
struct CopiedSample {
    let held: HeldCopy?
    let why: NotCopied?
    let isNeeded: Bool
    let bytes: Bytes

    static let program = ReaderProgram(path: Bytes(text: BuiltPrograms.path("keepsake-copier")))

    init(_ original: Bytes, as kind: CopyKind, limits: ReadingLimits? = nil) throws {
        let sink = MemorySink()
        let outcome = try ContainedCopying(
            of: MemorySource(original), as: kind, limits: limits
        ).run(Self.program, to: sink)
        bytes = sink.bytes
        switch outcome {
        case .copied(let copy): (held, why, isNeeded) = (copy, nil, true)
        case .notNeeded: (held, why, isNeeded) = (nil, nil, false)
        case .notPossible(let reason, _): (held, why, isNeeded) = (nil, reason, true)
        }
    }

    var size: [UInt64]? {
        guard case .picture(let width, let height) = held?.made.form else { return nil }
        return [width, height]
    }

    /// Rows of red, green and blue, by another program.
    func pixels() throws -> (width: Int, height: Int, rgb: Bytes) {
        try withTemporaryFolder { place in
            let folder = URL(filePath: place.bytes.strictText ?? "")
            try Data(bytes).write(to: folder.appending(path: "copy.jpg"))
            let run = try StockTool.run(
                [
                    "ffmpeg", "-v", "error", "-i", "copy.jpg", "-f", "image2", "-c:v", "ppm",
                    "copy.ppm",
                ], in: folder)
            guard run.status == 0 else { throw StockToolMissing("ffmpeg: \(run.output)") }
            let file = Bytes(try Data(contentsOf: folder.appending(path: "copy.ppm")))
            let words = file.prefix(40).split(
                maxSplits: 3, whereSeparator: { $0 == 0x0A || $0 == 0x20 })
            let width = Int(String(decoding: words[1], as: UTF8.self)) ?? 0
            let height = Int(String(decoding: words[2], as: UTF8.self)) ?? 0
            return (width, height, Bytes(file.suffix(width * height * 3)))
        }
    }
}
