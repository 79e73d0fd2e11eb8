// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import Testing

/// What the checker's binary refers to, by its symbols.
@Suite struct LinkingTests {
    /// Parts of the names of libsodium's functions that encrypt, sign or make keys.
    static let forbidden = [
        "_encrypt", "_sign_detached", "crypto_sign_ed25519_detached",
        "crypto_sign_ed25519ph_final_create",
        "_keypair", "_keygen", "randombytes", "crypto_secretbox", "crypto_box",
        "crypto_secretstream",
        "crypto_sign_ed25519_sk", "crypto_sign_seed",
    ]

    private func undefinedSymbols(_ program: String) throws -> [String] {
        let result = try ProgramRun("/usr/bin/env", ["nm", "-D", "--undefined-only", program]).run()
        #expect(result.status == 0, "\(result.errorText)")
        return result.outText.split(separator: "\n").compactMap {
            $0.split(separator: " ").last.map(String.init)
        }
    }

    @Test func `the checker refers to nothing that signs, encrypts or makes keys`() throws {
        let release = BuiltPrograms.repository + "/.build/release/keepsake-check"
        guard FileManager.default.isExecutableFile(atPath: release) else {
            throw StockToolMissing("a release build of keepsake-check")
        }
        let symbols = try undefinedSymbols(release)
        let sodium = symbols.filter {
            $0.hasPrefix("crypto_") || $0.hasPrefix("sodium_") || $0.hasPrefix("random")
        }
        #expect(
            sodium.contains { $0.hasPrefix("crypto_") },
            "no symbol of libsodium at all: \(symbols.count)")
        for symbol in symbols {
            for part in Self.forbidden {
                #expect(!symbol.contains(part), "it refers to \(symbol)")
            }
        }
    }

    /// The libraries that the system loads with a program.
    private func libraries(_ program: String) throws -> [String] {
        let result = try ProgramRun(
            "/usr/bin/env", ["readelf", "-dW", BuiltPrograms.path(program)]
        ).run()
        #expect(result.status == 0, "\(result.errorText)")
        return result.outText.split(separator: "\n").filter { $0.contains("(NEEDED)") }.compactMap {
            $0.split(separator: "[").last.map { String($0.dropLast()) }
        }
    }

    @Test func `only the copier has the libraries that decode, and it has no others`() throws {
        let decoding = ["libav", "libsw", "libheif", "libjpeg", "liblcms"]
        for program in ["keepsake", "keepsake-check", "keepsake-reader"] {
            let found = try libraries(program)
            #expect(found.contains { $0.hasPrefix("libc.so") }, "\(program): \(found)")
            #expect(
                !found.contains { name in
                    decoding.contains { name.hasPrefix($0) } && !name.hasPrefix("libswift")
                }, "\(program): \(found)")
        }
        let copier = try libraries("keepsake-copier")
        #expect(copier.contains { $0.hasPrefix("libheif") }, "\(copier)")
        for other in ["libsodium", "libsqlite3", "libexpat", "libarchive", "libgmime", "libexif"] {
            #expect(!copier.contains { $0.hasPrefix(other) }, "\(copier)")
        }
    }

    @Test func `only the printer has the libraries that lay out text, and it has no others`() throws
    {
        let drawing = [
            "libpango", "libcairo", "libfontconfig", "libfreetype", "libharfbuzz", "libfribidi",
        ]
        for program in ["keepsake", "keepsake-check", "keepsake-reader"] {
            let found = try libraries(program)
            #expect(
                !found.contains { name in drawing.contains { name.hasPrefix($0) } },
                "\(program): \(found)")
        }
        let printer = try libraries("keepsake-printer")
        #expect(printer.contains { $0.hasPrefix("libpangocairo") }, "\(printer)")
        for other in [
            "libsodium", "libsqlite3", "libexpat", "libarchive", "libgmime", "libexif", "libheif",
            "libav",
        ] {
            #expect(!printer.contains { $0.hasPrefix(other) }, "\(printer)")
        }
    }
}
