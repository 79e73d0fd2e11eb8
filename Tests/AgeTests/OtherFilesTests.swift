// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import SodiumPrimitives
import StrictCoding
import Testing

/// Files that the makers of age and of rage publish.
@Suite(.enabled(if: Vectors.isPresent("age-go/example.age") && Vectors.isPresent("age-rage")))
struct OtherFilesTests {
    private func identities(_ path: String) throws -> [any Identity] {
        let bytes = try Vectors.bytes(path)
        return try AgeKeyFile.identities(in: bytes.span)
    }

    @Test func `the example of age opens with its key file`() throws {
        let identities = try identities("age-go/example_keys.txt")
        let text = try opened(try Vectors.bytes("age-go/example.age"), identities)
        #expect(text == Bytes(text: "Black lives matter."))
        let zip = try opened(try Vectors.bytes("age-go/example.zip.age"), identities)
        #expect(zip.starts(with: Bytes(text: "PK")))
    }

    @Test func `an armored file of rage opens with its key file`() throws {
        let folder = "age-rage/cli/decrypt-filein-fileout-long"
        let text = try opened(
            try Vectors.bytes("\(folder).in/file.age.txt"),
            try identities("\(folder).in/key.txt"), step: 1_000)
        #expect(text == (try Vectors.bytes("\(folder).out/file.txt")))
    }

    @Test func `a stanza without a body line is refused, though rage reads it`() throws {
        // An early rage wrote a made-up stanza without its empty body line. The format demands one
        // (CCTV's stanza_missing_body), and stock age refuses the file as we do.
        let bytes = try Vectors.bytes("age-rage/empty_recipient_body.age")
        #expect(throws: AgeError.header(.line(5))) { try Header.parse(bytes.span) }
    }

    @Test func `a file key that is too long is refused before it is unwrapped`() throws {
        #expect(throws: AgeError.header(.stanza(0))) {
            try opened(
                try Vectors.bytes("age-rage/fail_large_filekey_x25519.age"),
                try identities("age-rage/fail_large_filekey_x25519_key.txt"))
        }
        let words = try Vectors.bytes("age-rage/fail_large_filekey_scrypt_password.txt")
        #expect(throws: AgeError.header(.stanza(0))) {
            try opened(
                try Vectors.bytes("age-rage/fail_large_filekey_scrypt.age"),
                [ScryptIdentity(passphrase: try SecretBytes(copying: words.span))])
        }
    }
}
