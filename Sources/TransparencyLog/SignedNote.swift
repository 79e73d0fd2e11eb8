// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// One signature line of a note: whose it says it is, and the signature's bytes.
package struct NoteSignature: Hashable, Sendable {
    /// The name of the key that it says made it.
    package let name: String
    /// The ID of that key.
    package let keyID: UInt32
    /// What follows the key ID: a signature, or a time and a signature.
    package let bytes: Bytes

    /// Takes the parts.
    ///
    /// - Throws: `NoteError.malformedName`, `NoteError.malformedSignature` where there are no bytes.
    package init(name: String, keyID: UInt32, bytes: Bytes) throws(NoteError) {
        guard NoteText.isName(name) else { throw .malformedName }
        guard !bytes.isEmpty else { throw .malformedSignature(line: 1) }
        self.name = name
        self.keyID = keyID
        self.bytes = bytes
    }

    // As bytes: Swift finds texts equal that are encoded differently.
    package static func == (left: NoteSignature, right: NoteSignature) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8) && left.keyID == right.keyID
            && left.bytes == right.bytes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }

    /// The line with its line feed: a dash, the name, and base64 of key ID and signature.
    package var line: String {
        let blob = NoteKey.bytes(keyID) + bytes
        return "\u{2014} \(name) \(Base64.encode(blob.span, padding: .required))\n"
    }
}

/// A C2SP signed note (FORMATS section 4.2): a text and signature lines, none of them checked yet.
///
/// The signature of a vault's checkpoint can be checked with stock tools, from the checkpoint and the
/// signer's minisign public key file (of which, as of a vkey, the last 32 bytes are the Ed25519 key):
///
/// ```sh
/// sed '/^$/,$d' checkpoint > text
/// tail -n 1 checkpoint | cut -d ' ' -f 3 | base64 -d | tail -c 64 > signature
/// { echo '-----BEGIN PUBLIC KEY-----'
///   { printf '\060\052\060\005\006\003\053\145\160\003\041\000'
///     tail -n 1 sealer.pub | base64 -d | tail -c 32; } | base64
///   echo '-----END PUBLIC KEY-----'; } > key.pem
/// openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in text -sigfile signature
/// ```
///
/// The twelve bytes in front are the DER header of every Ed25519 key (RFC 8410). With cosignatures in
/// it, the log's own line is found by its name instead of `tail -n 1`.
package struct SignedNote: Hashable, Sendable {
    /// The signed text; ends in a line feed.
    package let text: Bytes
    /// The signature lines, in their order.
    package let signatures: [NoteSignature]

    private static let separator = Bytes(text: "\n\n")
    private static let dash = Bytes(text: "\u{2014} ")

    /// Takes a text and signatures; what cannot be written as a note is refused.
    ///
    /// - Throws: `NoteError`.
    package init(text: Bytes, signatures: [NoteSignature]) throws(NoteError) {
        guard text.count <= LogLimits.maximumText else { throw .tooLarge }
        guard NoteText.isWellFormed(text) else { throw .malformedText }
        guard !signatures.isEmpty else { throw .noSignatures }
        guard signatures.count <= LogLimits.maximumSignatures else { throw .tooManySignatures }
        self.text = text
        self.signatures = signatures
        guard encoded().count <= LogLimits.maximumNote else { throw .tooLarge }
    }

    /// Reads a note; only what `encoded()` writes.
    ///
    /// - Throws: `NoteError`.
    package init(parsing note: Span<UInt8>) throws(NoteError) {
        guard note.count <= LogLimits.maximumNote else { throw .tooLarge }
        let bytes = Bytes(copying: note)
        guard NoteText.isWellFormed(bytes) else { throw .malformedText }
        // The last empty line separates: a text may have empty lines, signatures have none.
        guard let end = Self.lastEmptyLine(bytes), end + 2 < bytes.count else {
            throw .noSignatures
        }
        let lines = bytes[(end + 2)...].dropLast()
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count <= LogLimits.maximumSignatures else { throw .tooManySignatures }
        var signatures: [NoteSignature] = []
        for (index, line) in lines.enumerated() {
            signatures.append(try Self.signature(line, number: index + 1))
        }
        try self.init(text: bytes.slice(0..<(end + 1)), signatures: signatures)
    }

    /// The note's bytes.
    package func encoded() -> Bytes {
        var note = text
        note.append(UInt8(ascii: "\n"))
        for signature in signatures { note.append(text: signature.line) }
        return note
    }

    /// The same note with more signature lines after those it has.
    ///
    /// - Throws: `NoteError` where they are too many.
    package func adding(_ more: [NoteSignature]) throws(NoteError) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + more)
    }

    private static func lastEmptyLine(_ bytes: Bytes) -> Int? {
        var index = bytes.count - 2
        while index >= 0 {
            if bytes[index] == UInt8(ascii: "\n"), bytes[index + 1] == UInt8(ascii: "\n") {
                return index
            }
            index -= 1
        }
        return nil
    }

    private static func signature(
        _ line: Bytes.SubSequence, number: Int
    ) throws(NoteError) -> NoteSignature {
        guard line.starts(with: dash) else { throw .malformedSignature(line: number) }
        let rest = line.dropFirst(dash.count)
        guard
            let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let name = Bytes(rest[..<space]).strictText, NoteText.isName(name),
            let blob = Base64.decode(
                Bytes(rest[(space + 1)...]).span, padding: .required), blob.count > 4
        else { throw .malformedSignature(line: number) }
        return try NoteSignature(
            name: name, keyID: NoteKey.number(blob), bytes: Bytes(blob.dropFirst(4)))
    }
}
