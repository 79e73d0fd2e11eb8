// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// Why a trusted comment is not one of ours.
package enum SealedCommentError: Error, Equatable, Sendable {
    /// Another text than the one form.
    case malformed
    /// The form of a format that came after this one.
    case newer(version: Int)
}

/// What the sealer signs beside the encrypted file: when, and the digests of the other outer files.
package struct SealedComment: Equatable, Sendable {
    /// Line 1 of the signature file; checked like the rest.
    package static let untrusted = "keepsake sealed bundle"

    /// When it was sealed, by the sealer's own clock.
    package let time: Timestamp
    /// The SHA-256 of each of `BundlePaths.digested`, in that order.
    package let digests: [Digest]

    /// Takes the time and the digests of HOW-TO-CHECK.txt, START-HERE.html and sealer.pub.
    package init(time: Timestamp, howToCheck: Digest, startHere: Digest, sealerKey: Digest) {
        self.time = time
        digests = [howToCheck, startHere, sealerKey]
    }

    /// Reads the one form (DESIGN section 9).
    ///
    /// - Throws: `SealedCommentError`.
    package init(parsing text: String) throws(SealedCommentError) {
        let words = try CommentWords.split(text, subject: "sealed")
        let names = BundlePaths.digested
        guard words.count == 1 + names.count else { throw .malformed }
        time = try CommentWords.time(words[0])
        var digests: [Digest] = []
        for (word, name) in zip(words.dropFirst(), names) {
            guard word.hasPrefix(name + "="),
                let digest = Digest(hex: String(word.dropFirst(name.count + 1)))
            else { throw .malformed }
            digests.append(digest)
        }
        self.digests = digests
        // As bytes: Swift finds texts equal that are encoded differently.
        guard self.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
    }

    /// The one form.
    package var text: String {
        "keepsake sealed v1 time=\(time.text)"
            + zip(BundlePaths.digested, digests).map { " \($0)=\($1.hex)" }.joined()
    }
}

/// What the sealer signs beside the bag's tag manifest.
package struct BagComment: Equatable, Sendable {
    /// Line 1 of the signature file; checked like the rest.
    package static let untrusted = "keepsake bag"

    /// When it was sealed, by the sealer's own clock; the same moment as outside.
    package let time: Timestamp

    /// Takes the time.
    package init(time: Timestamp) {
        self.time = time
    }

    /// Reads the one form (DESIGN section 9).
    ///
    /// - Throws: `SealedCommentError`.
    package init(parsing text: String) throws(SealedCommentError) {
        let words = try CommentWords.split(text, subject: "bag")
        guard words.count == 1 else { throw .malformed }
        time = try CommentWords.time(words[0])
        // As bytes: Swift finds texts equal that are encoded differently.
        guard self.text.utf8.elementsEqual(text.utf8) else { throw .malformed }
    }

    /// The one form.
    package var text: String { "keepsake bag v1 time=\(time.text)" }
}

private enum CommentWords {
    /// The words after `keepsake <subject> v1`.
    static func split(
        _ text: String, subject: String
    ) throws(SealedCommentError) -> [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count >= 3, words[0] == "keepsake", words[1] == subject,
            words[2].hasPrefix("v"), let version = Int(words[2].dropFirst()),
            words[2] == "v\(version)", version > 0
        else { throw .malformed }
        guard version == BundleLimits.formatVersion else { throw .newer(version: version) }
        return Array(words.dropFirst(3))
    }

    static func time(_ word: String) throws(SealedCommentError) -> Timestamp {
        guard word.hasPrefix("time="), let time = Timestamp(String(word.dropFirst(5))) else {
            throw .malformed
        }
        return time
    }
}
