// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// JSONTestSuite and RFC 8785's vectors. Ours is a subset of both: what is accepted is canonical.
@Suite struct JSONVectorTests {
    private func accepted(_ bytes: Bytes) -> JSONValue? {
        try? JSONValue.parse(bytes.span, limit: 10_000_000)
    }

    /// The files that hold, byte for byte, what we would have written.
    private let canonical: Set<String> = [
        "y_array_empty-string.json", "y_array_ending_with_newline.json", "y_string_space.json",
        "y_string_backslash_and_u_escaped_zero.json", "y_string_null_escape.json",
        "y_string_escaped_control_character.json", "y_array_empty.json", "y_array_false.json",
        "y_number_negative_int.json", "y_number_negative_one.json", "y_number_simple_int.json",
        "y_object_basic.json", "y_object_empty.json", "y_object_empty_key.json",
        "y_object_simple.json", "y_string_backslash_doublequotes.json",
        "y_string_comments.json", "y_string_double_escape_a.json",
        "y_string_double_escape_n.json", "y_string_in_array.json",
        "y_string_nonCharacterInUTF-8_U+10FFFF.json",
        "y_string_nonCharacterInUTF-8_U+FFFF.json", "y_string_pi.json",
        "y_string_reservedCharacterInUTF-8_U+1BFFF.json", "y_string_simple_ascii.json",
        "y_string_u+2028_line_sep.json", "y_string_u+2029_par_sep.json",
        "y_string_unescaped_char_delete.json", "y_string_unicode_2.json", "y_string_utf8.json",
        "y_string_with_del_character.json", "y_structure_lonely_false.json",
        "y_structure_lonely_int.json", "y_structure_lonely_string.json",
        "y_structure_lonely_true.json", "y_structure_string_empty.json",
        "y_structure_true_in_array.json",
    ]

    @Test func `JSONTestSuite, accepted only where it is canonical`() throws {
        guard let folder = Vectors.folder("json-parsing") else { return }
        var found: Set<String> = []
        var count = 0
        for part in ["test_parsing", "test_transform"] {
            for file in try Vectors.files(folder.appending(path: part)) {
                count += 1
                let name = file.lastPathComponent
                let bytes = try Vectors.bytes(file)
                guard let value = accepted(bytes) else { continue }
                #expect(!name.hasPrefix("n_"), "\(name) must be refused")
                #expect(value.encoded() == bytes, "\(name)")
                if part == "test_parsing" { found.insert(name) }
            }
        }
        #expect(count >= 318 + 22)
        #expect(canonical.subtracting(found).sorted() == [], "these should be accepted")
        #expect(found.subtracting(canonical).sorted() == [], "these should be refused")
    }

    @Test func `RFC 8785 examples, accepted as they are written there`() throws {
        guard let folder = Vectors.folder("jcs") else { return }
        // The others have keys that are not ASCII, null, or fractions, which we do not have.
        let ours: Set<String> = ["structures.json", "unicode.json"]
        for file in try Vectors.files(folder.appending(path: "output")) {
            let name = file.lastPathComponent
            let bytes = try Vectors.bytes(file)
            let value = accepted(bytes)
            #expect((value != nil) == ours.contains(name), "\(name)")
            if let value { #expect(value.encoded() == bytes, "\(name)") }
            let input = try Vectors.bytes(folder.appending(path: "input/\(name)"))
            if input != bytes { #expect(accepted(input) == nil, "input \(name)") }
        }
        for file in try Vectors.files(folder.appending(path: "pairs")) {
            let bytes = try Vectors.bytes(file)
            if file.pathExtension == "json" {
                #expect(accepted(bytes) == nil, "\(file.lastPathComponent) is not canonical")
            } else if let value = accepted(bytes) {
                #expect(value.encoded() == bytes, "\(file.lastPathComponent)")
            }
        }
    }

    @Test func `own canonicalisation cases, refused unless already canonical`() throws {
        guard let folder = Vectors.folder("jcs") else { return }
        let data = try Data(contentsOf: folder.appending(path: "cases.json"))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let cases = try #require(all["own_cases_checked_here"] as? [[String: Any]])
        #expect(cases.count >= 18)
        for item in cases {
            let input = try #require(item["input"] as? String)
            let output = item["output"] as? String
            let value = accepted(Bytes(text: input))
            // JSONSerialization compares texts by normalisation form; bytes are what counts.
            if output.map({ Bytes(text: $0) }) != Bytes(text: input) {
                #expect(value == nil, "\(input)")
            }
            if let output, let value = accepted(Bytes(text: output)) {
                #expect(value.encoded() == Bytes(text: output), "\(output)")
            }
        }
    }
}
