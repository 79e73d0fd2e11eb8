// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import ZipFormat

/// Writes a ZIP as phones do, with its members in order.
struct ZipMaker {
    /// How a member is laid down.
    struct Form {
        /// Whether the bytes stand in a deflate stream, in blocks that are not packed.
        var isDeflated = false
        /// Whether sizes and checksum follow the bytes instead of standing before them.
        var hasDescriptor = false
        /// Whether the name is said to be UTF-8.
        var saysUTF8 = true
    }

    private var bytes = Bytes()
    private var directory = Bytes()
    private var count = 0

    /// Adds a member.
    mutating func add(_ name: String, _ content: Bytes, _ form: Form = Form()) {
        var sum = CRC32()
        sum.update(content.span)
        let packed = form.isDeflated ? Self.stored(content) : content
        let offset = bytes.count
        let flags = (form.saysUTF8 ? 0x0800 : 0) | (form.hasDescriptor ? 8 : 0)
        let name = Bytes(text: name)
        var common = Bytes()
        Self.put(&common, 20, 2)
        Self.put(&common, flags, 2)
        Self.put(&common, form.isDeflated ? 8 : 0, 2)
        Self.put(&common, 0x5821_6c21, 4)
        var sizes = Bytes()
        Self.put(&sizes, Int(sum.value), 4)
        Self.put(&sizes, packed.count, 4)
        Self.put(&sizes, content.count, 4)
        Self.put(&bytes, 0x0403_4b50, 4)
        bytes += common + (form.hasDescriptor ? Bytes(repeating: 0, count: 12) : sizes)
        Self.put(&bytes, name.count, 2)
        Self.put(&bytes, 0, 2)
        bytes += name + packed
        if form.hasDescriptor {
            Self.put(&bytes, 0x0807_4b50, 4)
            bytes += sizes
        }
        Self.put(&directory, 0x0201_4b50, 4)
        Self.put(&directory, 20, 2)
        directory += common + sizes
        Self.put(&directory, name.count, 2)
        directory += Bytes(repeating: 0, count: 12)
        Self.put(&directory, offset, 4)
        directory += name
        count += 1
    }

    /// The whole file.
    func finished() -> Bytes {
        var end = Bytes()
        Self.put(&end, 0x0605_4b50, 4)
        Self.put(&end, 0, 4)
        Self.put(&end, count, 2)
        Self.put(&end, count, 2)
        Self.put(&end, directory.count, 4)
        Self.put(&end, bytes.count, 4)
        Self.put(&end, 0, 2)
        return bytes + directory + end
    }

    private static func stored(_ content: Bytes) -> Bytes {
        var packed = Bytes()
        var index = 0
        repeat {
            let length = min(0xffff, content.count - index)
            let isLast = index + length == content.count
            packed.append(isLast ? 1 : 0)
            put(&packed, length, 2)
            put(&packed, ~length & 0xffff, 2)
            packed += content[index..<(index + length)]
            index += length
        } while index < content.count
        return packed
    }

    private static func put(_ target: inout Bytes, _ value: Int, _ width: Int) {
        for step in 0..<width { target.append(UInt8(truncatingIfNeeded: value >> (8 * step))) }
    }
}
