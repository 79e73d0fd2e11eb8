// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Octets and files of a payload: `Payload-Oxum: <octets>.<files>`.
package struct BagOxum: Hashable, Sendable {
    /// Bytes of all payload files together.
    package let octets: UInt64
    /// How many payload files.
    package let files: UInt64

    /// Takes both counts.
    package init(octets: UInt64, files: UInt64) {
        self.octets = octets
        self.files = files
    }

    init?(_ text: Bytes) {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let octets = BagDeclaration.number(parts[0]),
            let files = BagDeclaration.number(parts[1])
        else { return nil }
        self.init(octets: octets, files: files)
        // Leading zeros would give one value two spellings.
        guard Bytes(text: self.text) == text else { return nil }
    }

    /// The value as it stands in `bag-info.txt`.
    package var text: String { "\(octets).\(files)" }
}

/// `bag-info.txt`: what a bag says about itself, for people.
package struct BagInfo: Hashable, Sendable {
    /// One label with its value.
    package struct Field: Hashable, Sendable {
        /// The label as it is written.
        package let label: String
        /// The value; continued lines are joined by a line feed.
        package let value: String

        /// Takes a label and its value; neither is checked here.
        package init(_ label: String, _ value: String) {
            self.label = label
            self.value = value
        }
    }

    /// The label that states the payload's size and number.
    package static let oxumLabel = "Payload-Oxum"
    static let file = Bytes(text: "bag-info.txt")

    /// The fields in order; labels may repeat.
    package let fields: [Field]

    /// Takes the fields in the order in which they are to stand.
    package init(_ fields: [Field]) {
        self.fields = fields
    }

    /// Every value of a label, whose case does not matter.
    package func values(of label: String) -> [String] {
        fields.filter { $0.label.lowercased() == label.lowercased() }.map(\.value)
    }

    /// The file's bytes: one line for each field, a continued value indented by one tab.
    package func encoded() -> Bytes {
        var bytes = Bytes()
        for field in fields {
            bytes.append(text: "\(field.label): ")
            for byte in field.value.utf8 {
                bytes.append(byte)
                if byte == 0x0a { bytes.append(0x09) }
            }
            bytes.append(0x0a)
        }
        return bytes
    }

    /// Reads a file that is UTF-8. A line that is no field is left out and said.
    static func read(_ bytes: Bytes, _ limits: BagLimits, _ findings: inout FindingList) -> BagInfo
    {
        var fields: [Field] = []
        var label: String?
        var value = ""
        func finish() {
            if let label { fields.append(Field(label, value)) }
        }
        for (index, line) in BagLines(bytes).enumerated() {
            guard index < limits.lines else {
                findings.add(.aboveLimit(.lines, path: file))
                break
            }
            if label != nil, line.first.map(isBlank) == true {
                value.append("\n")
                value.append(String(decoding: line.dropFirst(), as: UTF8.self))
            } else if let field = field(line) {
                finish()
                label = field.label
                value = field.value
            } else {
                findings.add(.malformedLine(file: file, line: index + 1))
            }
        }
        finish()
        return BagInfo(fields)
    }

    /// `Label: value`, with one space or tab after the colon and none before it.
    private static func field(_ line: Bytes.SubSequence) -> Field? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let label = line[..<colon]
        let rest = line[(colon + 1)...]
        guard let first = label.first, let last = label.last, !isBlank(first), !isBlank(last)
        else { return nil }
        guard rest.isEmpty || rest.first.map(isBlank) == true else { return nil }
        return Field(
            String(decoding: label, as: UTF8.self),
            String(decoding: rest.dropFirst(), as: UTF8.self))
    }
}
