// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// `fetch.txt`: where missing payload files might be. It is read so that it can be said; nothing is
/// ever fetched.
enum BagFetch {
    static let file = Bytes(text: "fetch.txt")

    /// The paths of a file that is UTF-8. What is wrong with a line is said, and the line left out.
    static func paths(
        _ bytes: Bytes, _ limits: BagLimits, _ findings: inout FindingList
    ) -> [Bytes] {
        var paths: [Bytes] = []
        for (index, line) in BagLines(bytes).enumerated() {
            guard index < limits.lines else {
                findings.add(.aboveLimit(.lines, path: file))
                break
            }
            guard let text = path(line) else {
                findings.add(.malformedLine(file: file, line: index + 1))
                continue
            }
            let path = BagPath.decoded(text).path
            if let fault = BagPath.fault(of: path, limits: limits) {
                findings.add(.pathRefused(file: file, line: index + 1, fault))
            } else if !BagPath.isPayload(path) {
                findings.add(.pathRefused(file: file, line: index + 1, .notPayload))
            } else {
                paths.append(path)
            }
        }
        return paths
    }

    /// The third part of `<URL> <length or -> <path>`.
    private static func path(_ line: Bytes.SubSequence) -> Bytes.SubSequence? {
        guard let urlEnd = line.firstIndex(where: isBlank), urlEnd > line.startIndex else {
            return nil
        }
        let rest = line[urlEnd...].drop(while: isBlank)
        guard let lengthEnd = rest.firstIndex(where: isBlank) else { return nil }
        let length = rest[..<lengthEnd]
        guard length.elementsEqual("-".utf8) || BagDeclaration.number(length) != nil else {
            return nil
        }
        let path = rest[lengthEnd...].drop(while: isBlank)
        return path.isEmpty ? nil : path
    }
}
