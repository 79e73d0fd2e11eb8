// SPDX-License-Identifier: Apache-2.0

/// A value of canonical JSON: the only JSON that is hashed, signed or read back (DESIGN 3 and 9).
///
/// There is no `null` and no fraction. Texts are compared as bytes and never normalised.
package enum JSONValue: Sendable {
    /// Members by key. Keys are ASCII.
    case object([String: JSONValue])
    /// Values in order.
    case array([JSONValue])
    /// Any Unicode text.
    case string(String)
    /// A whole number whose magnitude is below 2^53.
    case integer(Int64)
    /// `true` or `false`.
    case bool(Bool)

    /// A member of an object; nothing where there is none or this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text, if this is one.
    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, if this is one.
    package var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The truth value, if this is one.
    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The values of an array, if this is one.
    package var array: [JSONValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// The members of an object, if this is one.
    package var object: [String: JSONValue]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// A number that may be too large for canonical JSON; nothing where it is.
    package static func number(_ value: UInt64) -> JSONValue? {
        value <= UInt64(Limits.jsonInteger) ? .integer(Int64(value)) : nil
    }

    /// Whether this can be written and read back: ASCII keys, integers and depth within bounds.
    ///
    /// What was parsed always is. What is made from foreign values is checked before it is kept.
    package var isCanonical: Bool { isCanonical(depth: Limits.jsonDepth) }

    private func isCanonical(depth: Int) -> Bool {
        switch self {
        case .string, .bool:
            return true
        case .integer(let number):
            return number.magnitude <= Limits.jsonInteger.magnitude
        case .array(let values):
            return depth > 0 && values.allSatisfy { $0.isCanonical(depth: depth - 1) }
        case .object(let members):
            return depth > 0
                && members.allSatisfy { key, value in
                    key.utf8.allSatisfy { $0 < 0x80 } && value.isCanonical(depth: depth - 1)
                }
        }
    }
}

extension JSONValue: Equatable {
    /// Whether both are written with the same bytes.
    ///
    /// Swift's own `==` takes two texts for equal that differ in normalisation; this does not.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.string(let one), .string(let other)):
            return one.utf8.elementsEqual(other.utf8)
        case (.integer(let one), .integer(let other)):
            return one == other
        case (.bool(let one), .bool(let other)):
            return one == other
        case (.array(let one), .array(let other)):
            return one == other
        case (.object(let one), .object(let other)):
            return one.count == other.count
                && one.allSatisfy { key, value in other[key] == value }
        default:
            return false
        }
    }
}
