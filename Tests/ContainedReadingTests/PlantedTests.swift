// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import DurableFiles
import EvidenceModel
import KeepsakeTestSupport
import ReaderProtocol
import SodiumPrimitives
import StrictCoding
import Testing

/// The reader with planted importers: the name of the item says what the importer tries.
enum PlantedReader {
    static let program = ReaderProgram(
        path: Bytes(text: BuiltPrograms.path("keepsake-reader-planted")))

    static func read(
        _ name: String, bytes: Bytes = Bytes(text: "some text\n"), silence: Duration = .seconds(20),
        total: Duration = .seconds(60), output: UInt64 = 64 << 20,
        record: (MessageRecord) throws -> Void = { _ in }
    ) throws -> ReadingOutcome {
        var limits = ReadingLimits(for: UInt64(bytes.count))
        limits.silence = silence
        limits.total = total
        limits.outputBytes = output
        return try ContainedReading(
            files: [ServedFile(name: name, source: MemorySource(bytes))], limits: limits
        ).run(program, record: record)
    }

    /// Why it was not read; a word where it was.
    static func reason(_ outcome: ReadingOutcome) -> NotReadReason? {
        guard case .notRead(let reason) = outcome.ending else { return nil }
        return reason
    }

    static func facts(_ outcome: ReadingOutcome) -> ReadFacts? {
        guard case .read(_, _, let facts) = outcome.ending else { return nil }
        return facts
    }
}

@Suite struct PlantedTests {
    @Test func `an importer that behaves is heard, and its records are hashed as they came`() throws
    {
        var records: [MessageRecord] = []
        let outcome = try PlantedReader.read("well") { records.append($0) }
        #expect(PlantedReader.facts(outcome)?.title == "it went on")
        #expect(records.map(\.text) == ["message 1", "message 2", "message 3"])
        var hasher = SHA256Hasher()
        for record in records {
            let line = record.json.encoded() + [10]
            hasher.update(line.span)
        }
        #expect(outcome.records == RecordTally(count: 3, raw: 0, digest: hasher.digest()))
        #if os(Linux)
            #expect(outcome.protections?.calls == true && outcome.protections?.limits == true)
        #endif
    }

    #if os(Linux)
        @Test(arguments: ["connect", "local", "fork", "thread", "exec", "kill", "code"])
        func `an importer that reaches outside is ended for it, and it is a finding on that item`(
            _ name: String
        ) throws {
            #expect(PlantedReader.reason(try PlantedReader.read(name)) == .forbidden)
        }

        @Test func `an importer opens no file`() throws {
            let facts = PlantedReader.facts(try PlantedReader.read("open"))
            #expect(facts?.unread == "no file opens: 13")
        }

        @Test(arguments: ["memory", "stack"])
        func `an importer that takes all memory ends itself alone`(_ name: String) throws {
            let outcome = try PlantedReader.read(name)
            #expect(PlantedReader.reason(outcome) == .crashed)
        }
    #endif

    @Test(arguments: [
        ("print", NotReadReason.tooMuch), ("line", .nonsense), ("loop", .silent),
        ("sleep", .silent), ("deaf", .silent), ("ask", .tooLong), ("crash", .crashed),
        ("abort", .crashed), ("leave", .endedEarly),
    ])
    func `an importer that prints, loops or crashes becomes a finding on that item`(
        _ name: String, _ reason: NotReadReason
    ) throws {
        let outcome = try PlantedReader.read(
            name, bytes: Bytes(repeating: 1, count: 2 << 20), silence: .seconds(3),
            total: name == "ask" ? .seconds(2) : .seconds(60), output: 4 << 20)
        #expect(PlantedReader.reason(outcome) == reason)
        let read = try #require(outcome.itemRead(item: 3, mediaType: "text/plain"))
        #expect(read.facts.kind == .document && read.importer == "none")
        #expect(read.facts.unread?.hasPrefix(reason.text) == true)
        #expect(read.records == outcome.records.count)
    }

    @Test(arguments: [
        "lie-text", "lie-spaces", "lie-order", "lie-unknown", "lie-two", "lie-type", "lie-extra",
        "lie-kind", "lie-descending", "lie-zero", "lie-after", "lie-tail", "lie-door", "lie-file",
        "lie-offset", "lie-count", "lie-nothing", "lie-utf8", "lie-deep", "lie-empty",
        "lie-bytes",
    ])
    func `an importer that lies in its JSON becomes a finding on that item`(_ name: String) throws {
        let outcome = try PlantedReader.read(name)
        #expect(PlantedReader.reason(outcome) == .nonsense)
        #expect(outcome.records.count == (name == "lie-descending" ? 1 : 0))
    }

    @Test(arguments: ["unforeseen", "beyond"])
    func `an importer that throws anything keeps the item readable`(_ name: String) throws {
        let facts = PlantedReader.facts(try PlantedReader.read(name))
        #expect(facts?.unread?.isEmpty == false)
    }

    @Test func `what is not an importer's doing says nothing of the item`() throws {
        struct Broken: Error {}
        final class BrokenSource: SeekableSource {
            let size: UInt64 = 100
            func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int { throw Broken() }
        }
        let broken = try ContainedReading(
            files: [ServedFile(name: "x", source: BrokenSource())]
        ).run(PlantedReader.program) { _ in }
        #expect(PlantedReader.reason(broken) == .notServed && broken.underlying is Broken)
        #expect(broken.itemRead(item: 1, mediaType: "text/plain") == nil)
        let reading = ContainedReading(
            files: [ServedFile(name: "x", source: MemorySource(Bytes(text: "x")))])
        for program in [nil, ReaderProgram(path: Bytes(text: "/nowhere/keepsake-reader"))] {
            let outcome = try reading.run(program) { _ in }
            #expect(PlantedReader.reason(outcome) == .notStarted)
        }
        // A program that is something else.
        let other = try reading.run(ReaderProgram(path: Bytes(text: "/bin/true"))) { _ in }
        #expect(PlantedReader.reason(other) == .notShutIn)
    }

    @Test func `a receiver that throws and a host that is asked to stop end the reader`() throws {
        struct Full: Error {}
        #expect(throws: Full.self) {
            try PlantedReader.read("print") { _ in throw Full() }
        }
        #expect(throws: ReadingStopped.self) {
            try ContainedReading(
                files: [ServedFile(name: "loop", source: MemorySource(Bytes(text: "x")))],
                stop: { true }
            ).run(PlantedReader.program) { _ in }
        }
    }

    #if os(Linux)
        @Test
        func `a kernel that has Landlock and refuses it ends the reader, one without does not`()
            throws
        {
            try withTemporaryFolder { folder in
                func outcome(_ call: Int, _ error: Int32) throws -> ReadingOutcome {
                    let path = try WrappedProgram.refusing(
                        BuiltPrograms.path("keepsake-reader"), call: call, with: error, in: folder)
                    return try ContainedReading(
                        files: [ServedFile(name: "x.txt", source: MemorySource(Bytes(text: "x")))]
                    ).run(ReaderProgram(path: Bytes(text: path))) { _ in }
                }
                let hasLandlock = try PlantedReader.read("well").protections?.files ?? 0 > 0
                for error in LandlockCall.absent {
                    let found = try outcome(LandlockCall.createRuleset, error)
                    #expect(PlantedReader.facts(found) != nil && found.protections?.files == 0)
                }
                for (call, error) in LandlockCall.refused {
                    // A kernel without it never comes to the second call.
                    if call == LandlockCall.restrictSelf, !hasLandlock { continue }
                    let found = try outcome(call, error)
                    #expect(PlantedReader.reason(found) == .filesNotShut, "\(call) \(error)")
                    #expect(found.itemRead(item: 1, mediaType: "text/plain") == nil)
                }
                // With as few descriptors as a program can be started with, it shuts itself in as ever.
                let few = try WrappedProgram.shell(
                    BuiltPrograms.path("keepsake-reader"), after: "ulimit -n 8", in: folder)
                let found = try ContainedReading(
                    files: [ServedFile(name: "x.txt", source: MemorySource(Bytes(text: "x")))]
                ).run(ReaderProgram(path: Bytes(text: few))) { _ in }
                #expect(PlantedReader.facts(found) != nil)
                #expect((found.protections?.files ?? 0 > 0) == hasLandlock)
            }
        }
    #endif
}
