// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct SecretBytesTests {
    private let example = Bytes(text: "four words and more")

    @Test func `a secret holds what was written into it, and is compared without a copy`() throws {
        let one = try secret(example)
        #expect(one.count == example.count)
        #expect(Bytes(copying: one.span) == example)
        #expect(one.withSpan { $0.count } == example.count)
        let two = try one.copy()
        let other = try secret(example.slice(0..<5))
        let empty = try secret([])
        let answers = [
            one.isEqual(to: two), one.isEqual(to: other), empty.isEqual(to: empty),
            empty.isEqual(to: one),
        ]
        #expect(answers == [true, false, true, false])
        #expect(empty.count == 0)
    }

    @Test func `what the writer throws is thrown`() {
        #expect(throws: SecretError.notCanonical) {
            _ = try SecretBytes(count: 8) { target throws(SecretError) in
                target[0] = 1
                throw .notCanonical
            }
        }
    }

    @Test func `memory that cannot be had is a typed error`() {
        for count in [1 << 50, 1 << 62, .max] {
            #expect(throws: SecretError.allocationFailed(byteCount: count)) {
                _ = try SecretBytes(count: count) { _ throws(SecretError) in }
            }
        }
    }

    @Test func `nothing can write to a secret once it is made`() async {
        await #expect(processExitsWith: .failure) { try Misuse.write() }
    }

    @Test func `nothing can read beyond a secret`() async {
        await #expect(processExitsWith: .failure) { try Misuse.read(40) }
    }

    @Test func `nothing can read a secret once it is gone`() async {
        await #expect(processExitsWith: .failure) { try Misuse.readAfterwards() }
    }

    @Test func `the same without the misuse ends well`() async {
        await #expect(processExitsWith: .success) { try Misuse.read(39) }
    }

    /// What must end the process, in a process of its own. The secret is 40 bytes of 1.
    private enum Misuse {
        private static func make() throws -> SecretBytes {
            let bytes = Bytes(repeating: 1, count: 40)
            return try SecretBytes(copying: bytes.span)
        }

        private static func address(of secret: borrowing SecretBytes) -> Int {
            unsafe secret.span.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
        }

        static func write() throws {
            let secret = try make()
            unsafe UnsafeMutablePointer<UInt8>(bitPattern: address(of: secret))?.pointee = 2
            print(secret.count)
        }

        static func read(_ place: Int) throws {
            let secret = try make()
            let byte = unsafe UnsafePointer<UInt8>(bitPattern: address(of: secret) + place)?.pointee
            print(byte ?? 0, secret.count)
        }

        static func readAfterwards() throws {
            let place = try {
                let secret = try make()
                return address(of: secret)
            }()
            print(unsafe UnsafePointer<UInt8>(bitPattern: place)?.pointee ?? 0)
        }
    }

    @Test func `bytes are wiped`() {
        var bytes = example
        bytes.wipe()
        #expect(bytes == Bytes(repeating: 0, count: example.count))
        var none = Bytes()
        none.wipe()
    }

    @Test func `random secrets and bytes have their length and differ`() throws {
        let random = SystemRandom()
        let one = try random.secret(count: 32)
        let two = try random.secret(count: 32)
        let isSame = one.isEqual(to: two)
        #expect(!isSame && one.count == 32)
        #expect(random.bytes(count: 16) != random.bytes(count: 16))
        #expect(random.bytes(count: 0).isEmpty)
    }

    @Test func `base64 of a secret is that of public bytes`() throws {
        for count in 0..<70 {
            let bytes = Bytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) })
            let text = try SecretBase64.encode(bytes.span)
            let expected = Base64.encodeBytes(bytes.span, padding: .required)
            #expect(Bytes(copying: text.span) == expected)
            let read = try SecretBase64.decode(expected.span)
            #expect(Bytes(copying: read.span) == bytes)
        }
    }

    @Test func `a secret has one base64`() throws {
        let alphabet = Bytes(
            text: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
        for byte in UInt8.min...UInt8.max {
            for place in 0..<8 {
                var text = Bytes(text: "QUJDREU=")
                text[place] = byte
                let read = try? decode(text)
                #expect(read == Base64.decode(text.span, padding: .required))
                if !alphabet.contains(byte) { #expect(read == nil) }
            }
        }
        for text in [
            "A", "AA", "AAA", "AAAAA", "AA==AA==", "====", "A===", "AAAA\n", " AAA", "AA=A",
        ] {
            #expect(throws: SecretError.notCanonical) { try decode(Bytes(text: text)) }
        }
        #expect(try decode([]) == [])
    }

    private func decode(_ text: Bytes) throws -> Bytes {
        let secret = try SecretBase64.decode(text.span)
        return Bytes(copying: secret.span)
    }
}
