// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Undoes uuencoding that comes in pieces: from a `begin` line to `end`.
package struct UUDecoder {
    private enum State { case before, inside, after }

    /// The name on the `begin` line.
    package private(set) var name: String?
    /// Whether a line was not as it must be, or `end` is missing.
    package private(set) var isDamaged = false
    private var state = State.before
    private var line = Bytes()

    /// Starts before the first line.
    package init() {}

    /// Decodes the next piece.
    package mutating func decode(_ bytes: Bytes) -> Bytes {
        var found = Bytes()
        for byte in bytes {
            if byte == 0x0A {
                take(&found)
            } else if line.count < Limits.lineBytes {
                line.append(byte)
            }
        }
        return found
    }

    /// Decodes what a last line without an ending holds.
    package mutating func finish() -> Bytes {
        var found = Bytes()
        if !line.isEmpty { take(&found) }
        if state != .after { isDamaged = true }
        return found
    }

    /// The name on a line that begins such content; nothing for any other line.
    package static func beginning(_ line: Bytes) -> String? {
        guard line.starts(with: Bytes(text: "begin ")) else { return nil }
        let mode = line.dropFirst(6).prefix { (0x30...0x37).contains($0) }
        guard (3...4).contains(mode.count), line.count > 7 + mode.count,
            line[6 + mode.count] == 0x20
        else { return nil }
        return HeaderText.plain(HeaderSyntax.trimmed(Bytes(line[(7 + mode.count)...])))
    }

    private mutating func take(_ found: inout Bytes) {
        defer { line.removeAll(keepingCapacity: true) }
        if line.last == 0x0D { line.removeLast() }
        switch state {
        case .before:
            guard let name = Self.beginning(line) else { return }
            self.name = name
            state = .inside
        case .inside:
            if line == Bytes(text: "end") {
                state = .after
                return
            }
            guard let first = line.first, (0x20...0x60).contains(first) else {
                if !line.isEmpty { isDamaged = true }
                return
            }
            appendLine(Int((first &- 0x20) & 0x3F), to: &found)
        case .after:
            break
        }
    }

    private mutating func appendLine(_ count: Int, to found: inout Bytes) {
        var made = 0
        var index = 1
        while made < count {
            guard index < line.count else {
                isDamaged = true
                return
            }
            // Trailing spaces are often lost on the way.
            let values = (0..<4).map { step -> UInt32 in
                let place = index + step
                guard place < line.count else { return 0 }
                let byte = line[place]
                if !(0x20...0x60).contains(byte) { isDamaged = true }
                return UInt32((byte &- 0x20) & 0x3F)
            }
            let bits = values[0] << 18 | values[1] << 12 | values[2] << 6 | values[3]
            for shift in [UInt32(16), 8, 0] where made < count {
                found.append(UInt8(truncatingIfNeeded: bits >> shift))
                made += 1
            }
            index += 4
        }
    }
}
