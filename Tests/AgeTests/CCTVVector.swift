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
            let program = """
                import sys, zlib
                body = open(sys.argv[1], "rb").read().partition(b"\\n\\n")[2]
                sys.stdout.buffer.write(zlib.decompress(body))
                """
            let place = Vectors.folder.appendingPathComponent(path).path
            file = try Tool.run("python3", ["-c", program, place])
        } else {
            file = Bytes(bytes[(end + 1)...])
        }
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
