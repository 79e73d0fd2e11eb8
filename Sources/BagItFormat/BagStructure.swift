// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A bag whose tag files were read and whose lists were held against its contents.
///
/// Everything but the payload's digests is checked: those are compared one by one with `findings(for:)`
/// by a caller that reads each payload file for other reasons too.
package struct BagStructure: Sendable {
    /// What was found so far.
    package let findings: [BagFinding]
    /// What the bag says about itself, where it could be read.
    package let info: BagInfo?
    /// The payload manifests.
    package let manifests: [BagManifest]
    /// The tag manifests.
    package let tagManifests: [BagManifest]
    /// The payload files that are there, sorted by path.
    package let payload: [BagFile]

    /// Whether every required part and every listed file is there and no other payload file is (RFC
    /// 8493 section 3), by tag files that follow the rules. Their digests are another question.
    package var isComplete: Bool {
        findings.allSatisfy { $0.severity == .warning || $0.severity == .changed }
    }

    /// The digests that a payload file must have: one for each checked algorithm that lists it.
    package func expectedDigests(
        of path: Bytes
    ) -> [(algorithm: BagAlgorithm, digest: Bytes)] {
        manifests.compactMap { manifest in
            guard manifest.algorithm.isChecked, let digest = manifest.digests[path] else {
                return nil
            }
            return (manifest.algorithm, digest)
        }
    }

    /// What the digests of a payload file show: nothing where all that are listed match.
    ///
    /// A digest that is listed but not given is said to be not compared.
    package func findings(
        for path: Bytes, sha256: Digest?, sha512: Bytes? = nil
    ) -> [BagFinding] {
        BagStructure.compare(path, expectedDigests(of: path), sha256, sha512).map {
            BagFinding($0, $0.severity)
        }
    }

    static func compare(
        _ path: Bytes, _ expected: [(algorithm: BagAlgorithm, digest: Bytes)], _ sha256: Digest?,
        _ sha512: Bytes?
    ) -> [BagFault] {
        guard !expected.isEmpty else { return [.notDigested(path: path)] }
        return expected.compactMap { wanted -> BagFault? in
            guard let found = wanted.algorithm == .sha256 ? sha256?.bytes : sha512 else {
                return .notDigested(path: path)
            }
            return found == wanted.digest ? nil : .digestDiffers(path: path, wanted.algorithm)
        }
    }
}
