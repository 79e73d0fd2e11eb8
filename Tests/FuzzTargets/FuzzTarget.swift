// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
package import StrictCoding

/// Something that reads foreign bytes, and what must hold whatever they are.
package struct FuzzTarget: Sendable {
    /// Its name, by which `scripts/soak` calls it.
    package let name: String
    /// Reads the bytes.
    ///
    /// - Throws: `BrokenRule` where something does not hold.
    package let run: @Sendable (Bytes) throws -> Void

    /// One for each importer, by its name, and one for each other reader of foreign bytes.
    package static let all: [FuzzTarget] =
        Importers.all.map { importer in
            FuzzTarget(name: "import-\(importer.name)") { try ItemInput($0).read(with: [importer]) }
        } + [FuzzTarget(name: "intake") { try ItemInput($0).read(with: Importers.all) }]
        + reader + texts + formats + reports + bundles
}

/// What must hold and did not.
package struct BrokenRule: Error, CustomStringConvertible {
    /// The rule.
    package let description: String
}

func demand(_ holds: Bool, _ rule: @autoclosure () -> String) throws(BrokenRule) {
    if !holds { throw BrokenRule(description: rule()) }
}
