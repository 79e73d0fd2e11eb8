// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// The beginning of an element, with its attributes.
package struct XMLElement {
    /// Its name as it stands, with its prefix where it has one.
    package let name: String
    /// The bytes of its start tag in the original.
    package let range: Range<UInt64>
    /// How many elements it stands in; 0 for the one that holds all others.
    package let depth: Int
    /// The names of its attributes, in their order, without those that were set apart.
    package let names: [String]

    let values: Bytes
    let ends: [Int]
    let apart: [(name: String, sink: any ByteSink)]

    /// The value of an attribute; nothing where the element has none of that name.
    package subscript(_ name: String) -> String? {
        for index in names.indices where names[index] == name { return value(index) }
        return nil
    }

    /// The value of the attribute at this place of `names`.
    package func value(_ index: Int) -> String {
        let start = index == 0 ? 0 : ends[index - 1]
        return String(decoding: values[start..<ends[index]], as: UTF8.self)
    }

    /// The sink that took the value of an attribute which was set apart.
    package func sink(_ name: String) -> (any ByteSink)? {
        apart.first { $0.name == name }?.sink
    }
}

/// Takes what an XML document holds, in its order. An error that it throws ends the reading.
package protocol XMLHandler: AnyObject {
    /// Whether the value of this attribute is set apart: its bytes go to the sink as they come, never
    /// as a whole, with references resolved. Asked at the beginning of each value.
    func sink(forValueOf attribute: String, in element: String) -> (any ByteSink)?

    /// An element began.
    func began(_ element: XMLElement) throws

    /// The element that began last and had not ended yet did; `end` is behind its last byte.
    func ended(_ name: String, end: UInt64) throws

    /// Text between tags, in parts.
    func text(_ bytes: Span<UInt8>) throws

    /// A comment.
    func comment(_ text: String) throws
}

extension XMLHandler {
    /// Sets nothing apart.
    package func sink(forValueOf attribute: String, in element: String) -> (any ByteSink)? { nil }

    /// Passes it over.
    package func text(_ bytes: Span<UInt8>) throws {}

    /// Passes it over.
    package func comment(_ text: String) throws {}
}
