// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The blocks of a GIF.
struct GIFWalk {
    private let window: SourceWindow
    private var blocks = 0

    static func walk(_ source: any SeekableSource, into found: inout PhotoFindings) throws {
        var walk = GIFWalk(window: SourceWindow(source))
        try walk.run(&found)
    }

    private init(window: SourceWindow) {
        self.window = window
    }

    private mutating func run(_ found: inout PhotoFindings) throws {
        found.width = try window.integer(at: 6, count: 2, littleEndian: true)
        found.height = try window.integer(at: 8, count: 2, littleEndian: true)
        guard let flags = try window.byte(at: 10) else {
            found.stop("the picture ends before its first block")
            return
        }
        var offset = 13 + Self.tableSize(flags)
        for _ in 0..<Limits.pictureParts {
            guard let mark = try window.byte(at: offset) else {
                found.stop("the picture ends before its last block")
                return
            }
            var next: UInt64?
            switch mark {
            case 0x3B:
                try AppendedFile.search(window, from: offset + 1, into: &found)
                return
            case 0x2C:
                let flags = try window.byte(at: offset + 9) ?? 0
                next = try subBlocks(from: offset + 11 + Self.tableSize(flags))
            case 0x21: next = try extensionBlock(at: offset, &found)
            case 0x00: next = offset + 1
            default:
                found.stop("no block begins at byte \(offset)")
                return
            }
            guard let next else {
                found.stop("the block at byte \(offset) is cut off, or there are too many")
                return
            }
            offset = next
        }
        found.stop("it has more blocks than are read")
    }

    private static func tableSize(_ flags: UInt8) -> UInt64 {
        flags & 0x80 == 0 ? 0 : 3 << (UInt64(flags & 7) + 1)
    }

    /// Where the chain that begins here ends; nothing where it is cut off.
    private mutating func subBlocks(
        from offset: UInt64, collect: ((Bytes) -> Void)? = nil
    ) throws -> UInt64? {
        var place = offset
        while blocks < Limits.gifBlocks {
            blocks += 1
            guard let length = try window.byte(at: place) else { return nil }
            if length == 0 { return place + 1 }
            if let collect {
                guard let bytes = try window.bytes(at: place + 1, count: Int(length)) else {
                    return nil
                }
                collect(bytes)
            }
            place += 1 + UInt64(length)
        }
        return nil
    }

    private mutating func extensionBlock(
        at offset: UInt64, _ found: inout PhotoFindings
    ) throws -> UInt64? {
        switch try window.byte(at: offset + 1) {
        case 0xFE:
            var text = Bytes()
            let end = try subBlocks(from: offset + 2) {
                if text.count < Limits.commentBytes { text.append(contentsOf: $0) }
            }
            found.addComment(text)
            return end
        case 0xFF:
            guard try window.byte(at: offset + 2) == 11,
                let name = try window.bytes(at: offset + 3, count: 11)
            else { return try subBlocks(from: offset + 2) }
            if name == Bytes(text: "XMP DataXMP") {
                // The packet stands bare, and a ramp of 257 bytes after it leads any reader out.
                guard let end = try subBlocks(from: offset + 14) else { return nil }
                let start = offset + 14
                if end - start > 258, end - start - 258 <= UInt64(Limits.packetBytes),
                    let packet = try window.bytes(at: start, count: Int(end - start) - 258)
                {
                    found.addPacket(packet)
                }
                return end
            }
            guard name.starts(with: Bytes(text: "C2PA_GIF")) else {
                return try subBlocks(from: offset + 14)
            }
            var head = Bytes()
            let end = try subBlocks(from: offset + 14) {
                if head.count < 128 { head.append(contentsOf: $0) }
            }
            if C2PAMark.stands(in: head) { found.hasC2PA = true }
            return end
        case nil: return nil
        default: return try subBlocks(from: offset + 2)
        }
    }
}
