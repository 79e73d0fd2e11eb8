// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import StrictCoding

extension OpenVault {
    /// Every identifier that was said to be the same person as this one, itself included, sorted.
    package func identifiers(of identifier: String) -> [String] {
        var known: Set<String> = [identifier]
        var grew = true
        while grew {
            grew = false
            for statement in index.persons where !known.isDisjoint(with: statement) {
                grew = grew || !known.isSuperset(of: statement)
                known.formUnion(statement)
            }
        }
        return known.sorted()
    }

    /// Records that identifiers are one person.
    ///
    /// - Throws: `VaultError.tooLarge`, `storage`, `noRoom`, `notWritable`.
    @discardableResult
    package func state(_ person: PersonStated) throws(VaultError) -> EntryBody {
        try record([(.personStated, person.fields)])[0]
    }
}
