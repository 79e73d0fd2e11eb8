// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import EvidenceModel
import KeepsakeTestSupport
import MinisignFormat
import SodiumSealing
import StrictCoding
import Testing

/// Incidents and orders in a bundle: exhibits that are entries.
@Suite struct StatementTests {
    private func contains(_ text: String, in bytes: Bytes) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(text)
    }

    private func vault() throws -> (
        vault: TestVault, incident: UInt64, contacts: UInt64, order: UInt64
    ) {
        var vault = try TestVault()
        let time = TestVault.start
        let given = try IncidentRecorded(
            given: .object(["what": .string("He rang."), "effect": .string("afraid")]))
        let incident = try vault.append(
            .incidentRecorded, given.fields(vocabulary: "x"), time: time)
        let contacts = try vault.append(
            .incidentContacts,
            IncidentContacts.fields(item: incident, details: "Mrs Osei, 07700 900123"), time: time)
        let order = try vault.append(
            .orderRecorded,
            OrderRecorded(
                given: .object(["type": .string("other"), "terms": .string("Not to ring.")])
            ).fields(vocabulary: "x"), time: time)
        return (vault, incident, contacts, order)
    }

    @Test func `a bundle of diary entries alone is whole, and its text is derived`() throws {
        let (vault, incident, _, order) = try vault()
        let identity = try testIdentity(50)
        let request = try vault.request(
            [], statements: [incident, order], for: [.x25519(identity.recipient)])
        let bundle = try vault.seal(request)
        let checked = try BundleCheck.check(
            source: MemorySource(bundle), identities: [identity],
            sealedBy: NamedSealer(publicKey: .init(vaultKey: vault.signer.publicKey)))
        let report = checked.report
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.exhibits.map(\.kind) == [.incident, .order])
        #expect(report.facts.exhibits.map(\.name) == ["incident 1", "order 3"])
        #expect(report.facts.notUnderstood == 0 && report.facts.contactDetails == 0)
        #expect(checked.exhibits.map(\.fileName) == ["incident.json", "order.json"])
        for (exhibit, number) in zip(checked.exhibits, [incident, order]) {
            let sink = MemorySink()
            try exhibit.copy(to: sink)
            #expect(sink.bytes == vault.bodies[Int(number)])
        }
        let bag = try Forge(bundle, identity: identity).bag
        let text = String(
            decoding: try #require(bag["data/readable/EX-1/incident.txt"]), as: UTF8.self)
        #expect(text.hasPrefix("EX/1: incident 1\n\nThis text was derived from entry 1"))
        #expect(text.contains("What happened: He rang.\nEffect: afraid\n"))
        #expect(bag.values.allSatisfy { !contains("07700", in: $0) && !contains("Osei", in: $0) })
    }

    @Test func `what a person wrote is escaped in the text, but for its lines`() throws {
        let bag = try Forge(Sample.withIncident()).bag
        let text = String(
            decoding: try #require(bag["data/readable/EX-4/incident.txt"]), as: UTF8.self)
        #expect(!text.contains("\u{1b}"))
        #expect(text.contains("What happened:\n  He waited\n  outside."))
        #expect(text.contains("Correction: It was at 15:20.\n"))
        #expect(text.contains("Belongs with: EX/1 (entry 2)\n"))
    }

    @Test func `contact details go in only where that was asked for`() throws {
        let (vault, incident, contacts, _) = try vault()
        let identity = try testIdentity(50)
        var request = try vault.request(
            [], statements: [incident], also: [contacts], for: [.x25519(identity.recipient)])
        #expect(throws: BundleSealingError.self) { try vault.seal(request) }
        request.withContactDetails = true
        let bundle = try vault.seal(request)
        let report = try BundleCheck.check(source: MemorySource(bundle), identities: [identity])
            .report
        #expect(report.facts.contactDetails == 1 && report.facts.notUnderstood == 0)
        let text = try #require(
            Forge(bundle, identity: identity).bag["data/readable/EX-1/incident.txt"])
        #expect(contains("Contact details (entry 2): Mrs Osei, 07700 900123", in: text))
    }

    @Test func `readings are counted, and what is about something else is refused`() throws {
        var sample = try Sample()
        let time = TestVault.sealed
        func reading(of number: UInt64) throws -> UInt64 {
            let read = ItemRead(
                item: number, importer: "photo", importerVersion: 1, facts: ReadFacts(kind: .photo),
                records: 0, recordsDigest: nil)
            return try sample.vault.append(.itemRead, read.fields, time: time)
        }
        let first = try reading(of: sample.numbers[0])
        let second = try reading(of: sample.numbers[0])
        let other = try reading(of: sample.numbers[2])
        let recipient = [sample.identity.recipient]
        let honest = try sample.vault.request(
            [sample.numbers[0]], also: [first, second], for: recipient.map { .x25519($0) })
        let report = try sample.check(sample.vault.seal(honest))
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.readings == 2 && report.facts.notUnderstood == 0)
        for also in [other, sample.numbers[1]] {
            let request = try sample.vault.request(
                [sample.numbers[0]], also: [also], for: recipient.map { .x25519($0) })
            #expect(throws: BundleSealingError.self) { try sample.vault.seal(request) }
        }
        // A mark of the wrong sort: an item as a statement, and a statement that is not disclosed.
        let wrong = try sample.vault.request(
            [], statements: [sample.numbers[0]], for: recipient.map { .x25519($0) })
        #expect(throws: BundleSealingError.self) { try sample.vault.seal(wrong) }
    }

    @Test func `a bundle says that descriptions were left out`() throws {
        let sample = try Sample()
        var request = try sample.vault.request(
            sample.numbers, for: [.x25519(sample.identity.recipient)])
        #expect(try !sample.check(sample.vault.seal(request)).facts.descriptionsLeftOut)
        request.descriptionsLeftOut = true
        let report = try sample.check(sample.vault.seal(request))
        #expect(report.verdict == .verified && report.facts.descriptionsLeftOut)
        #expect(report.facts.notUnderstood == 0)
    }
}
