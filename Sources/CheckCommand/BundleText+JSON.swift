// SPDX-License-Identifier: Apache-2.0

import BundleVerification
package import EvidenceModel
package import StrictCoding

extension BundleText {
    /// The report as one object. Fields are only ever added.
    package func json(schema: String) -> JSONValue {
        let facts = report.facts
        var object: [String: JSONValue] = [
            "schema": .string("keepsake.\(schema)/1"),
            "file": .string(file),
            "verdict": .string(report.verdict.rawValue),
            "exit": .integer(Int64(report.exit.rawValue)),
            "findings": .array(report.findings.map(Self.json)),
            "opened": .bool(facts.opened),
        ]
        if facts.wrapping != .sealed { object["given"] = .string(facts.wrapping.rawValue) }
        if !facts.missingOutside.isEmpty {
            object["missing"] = .array(facts.missingOutside.map { .string($0) })
        }
        object["sealer"] = facts.sealer.map { sealer in
            var object: [String: JSONValue] = [
                "words": .string(sealer.words.joined(separator: "-")), "key": .string(sealer.key),
                "named": .bool(sealer.named), "signatureGood": .bool(sealer.signatureGood),
            ]
            object["name"] = sealer.name.map { .string($0) }
            return .object(object)
        }
        object["recipients"] = facts.recipients.map { recipients in
            .object([
                "keys": .integer(Int64(recipients.keys)),
                "passphrase": .bool(recipients.passphrase),
                "other": .integer(Int64(recipients.other)),
            ])
        }
        if let listed = facts.exhibitsListed {
            object["exhibits"] = .object([
                "listed": .integer(Int64(listed)),
                "matching": .integer(Int64(facts.exhibitsMatching ?? 0)),
                "items": .array(facts.exhibits.map(Self.json)),
            ])
        }
        if let disclosed = facts.entriesDisclosed, let size = facts.treeSize {
            object["record"] = .object([
                "disclosed": .integer(Int64(disclosed)),
                "entries": .integer(Int64(clamping: size)),
            ])
        }
        if facts.descriptions > 0 {
            object["descriptions"] = .integer(Int64(facts.descriptions))
        }
        if facts.descriptionsLeftOut { object["descriptionsLeftOut"] = .bool(true) }
        if facts.readingsLeftOut { object["readingsLeftOut"] = .bool(true) }
        if facts.readings > 0 { object["readings"] = .integer(Int64(facts.readings)) }
        if facts.bundleChecks > 0 { object["bundleChecks"] = .integer(Int64(facts.bundleChecks)) }
        if facts.contactDetails > 0 {
            object["contactDetails"] = .integer(Int64(facts.contactDetails))
        }
        object["digest"] = facts.digest.map { .string($0.hex) }
        object["sealedAt"] = facts.sealedAt.map { .string($0.text) }
        object["vault"] = facts.vault.map { .string($0) }
        object["case"] = facts.caseReference.map { .string($0) }
        object["tool"] = facts.tool.map { .string($0) }
        object["checkpointWords"] = facts.checkpointWords.map {
            .string($0.joined(separator: "-"))
        }
        if facts.earlierProofs > 0 {
            object["earlierProofs"] = .integer(Int64(facts.earlierProofs))
        }
        if facts.continued { object["continued"] = .bool(true) }
        object["continuedAt"] = facts.continuedAt.map { .integer(Int64(clamping: $0)) }
        return .object(object)
    }

    /// A finding as an object; the same for bundles and vaults.
    package static func json(_ finding: Finding) -> JSONValue {
        var object: [String: JSONValue] = [
            "id": .string(finding.id.rawValue), "status": .string(finding.status.rawValue),
            "subject": .string(finding.subject), "detail": .string(finding.detail),
        ]
        if !finding.limit.isEmpty { object["limit"] = .string(finding.limit) }
        return .object(object)
    }

    private static func json(_ exhibit: ExhibitFacts) -> JSONValue {
        var object: [String: JSONValue] = [
            "mark": .string(exhibit.mark), "entry": .integer(Int64(clamping: exhibit.entry)),
            "name": .string(exhibit.name), "path": .string(exhibit.path),
            "mediaType": .string(exhibit.mediaType), "matches": .bool(exhibit.matches),
        ]
        if exhibit.kind != .item { object["was"] = .string(exhibit.kind.rawValue) }
        if let extract = exhibit.extract {
            object["extract"] = .object([
                "records": .integer(Int64(clamping: extract.count)),
                "of": .integer(Int64(clamping: extract.of)),
                "ranges": .array(
                    extract.ranges.map {
                        .array([
                            .integer(Int64(clamping: $0.lowerBound)),
                            .integer(Int64(clamping: $0.upperBound)),
                        ])
                    }),
                "importer": .string(extract.importer),
                "importerVersion": .integer(Int64(clamping: extract.importerVersion)),
                "recordsSHA256": .string(extract.records.hex),
                "files": .array(
                    extract.files.map {
                        .object([
                            "path": .string(SafeText.escaped($0.path)),
                            "sha256": .string($0.sha256.hex),
                        ])
                    }),
            ])
        }
        object["size"] = exhibit.size.map { .integer(Int64(clamping: $0)) }
        object["sha256"] = exhibit.sha256.map { .string($0.hex) }
        return .object(object)
    }
}
