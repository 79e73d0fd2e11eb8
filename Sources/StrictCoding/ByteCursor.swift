// SPDX-License-Identifier: Apache-2.0

/// A place in bytes that moves forward only, and never past the end.
///
/// Every method that takes something answers with nothing, and stays where it is, where there is
/// too little left. No count that a foreign file states can make it trap.
package struct ByteCursor: ~Escapable {
    private let bytes: Span<UInt8>

    /// How many bytes lie behind.
    package private(set) var offset = 0

    /// Stands at the first of these bytes.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
    }

    /// How many bytes lie ahead.
    package var remaining: Int { bytes.count - offset }

    /// Whether no byte lies ahead.
    package var isAtEnd: Bool { remaining == 0 }

    /// The next byte, without moving.
    package var next: UInt8? { isAtEnd ? nil : bytes[offset] }

    /// Moves over `count` bytes and shows them.
    @_lifetime(copy self)
    package mutating func take(_ count: Int) -> Span<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        let part = bytes.extracting(offset..<(offset + count))
        offset += count
        return part
    }

    /// Moves over all that is left and shows it.
    @_lifetime(copy self)
    package mutating func takeRest() -> Span<UInt8> {
        let part = bytes.extracting(offset..<bytes.count)
        offset = bytes.count
        return part
    }

    /// Moves over one byte and gives it.
    package mutating func byte() -> UInt8? {
        guard let byte = next else { return nil }
        offset += 1
        return byte
    }

    /// Moves over exactly these bytes; false, and no move, where others stand.
    package mutating func skip(_ expected: Bytes) -> Bool {
        guard expected.count <= remaining else { return false }
        for (index, byte) in expected.enumerated() where bytes[offset + index] != byte {
            return false
        }
        offset += expected.count
        return true
    }

    /// Moves over an integer with its highest byte first: tiles, ASN.1, MP4.
    package mutating func bigEndian<Integer: FixedWidthInteger & UnsignedInteger>(
        _ type: Integer.Type
    ) -> Integer? {
        guard let part = take(Integer.bitWidth / 8) else { return nil }
        var value: UInt64 = 0
        for index in part.indices { value = value << 8 | UInt64(part[index]) }
        return Integer(truncatingIfNeeded: value)
    }

    /// Moves over an integer with its lowest byte first: ZIP, minisign.
    package mutating func littleEndian<Integer: FixedWidthInteger & UnsignedInteger>(
        _ type: Integer.Type
    ) -> Integer? {
        guard let part = take(Integer.bitWidth / 8) else { return nil }
        var value: UInt64 = 0
        for index in part.indices { value |= UInt64(part[index]) << UInt64(8 * index) }
        return Integer(truncatingIfNeeded: value)
    }
}

extension ContiguousArray<UInt8> {
    /// Appends an integer with its highest byte first.
    package mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Appends an integer with its lowest byte first.
    package mutating func append(littleEndian value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
