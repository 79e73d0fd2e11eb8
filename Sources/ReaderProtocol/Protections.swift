// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// What shuts the reader in, as it says itself before it is given anything.
package struct Protections: Hashable, Sendable {
    /// Whether its calls to the system are restricted (seccomp).
    package let calls: Bool
    /// The version of Landlock that shuts the file system; 0 where the kernel has none.
    package let files: UInt64
    /// Whether memory, time and files are limited (rlimits).
    package let limits: Bool

    /// Takes the parts.
    package init(calls: Bool, files: UInt64, limits: Bool) {
        self.calls = calls
        self.files = files
        self.limits = limits
    }

    init(_ fields: EntryFields) throws(EntryError) {
        guard let calls = try fields.optionalBool("calls"),
            let limits = try fields.optionalBool("limits")
        else { throw .malformed(field: "door") }
        self.calls = calls
        self.limits = limits
        files = try fields.count("files")
    }

    var json: JSONValue {
        .object([
            "calls": .bool(calls), "files": .integer(Int64(clamping: files)),
            "limits": .bool(limits),
        ])
    }
}
