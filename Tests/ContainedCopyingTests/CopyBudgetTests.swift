// SPDX-License-Identifier: Apache-2.0

import ContainedCopying
import ContainedReading
import CopierProtocol
import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// How much copies may take together, what is said of a kind that gets none, and a start that fails.
@Suite struct CopyBudgetTests {
    @Test
    func `a copy may have what its original suggests, and all together no more than there is`() {
        var budget = CopyBudget(bytes: 1000, anyway: 100, factor: 3)
        #expect(budget.most(of: 0) == 100 && budget.most(of: 10) == 130)
        #expect(budget.most(of: 400) == 1000 && budget.most(of: .max) == 1000)
        budget.took(900)
        #expect(budget.most(of: 0) == 100 && budget.most(of: 400) == 100)
        budget.took(60)
        #expect(budget.most(of: 400) == 40)
        budget.took(.max)
        #expect(budget.most(of: .max) == 0)
        // What sealing uses: a recording of an hour fits, hours of silence do not.
        let own = CopyBudget()
        #expect(own.most(of: 6_000_000) >= 6_000_000 * 64 && own.most(of: .max) == 8 << 30)
        #expect(own.most(of: 10_000) < 300 << 20)
    }

    // An hour of speech in frames that all say the same.
    private func speech(_ frames: Int) -> Bytes {
        var bytes = Bytes(text: "#!AMR\n")
        for _ in 0..<frames { bytes += [0x3C] + Bytes(repeating: 0x55, count: 31) }
        return bytes
    }

    @Test func `a copy that is longer than it may be is ended before it is made`() throws {
        let sink = MemorySink()
        let source = MemorySource(speech(200))
        let whole = try ContainedCopying(of: source, as: .sound, most: 64_044)
            .run(.beside(name: ContainedCopying.programName), to: sink)
        #expect(whole.whyNot == nil && sink.bytes.count == 64_044)
        let less = MemorySink()
        let outcome = try ContainedCopying(of: source, as: .sound, most: 64_043)
            .run(.beside(name: ContainedCopying.programName), to: less)
        #expect(outcome.whyNot == .notMade(.tooMuch))
        // Its head says how long it is to be, so that nothing of it was taken.
        #expect(less.bytes.isEmpty)
        let picture = try PlantedCopier.copy("well", most: 40)
        #expect(picture.whyNot == .notMade(.tooMuch))
    }

    @Test func `an original that was taken for another kind is said to be of its own`() throws {
        let text = MemorySource(Bytes(text: "hello\n"))
        let outcome = try ContainedCopying(of: text, as: .sound).run(nil, to: MemorySink())
        #expect(outcome.whyNot == .otherKind("text/plain"))
        #expect(
            outcome.whyNot?.text
                == "by its first bytes it is text/plain, of which no such copy is made")
    }

    @Test func `a start that failed is tried once more`() throws {
        try withTemporaryFolder { place in
            let folder = place.bytes.strictText ?? ""
            let path = folder + "/keepsake-copier"
            let stock = ReaderStock(ReaderProgram(path: Bytes(text: path)), ahead: 1)
            let file = MemorySource(
                Bytes(text: "GIF89a\u{4}\0\u{4}\0planted:well\0"))
            func copy() throws -> NotCopied? {
                try ContainedCopying(of: file, as: .small).run(from: stock, to: MemorySink()).whyNot
            }
            #expect(try copy() == .notMade(.notStarted))
            // The one that was started ahead failed, too; now there is a program.
            try FileManager.default.createSymbolicLink(
                atPath: path,
                withDestinationPath: BuiltPrograms.path("keepsake-copier-planted"))
            #expect(try copy() == nil)
            #expect(try copy() == nil)
        }
    }
}
