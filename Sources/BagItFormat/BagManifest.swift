// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A list of paths and digests: `manifest-<alg>.txt` or `tagmanifest-<alg>.txt`.
package struct BagManifest: Hashable, Sendable {
    /// Whether a manifest lists the payload or the tag files.
    package enum Kind: Hashable, Sendable {
        case payload, tags
    }

    /// Payload or tag files.
    package let kind: Kind
    /// The algorithm in the file's name.
    package let algorithm: BagAlgorithm
    /// Path to digest; a path that stood twice has the first digest.
    package let digests: [Bytes: Bytes]
    /// The paths in the order in which they stood.
    package let paths: [Bytes]

    /// The manifest's path in the bag.
    package var file: Bytes {
        Bytes(text: "\(kind == .payload ? "" : "tag")manifest-\(algorithm.name).txt")
    }

    /// The file's bytes, sorted by path: `<hex>`, two spaces, the path, a line feed.
    package func encoded() -> Bytes {
        var bytes = Bytes()
        for path in paths.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let digest = digests[path] else { continue }
            bytes.append(text: Hex.encode(digest.span))
            bytes.append(text: "  ")
            bytes.append(contentsOf: BagPath.encoded(path))
            bytes.append(0x0a)
        }
        return bytes
    }

    init(_ kind: Kind, _ algorithm: BagAlgorithm, paths: [Bytes], digests: [Bytes: Bytes]) {
        self.kind = kind
        self.algorithm = algorithm
        self.paths = paths
        self.digests = digests
    }

    /// The kind and algorithm that a path in the base folder stands for; nothing for other files.
    static func named(_ path: Bytes) -> (kind: Kind, algorithm: BagAlgorithm)? {
        var kind = Kind.payload
        var rest = path[...]
        if rest.starts(with: "tag".utf8) {
            kind = .tags
            rest = rest.dropFirst(3)
        }
        let end = Bytes(text: ".txt")
        guard rest.starts(with: "manifest-".utf8), rest.count > 13, rest.suffix(4) == end[...]
        else { return nil }
        let name = Bytes(rest.dropFirst(9).dropLast(4))
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard name.allSatisfy({ letters.contains($0) || digits.contains($0) }) else { return nil }
        return (kind, BagAlgorithm(name: name))
    }

    /// Reads a file that is UTF-8. What is wrong with a line is said, and the line left out.
    static func read(
        _ bytes: Bytes, kind: Kind, algorithm: BagAlgorithm, _ limits: BagLimits,
        _ findings: inout FindingList
    ) -> BagManifest {
        let file = BagManifest(kind, algorithm, paths: [], digests: [:]).file
        var paths: [Bytes] = []
        var digests: [Bytes: Bytes] = [:]
        for (index, line) in BagLines(bytes).enumerated() {
            guard index < limits.lines else {
                findings.add(.aboveLimit(.lines, path: file))
                break
            }
            guard let (digest, text) = split(line, algorithm) else {
                findings.add(.malformedLine(file: file, line: index + 1))
                continue
            }
            guard
                let path = path(
                    text, kind: kind, file: file, line: index + 1, limits, &findings)
            else { continue }
            if let earlier = digests[path] {
                findings.add(.listedTwice(path: path, file: file, alike: earlier == digest))
                continue
            }
            digests[path] = digest
            paths.append(path)
        }
        return BagManifest(kind, algorithm, paths: paths, digests: digests)
    }

    /// The digest and the path as it is written; nothing where the line has another form.
    private static func split(
        _ line: Bytes.SubSequence, _ algorithm: BagAlgorithm
    ) -> (Bytes, Bytes.SubSequence)? {
        guard let end = line.firstIndex(where: isBlank) else { return nil }
        let hex = Bytes(
            line[..<end].map {
                (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) ? $0 | 0x20 : $0
            })
        guard let digest = Hex.decode(hex.span), !digest.isEmpty,
            algorithm.byteCount.map({ $0 == digest.count }) ?? true
        else { return nil }
        let path = line[end...].drop(while: isBlank)
        return path.isEmpty ? nil : (digest, path)
    }

    private static func path(
        _ text: Bytes.SubSequence, kind: Kind, file: Bytes, line: Int, _ limits: BagLimits,
        _ findings: inout FindingList
    ) -> Bytes? {
        var text = text
        if text.first == UInt8(ascii: "*") {
            findings.add(.asterisk(file: file, line: line))
            text = text.dropFirst()
        }
        let (path, wellFormed) = BagPath.decoded(text)
        var fault = BagPath.fault(of: path, limits: limits)
        if fault == nil, BagPath.isPayload(path) != (kind == .payload) {
            fault = kind == .payload ? .notPayload : .payload
        }
        if let fault {
            findings.add(.pathRefused(file: file, line: line, fault))
            return nil
        }
        if !wellFormed { findings.add(.percentNotEncoded(file: file, line: line)) }
        return path
    }
}
