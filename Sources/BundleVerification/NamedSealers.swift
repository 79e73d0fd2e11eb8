// SPDX-License-Identifier: Apache-2.0

package import MinisignFormat
import StrictCoding

/// Why a text is no list of named keys. Lines are counted from 1.
package enum NamedSealersError: Error, Equatable, Sendable {
    /// A line is not a name and a key.
    case line(Int)
    /// A word of the key's twelve on this line is none of the list.
    case unknownWord(line: Int, position: Int)
    /// The name on this line is too long, or holds what a terminal would obey.
    case name(line: Int)
    /// The key on the second line stands on the first one already, under another name.
    case twice(line: Int, first: Int)
    /// More lines than anybody compared.
    case tooMany
    /// No line with a key.
    case empty
}

/// The keys that a reader knows, each with the name that the reader gives to whoever holds it.
///
/// A list has one line for each key: the name, spaces or tabs, and then the key (`RW…`) or its twelve words
/// joined by hyphens. Empty lines and lines that begin with `#` are passed over. A comment in a key's own
/// file is its maker's text, so it is never taken for a name.
package struct NamedSealers: Sendable, Equatable {
    /// One key, and what the reader calls its holder.
    package struct Named: Sendable, Equatable {
        /// The reader's own name for it; nothing where the key alone was named.
        package let name: String?
        /// The key.
        package let sealer: NamedSealer
    }

    private let all: [Named]

    /// One key without a name.
    package init(_ sealer: NamedSealer) {
        all = [Named(name: nil, sealer: sealer)]
    }

    /// Reads a list.
    ///
    /// - Throws: `NamedSealersError`.
    package init(parsing text: String) throws(NamedSealersError) {
        var all: [Named] = []
        var lines: [Int] = []
        let rows = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, row) in rows.enumerated() {
            let parts = row.split { $0 == " " || $0 == "\t" }
            guard let last = parts.last, parts[0].first != "#" else { continue }
            guard all.count < BundleLimits.namedSealers else { throw .tooMany }
            let number = index + 1
            guard parts.count > 1 else { throw .line(number) }
            let sealer = try Self.sealer(String(last), line: number)
            let name = parts.dropLast().joined(separator: " ")
            guard name.count <= BundleLimits.sealerNameCharacters, SafeText.isPlain(name) else {
                throw .name(line: number)
            }
            if let same = all.firstIndex(where: { $0.sealer.isSame(as: sealer) }) {
                guard all[same].name == name else {
                    throw .twice(line: number, first: lines[same])
                }
                continue
            }
            all.append(Named(name: name, sealer: sealer))
            lines.append(number)
        }
        guard !all.isEmpty else { throw .empty }
        self.all = all
    }

    /// How many keys were named.
    package var count: Int { all.count }

    /// The keys that were named by more than their words.
    package var publicKeys: [MinisignPublicKey] { all.compactMap(\.sealer.publicKey) }

    /// The one that is this key; nothing where none is.
    package func matching(_ key: MinisignPublicKey) -> Named? {
        all.first { $0.sealer.matches(key) }
    }

    private static func sealer(
        _ text: String, line: Int
    ) throws(NamedSealersError) -> NamedSealer {
        do throws(NamedSealerError) {
            return try NamedSealer(parsing: text)
        } catch {
            if case .unknownWord(let position) = error {
                throw .unknownWord(line: line, position: position)
            }
            throw .line(line)
        }
    }
}
