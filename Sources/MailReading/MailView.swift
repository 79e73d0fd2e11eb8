// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// What GMime sees of a message: the same bytes at the same places, save for what it must not act on.
///
/// The names of address fields, marks of encoded words, and the marks that name a character set in a
/// parameter are replaced, byte for byte. What is told of a message is read from the message itself.
final class MailView {
    private static let addressNames: [Bytes] = [
        "from", "to", "cc", "bcc", "sender", "reply-to",
    ].map { Bytes(text: $0) }
    private static let lookAhead = 16

    private let source: any SeekableSource
    private let size: UInt64
    private var block = Bytes()
    private var blockStart: UInt64 = 0
    private var scanned: UInt64 = 0
    private(set) var scan = StructureScan()
    private(set) var failure: (any Error)?

    /// Shows a source.
    init(_ source: any SeekableSource) {
        self.source = source
        size = source.size
    }

    /// How many bytes GMime is told of: the message and two line ends, so that no line stays open.
    var shownSize: UInt64 { size + 2 }

    /// Copies bytes for GMime; -1 after a failure, 0 at the end and where there is too much.
    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) -> Int {
        var done = 0
        while done < target.count {
            let at = offset + UInt64(done)
            guard at < shownSize, scan.excess == nil else { break }
            if at >= size {
                unsafe target[done] = 0x0A
                done += 1
                continue
            }
            if at < blockStart || at >= blockStart + UInt64(block.count) {
                do { try load(at) } catch {
                    failure = error
                    return -1
                }
                guard !block.isEmpty else { break }
            }
            let from = Int(at - blockStart)
            let count = min(target.count - done, block.count - from)
            unsafe block.withUnsafeBytes { bytes in
                let place = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: target[done..<(done + count)])
                unsafe place.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[from..<(from + count)]))
            }
            done += count
        }
        return done
    }

    private func load(_ offset: UInt64) throws {
        // One byte before, for what a line begins with, and some after, for what it goes on with.
        let before = offset > 0 ? 1 : 0
        let wanted = Limits.blockBytes
        var raw = Bytes(repeating: 0, count: before + wanted + Self.lookAhead)
        let count = try source.read(at: offset - UInt64(before), into: &raw)
        raw.removeLast(raw.count - count)
        let shown = min(wanted, raw.count - before)
        block = Bytes()
        blockStart = offset
        guard shown > 0 else { return }
        block = masked(raw, from: before, count: shown)
        if offset == scanned {
            scan.feed(block, at: offset)
            scanned += UInt64(shown)
        }
    }

    private func masked(_ raw: Bytes, from start: Int, count: Int) -> Bytes {
        var shown = Bytes(raw[start..<(start + count)])
        var previous: UInt8 = start > 0 ? raw[start - 1] : 0x0A
        for index in 0..<count {
            let byte = raw[start + index]
            if previous == 0x0A, isAddressField(raw, start + index) {
                shown[index] = 0x5F
            }
            switch byte {
            case 0, UInt8(ascii: "'"): shown[index] = 0x5F
            case UInt8(ascii: "?") where previous == 0x3D: shown[index] = 0x5F
            default: break
            }
            previous = byte
        }
        return shown
    }

    private func isAddressField(_ raw: Bytes, _ start: Int) -> Bool {
        let letter = raw[start] | 0x20
        guard (0x61...0x7A).contains(letter) else { return false }
        for name in Self.addressNames where letter == name[0] && start + name.count < raw.count {
            guard (1..<name.count).allSatisfy({ (raw[start + $0] | 0x20) == (name[$0] | 0x20) })
            else { continue }
            let after = raw[start + name.count]
            if after == UInt8(ascii: ":") || after == 0x20 || after == 0x09 { return true }
        }
        return false
    }
}
