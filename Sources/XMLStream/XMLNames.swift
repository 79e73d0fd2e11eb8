// SPDX-License-Identifier: Apache-2.0

import CExpat
import StrictCoding

/// The names of elements and attributes, each made into a text once.
struct XMLNames {
    private var slots = [Int32](repeating: -1, count: Limits.names * 2)
    private var bytes: [Bytes] = []
    private var texts: [String] = []

    /// The text of a name; nothing where there are too many of them.
    mutating func name(_ name: UnsafePointer<XML_Char>) -> String? {
        let count = unsafe Self.length(name)
        // FNV-1a.
        var hash: UInt32 = 0x811C_9DC5
        for index in 0..<count {
            hash = (hash ^ UInt32(UInt8(bitPattern: unsafe name[index]))) &* 0x0100_0193
        }
        var slot = Int(hash % UInt32(slots.count))
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if unsafe holds(index, name, count) { return texts[index] }
            slot = (slot + 1) % slots.count
        }
        guard texts.count < Limits.names else { return nil }
        let copy = unsafe Bytes(UnsafeRawBufferPointer(start: name, count: count))
        slots[slot] = Int32(texts.count)
        texts.append(String(decoding: copy, as: UTF8.self))
        bytes.append(copy)
        return texts.last
    }

    private func holds(_ index: Int, _ name: UnsafePointer<XML_Char>, _ count: Int) -> Bool {
        guard bytes[index].count == count else { return false }
        for place in 0..<count
        where bytes[index][place] != UInt8(bitPattern: unsafe name[place]) {
            return false
        }
        return true
    }

    /// How many bytes stand before the zero that ends a text of C.
    static func length(_ text: UnsafePointer<XML_Char>) -> Int {
        var count = 0
        while unsafe text[count] != 0 { count += 1 }
        return count
    }
}
