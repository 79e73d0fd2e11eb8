// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

/// Collects findings: all that contradict up to a bound, then the number of the rest.
struct FindingList {
    private var found: [FindingID: [Finding]] = [:]
    private var left: [FindingID: [FindingStatus: Int]] = [:]

    /// Notes something that was checked and does not hold.
    mutating func contradict(_ id: FindingID, _ subject: String, _ detail: String) {
        add(Finding(id, .contradicted, subject: subject, detail: detail))
    }

    /// Notes something that was not checked, or could not be.
    mutating func leave(
        _ id: FindingID, _ subject: String, _ detail: String, limit: String = ""
    ) {
        add(Finding(id, .notChecked, subject: subject, detail: detail, limit: limit))
    }

    /// Notes something that holds.
    mutating func establish(
        _ id: FindingID, _ subject: String, _ detail: String, limit: String = ""
    ) {
        add(Finding(id, .established, subject: subject, detail: detail, limit: limit))
    }

    /// Whether something of a kind was found not to hold.
    func isContradicted(_ id: FindingID) -> Bool {
        found[id, default: []].contains { $0.status == .contradicted }
    }

    /// Whether anything at all was noted.
    func hasAny(_ id: FindingID) -> Bool { found[id] != nil }

    /// All findings by kind, what contradicts first.
    var all: [Finding] {
        FindingID.allCases.flatMap { id in
            let findings = found[id, default: []]
            var sorted = [FindingStatus.contradicted, .notChecked, .established].flatMap { status in
                findings.filter { $0.status == status }
            }
            for status in FindingStatus.allCases {
                guard let count = left[id]?[status] else { continue }
                sorted.append(
                    Finding(
                        id, status, subject: "bundle",
                        detail: "\(count) more findings of this kind are not listed"))
            }
            return sorted
        }
    }

    private mutating func add(_ finding: Finding) {
        guard found[finding.id, default: []].count < BundleLimits.findingsOfAKind else {
            // What is left out must weigh as much as what is listed.
            left[finding.id, default: [:]][finding.status, default: 0] += 1
            return
        }
        guard !found[finding.id, default: []].contains(finding) else { return }
        found[finding.id, default: []].append(finding)
    }
}
