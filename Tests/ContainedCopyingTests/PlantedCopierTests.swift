// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import ContainedReading
import CopierProtocol
import DurableFiles
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Keeps what it is given.
final class MemorySink: ByteSink {
    private(set) var bytes = Bytes()

    func write(_ bytes: Span<UInt8>) throws { self.bytes.append(bytes) }
}

/// The copier with planted behaviour: the file says what it tries.
enum PlantedCopier {
    static let program = ReaderProgram(
        path: Bytes(text: BuiltPrograms.path("keepsake-copier-planted")))

    static func copy(
        _ word: String, silence: Duration = .seconds(20), total: Duration = .seconds(60),
        output: UInt64 = 4 << 20, most: UInt64 = .max, to sink: any ByteSink = MemorySink()
    ) throws -> CopyOutcome {
        var limits = ContainedCopying.limits(for: .small)
        limits.silence = silence
        limits.total = total
        limits.outputBytes = output
        let file =
            Bytes(text: "GIF89a\u{4}\0\u{4}\0planted:" + word + "\0")
            + Bytes(repeating: 1, count: 2 << 20)
        return try ContainedCopying(of: MemorySource(file), as: .small, limits: limits, most: most)
            .run(program, to: sink)
    }

    static func reason(_ outcome: CopyOutcome) -> NotCopied? {
        guard case .notPossible(let reason, _) = outcome else { return nil }
        return reason
    }
}

@Suite struct PlantedCopierTests {
    @Test func `a copier that behaves is heard, and its copy is measured`() throws {
        let sink = MemorySink()
        guard case .copied(let held) = try PlantedCopier.copy("well", to: sink) else {
            Issue.record("no copy")
            return
        }
        #expect(held.made.form == .picture(width: 4, height: 4))
        #expect(held.made.libraries == "planted 1" && held.mediaType == "image/jpeg")
        #expect(held.size == UInt64(sink.bytes.count) && held.size > 40)
    }

    #if os(Linux)
        @Test(arguments: ["connect", "local", "fork", "thread", "exec", "kill", "code"])
        func `a copier that reaches outside is ended for it, and it costs only its copy`(
            _ word: String
        ) throws {
            #expect(
                PlantedCopier.reason(try PlantedCopier.copy(word)) == .notMade(.forbidden))
        }

        @Test func `a copier opens no file`() throws {
            #expect(
                PlantedCopier.reason(try PlantedCopier.copy("open")) == .refused(.unforeseen))
        }

        @Test func `a copier that takes all memory ends itself alone`() throws {
            #expect(
                PlantedCopier.reason(try PlantedCopier.copy("memory")) == .notMade(.crashed))
        }
    #endif

    @Test(arguments: [
        ("much", NotReadReason.tooMuch), ("line", .nonsense), ("loop", .silent),
        ("sleep", .silent), ("deaf", .silent), ("ask", .tooLong), ("crash", .crashed),
        ("abort", .crashed), ("leave", .endedEarly),
    ])
    func `a copier that floods, loops or crashes costs only its copy`(
        _ word: String, _ reason: NotReadReason
    ) throws {
        let outcome = try PlantedCopier.copy(
            word, silence: .seconds(2), total: word == "ask" ? .seconds(2) : .seconds(60))
        #expect(PlantedCopier.reason(outcome) == .notMade(reason))
    }

    @Test(arguments: [
        "lie-text", "lie-spaces", "lie-unknown", "lie-record", "lie-why", "lie-extra",
        "lie-libraries", "lie-after", "lie-door", "lie-file", "lie-offset", "lie-count",
        "lie-piece", "lie-empty-piece", "lie-empty", "lie-deep",
    ])
    func `a copier that talks nonsense is not believed`(_ word: String) throws {
        #expect(PlantedCopier.reason(try PlantedCopier.copy(word)) == .notMade(.nonsense))
    }

    @Test(arguments: [
        "bad-nothing", "bad-text", "bad-cut", "bad-tail", "bad-place", "bad-comment",
        "bad-progressive", "bad-two", "bad-second", "bad-size", "bad-short",
    ])
    func `a copy that is not a plain picture of the stated size is none`(_ word: String) throws {
        let reason = PlantedCopier.reason(try PlantedCopier.copy(word))
        #expect(
            reason == .notOfThatForm || reason == .notMade(.nonsense),
            "\(String(describing: reason))")
    }

    @Test func `an error that nobody foresaw is said`() throws {
        #expect(
            PlantedCopier.reason(try PlantedCopier.copy("unforeseen")) == .refused(.unforeseen))
    }

    @Test func `what is not the copier's doing is told apart`() throws {
        struct Broken: Error {}
        final class BrokenSource: SeekableSource {
            let size: UInt64 = 100
            func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int { throw Broken() }
        }
        final class FullSink: ByteSink {
            func write(_ bytes: Span<UInt8>) throws { throw Broken() }
        }
        let broken = try ContainedCopying(of: BrokenSource(), as: .small)
            .run(PlantedCopier.program, to: MemorySink())
        #expect(PlantedCopier.reason(broken) == .notMade(.notServed))
        #expect(throws: Broken.self) { try PlantedCopier.copy("well", to: FullSink()) }

        let file = MemorySource(Bytes(text: "GIF89a\u{4}\0\u{4}\0planted:well\0"))
        for program in [nil, ReaderProgram(path: Bytes(text: "/nowhere/keepsake-copier"))] {
            let outcome = try ContainedCopying(of: file, as: .small)
                .run(program, to: MemorySink())
            #expect(PlantedCopier.reason(outcome) == .notMade(.notStarted))
        }
        let other = try ContainedCopying(of: file, as: .small)
            .run(ReaderProgram(path: Bytes(text: "/bin/true")), to: MemorySink())
        #expect(PlantedCopier.reason(other) == .notMade(.notShutIn))
        #expect(
            PlantedCopier.reason(other)?.text
                == "the copier could not be shut in, so it was given nothing")
        #expect(throws: CopyingStopped.self) {
            try ContainedCopying(of: file, as: .small, stop: { true })
                .run(PlantedCopier.program, to: MemorySink())
        }
    }

    @Test func `what a plain computer shows is not copied`() throws {
        let text = MemorySource(Bytes(text: "hello\n"))
        for kind in CopyKind.allCases {
            // Without a program: none is started.
            let outcome = try ContainedCopying(of: text, as: kind).run(nil, to: MemorySink())
            guard case .notNeeded(let mediaType) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(mediaType == MediaType.plainText)
        }
        #expect(CopyKind.needed(for: "image/jpeg") == nil)
        #expect(CopyKind.needed(for: "image/heic") == .picture)
        #expect(CopyKind.needed(for: "video/3gpp") == .sound)
        #expect(CopyKind.needed(for: "video/mp4") == nil)
    }

    #if os(Linux)
        @Test
        func `a kernel that has Landlock and refuses it ends the copier, one without does not`()
            throws
        {
            try withTemporaryFolder { folder in
                func outcome(_ program: String) throws -> CopyOutcome {
                    let file = MemorySource(Bytes(text: "GIF89a\u{4}\0\u{4}\0planted:well\0"))
                    return try ContainedCopying(of: file, as: .small).run(
                        ReaderProgram(path: Bytes(text: program)), to: MemorySink())
                }
                let program = BuiltPrograms.path("keepsake-copier-planted")
                for error in LandlockCall.absent {
                    guard
                        case .copied = try outcome(
                            WrappedProgram.refusing(
                                program, call: LandlockCall.createRuleset, with: error, in: folder))
                    else {
                        Issue.record("no copy without Landlock: \(error)")
                        continue
                    }
                }
                // Only the call that a kernel without it is asked, too.
                for (call, error) in LandlockCall.refused where call == LandlockCall.createRuleset {
                    let found = try outcome(
                        WrappedProgram.refusing(program, call: call, with: error, in: folder))
                    #expect(PlantedCopier.reason(found) == .notMade(.filesNotShut), "\(error)")
                }
            }
        }
    #endif
}
