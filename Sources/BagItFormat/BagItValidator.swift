// SPDX-License-Identifier: Apache-2.0

/// What validating a bag found, all of it.
package struct BagReport: Sendable {
    /// The bag's structure with its own findings.
    package let structure: BagStructure
    /// What the payload's digests showed.
    package let digestFindings: [BagFinding]

    /// The findings of both parts.
    package var findings: [BagFinding] { structure.findings + digestFindings }

    /// Every listed file is there and nothing else (RFC 8493 section 3).
    package var isComplete: Bool { structure.isComplete }

    /// Complete, and every file has its digest. Warnings may remain.
    package var isValid: Bool { findings.allSatisfy { $0.severity == .warning } }

    /// What is worth saying about a bag that may be valid all the same.
    package var warnings: [BagFinding] { findings.filter { $0.severity == .warning } }
}

/// Validates a bag, reading each of its files once.
package enum BagItValidator {
    /// Reads the structure, then every payload file, and collects all findings.
    package static func validate(
        _ contents: any BagContents, rules: BagRules = .general, limits: BagLimits = BagLimits()
    ) -> BagReport {
        let structure = BagStructure(reading: contents, rules: rules, limits: limits)
        var list = FindingList(limit: limits.findings)
        // Without a manifest that could be read, the structure has already said so.
        if !structure.manifests.isEmpty {
            for file in structure.payload {
                let expected = structure.expectedDigests(of: file.path)
                // Unlisted, or listed under an algorithm that is not checked: said already.
                guard !expected.isEmpty else { continue }
                for fault in BagDigesting.faults(of: file, in: contents, expected) {
                    list.add(fault)
                }
            }
        }
        return BagReport(structure: structure, digestFindings: list.findings)
    }
}
