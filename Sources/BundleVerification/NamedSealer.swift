// SPDX-License-Identifier: Apache-2.0

package import MinisignFormat
import StrictCoding

/// Why a text does not name a key.
package enum NamedSealerError: Error, Equatable, Sendable {
    /// Neither a minisign public key nor its file nor twelve words.
    case notAKey
    /// This many words, where a key has twelve.
    case wordCount(Int)
    /// The word at this position, from 1, is none of the list.
    case unknownWord(position: Int)
}

/// The key that a reader says the sealer has, learnt by another route than the bundle.
package struct NamedSealer: Sendable, Equatable {
    private enum Form: Sendable, Equatable {
        case key(MinisignPublicKey)
        case words(String)
    }

    private let form: Form

    /// Names a key.
    package init(publicKey: MinisignPublicKey) {
        form = .key(publicKey)
    }

    /// Reads a minisign public key, the contents of its file, or its twelve words.
    ///
    /// Words may be separated by spaces, line breaks or hyphens, in either case.
    /// - Throws: `NamedSealerError`.
    package init(parsing text: String) throws(NamedSealerError) {
        let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let key = try? MinisignPublicKey(parsing: text) {
            form = .key(key)
            return
        }
        if let key = try? MinisignPublicKey(parsing: trimmed) {
            form = .key(key)
            return
        }
        guard trimmed.utf8.count <= 1024 else { throw .notAKey }
        let words = trimmed.lowercased().split { $0 == " " || $0 == "-" }.map(String.init)
        guard words.count > 1, words.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } }) else {
            throw .notAKey
        }
        guard words.count == KeyWords.wordCount else { throw .wordCount(words.count) }
        for (index, word) in words.enumerated() where !KeyWords.isWord(word) {
            throw .unknownWord(position: index + 1)
        }
        form = .words(words.joined(separator: "-"))
    }

    /// The key itself, where it was named by more than its words.
    package var publicKey: MinisignPublicKey? {
        if case .key(let key) = form { key } else { nil }
    }

    /// Whether this is the key. Compares the key itself or its words, never the label (key ID).
    package func matches(_ key: MinisignPublicKey) -> Bool {
        switch form {
        case .key(let named): named.key == key.key
        case .words(let words): KeyWords.matches(words, digest: key.wordsDigest)
        }
    }

    /// Whether both name the same key, be it by itself or by its words.
    package func isSame(as other: NamedSealer) -> Bool {
        switch (form, other.form) {
        case (.key(let key), _): other.matches(key)
        case (_, .key(let key)): matches(key)
        case (.words(let own), .words(let others)): own == others
        }
    }

    /// Why a text does not name one key; nothing where it does.
    package static func failure(parsing text: String) -> NamedSealerError? {
        do throws(NamedSealerError) {
            _ = try NamedSealer(parsing: text)
            return nil
        } catch {
            return error
        }
    }
}
