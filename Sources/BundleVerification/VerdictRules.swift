// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// Why a check could not come to a verdict about the contents.
package enum CheckObstacle: Sendable, Equatable {
    /// Not a sealed file, cut short, damaged beyond reading, above a limit, or empty.
    case unreadable
    /// Made by a newer version.
    case newer
    /// No key, or none that fits.
    case notOpened
}

/// From findings to a verdict and an exit code (DESIGN section 7, `docs/verdicts.md`).
package enum VerdictRules {
    /// What must be established for VERIFIED.
    package static let needed: [FindingID] = [.intact, .complete, .unchanged, .inOrder]

    /// The verdict and its exit code.
    package static func verdict(
        _ findings: [Finding], obstacle: CheckObstacle?
    ) -> (verdict: Verdict, exit: ExitStatus) {
        let contradicted = findings.filter {
            $0.status == .contradicted && $0.id != .clockSteady
        }
        if !contradicted.isEmpty {
            // Only under a good signature can it be said that the sealer left something out.
            let incomplete = contradicted.allSatisfy { $0.id == .complete }
            return (.notVerified, incomplete ? .incomplete : .altered)
        }
        switch obstacle {
        case .unreadable, .newer: return (.couldNotCheck, .cannotCheck)
        case .notOpened: return (.couldNotCheck, .notOpened)
        case nil: break
        }
        guard needed.allSatisfy({ isEstablished($0, findings) }) else {
            return (.couldNotCheck, .cannotCheck)
        }
        return isEstablished(.sealedBy, findings)
            ? (.verified, .done) : (.sealerNotEstablished, .sealerUnknown)
    }

    private static func isEstablished(_ id: FindingID, _ findings: [Finding]) -> Bool {
        let about = findings.filter { $0.id == id }
        return !about.isEmpty && about.allSatisfy { $0.status == .established }
    }
}
