// SPDX-License-Identifier: Apache-2.0

// The bridge to C: libsodium wants an address even where there is nothing to read, so an empty
// span or buffer is given the address of a byte that is never touched.

extension Span<UInt8> {
    /// Lends C the address and the number of these bytes. Only for calls into libsodium.
    package func withAddress<Result: ~Copyable>(
        _ body: (UnsafePointer<UInt8>, Int) -> Result
    ) -> Result {
        unsafe withUnsafeBufferPointer { buffer in
            var nothing: UInt8 = 0
            return unsafe withUnsafePointer(to: &nothing) { empty in
                unsafe body(buffer.baseAddress ?? empty, buffer.count)
            }
        }
    }
}

extension MutableSpan<UInt8> {
    /// Lends C the address and the number of the bytes to write. Only for calls into libsodium.
    package mutating func withAddress<Result>(
        _ body: (UnsafeMutablePointer<UInt8>, Int) -> Result
    ) -> Result {
        unsafe withUnsafeMutableBufferPointer { buffer in
            var nothing: UInt8 = 0
            return unsafe withUnsafeMutablePointer(to: &nothing) { empty in
                unsafe body(buffer.baseAddress ?? empty, buffer.count)
            }
        }
    }
}

extension ContiguousArray<UInt8> {
    /// Lends C the address and the number of the bytes to write. Only for calls into libsodium.
    package mutating func withAddress<Result>(
        _ body: (UnsafeMutablePointer<UInt8>, Int) -> Result
    ) -> Result {
        unsafe withUnsafeMutableBufferPointer { buffer in
            var nothing: UInt8 = 0
            return unsafe withUnsafeMutablePointer(to: &nothing) { empty in
                unsafe body(buffer.baseAddress ?? empty, buffer.count)
            }
        }
    }
}
