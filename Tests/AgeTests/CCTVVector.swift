// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import Foundation
import SodiumPrimitives
import StrictCoding

/// One file of the CCTV set: lines that say what is expected, an empty line, the age file.
struct CCTVVector {
    let expected: String
    let released: Digest
    let fileKey: Bytes?
    let isArmored: Bool
    let file: Bytes
    private let identityTexts: [String]
    private let passphrases: [String]

    init(_ name: String) throws {
        let path = "age-cctv/testdata/\(name)"
        let bytes = try Vectors.bytes(path)
        let end = try bytes.firstEmptyLine ?? { throw ToolFailure(description: "no empty line") }()
        let lines = String(decoding: bytes[0..<end], as: UTF8.self).split(separator: "\n")
        var fields: [String: [String]] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[String(parts[0]), default: []].append(String(parts[1].dropFirst()))
        }
        expected = fields["expect"]?.first ?? ""
        released =
            fields["payload"]?.first.flatMap { Digest(hex: $0) }
            ?? SHA256Hasher.digest(of: Bytes().span)
        fileKey = fields["file key"]?.first.flatMap { Hex.decode($0) }
        isArmored = fields["armored"]?.first == "yes"
        identityTexts = fields["identity"] ?? []
        passphrases = fields["passphrase"] ?? []
        if fields["compressed"]?.first == "zlib" {
            file = try Self.inflated.get()[name] ?? []
        } else {
            file = Bytes(bytes[(end + 1)...])
        }
    }

    /// The files that are stored compressed, by name; Python inflates them all in one go.
    private static let inflated = Result {
        let program = """
            import os, struct, sys, zlib
            for name in sorted(os.listdir(sys.argv[1])):
                head, _, body = open(sys.argv[1] + "/" + name, "rb").read().partition(b"\\n\\n")
                if b"compressed: zlib" in head.split(b"\\n"):
                    name, body = name.encode(), zlib.decompress(body)
                    sys.stdout.buffer.write(struct.pack("<II", len(name), len(body)) + name + body)
            """
        let place = Vectors.folder.appendingPathComponent("age-cctv/testdata").path
        var rest = try Tool.run("python3", ["-c", program, place])[...]
        var files: [String: Bytes] = [:]
        func take(_ count: Int) -> Bytes {
            defer { rest = rest.dropFirst(count) }
            return Bytes(rest.prefix(count))
        }
        func number() -> Int { take(4).reversed().reduce(0) { $0 << 8 | Int($1) } }
        while !rest.isEmpty {
            let counts = (number(), number())
            let name = String(decoding: take(counts.0), as: UTF8.self)
            files[name] = take(counts.1)
        }
        return files
    }

    func identities() throws -> [any Identity] {
        var identities: [any Identity] = []
        for text in identityTexts {
            do {
                identities.append(try identity(text))
            } catch AgeError.identity(.unsupported(let kind)) {
                identities.append(UnsupportedIdentity(kind))
            }
        }
        for text in passphrases {
            identities.append(ScryptIdentity(try passphrase(text)))
        }
        return identities
    }

    /// What the CCTV set calls the way something ended.
    static func outcome(of action: () throws -> Void) -> String {
        do {
            try action()
            return "success"
        } catch let error as AgeError {
            return switch error {
            case .notAge, .header: "header failure"
            case .armor: "armor failure"
            case .mac: "HMAC failure"
            case .noMatch: "no match"
            case .payload, .truncated: "payload failure"
            case .unsupported(let kind): "unsupported: \(kind.name)"
            default: "\(error)"
            }
        } catch {
            return "\(error)"
        }
    }
}

extension ContiguousArray<UInt8> {
    /// Where the line feed of the first empty line is.
    fileprivate var firstEmptyLine: Int? {
        indices.dropFirst().first { self[$0] == 10 && self[$0 - 1] == 10 }
    }
}
