// SPDX-License-Identifier: Apache-2.0

/// The byte buffer of the whole package. Its `span` back-deploys further than `Array`'s.
package typealias Bytes = ContiguousArray<UInt8>

extension ContiguousArray<UInt8> {
    /// The UTF-8 bytes of a text.
    package init(text: String) {
        self.init(text.utf8)
    }

    /// A copy of the bytes that a span shows.
    package init(copying span: Span<UInt8>) {
        self.init()
        append(span)
    }

    /// Appends the bytes that a span shows.
    package mutating func append(_ span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { buffer in
            unsafe append(contentsOf: buffer)
        }
    }

    /// Appends the UTF-8 bytes of a text.
    package mutating func append(text: String) {
        append(contentsOf: text.utf8)
    }

    /// Shows some of these bytes, without a copy of the rest.
    package func slice(_ range: Range<Int>) -> Bytes {
        Bytes(self[range])
    }

    /// The text these bytes are, or nothing where they are not valid UTF-8. Nothing is repaired.
    package var strictText: String? {
        String(validating: self, as: UTF8.self)
    }
}
