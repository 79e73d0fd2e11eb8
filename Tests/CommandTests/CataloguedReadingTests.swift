// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// What is read is catalogued while it is read; losing the catalogue costs time and nothing else.
@Suite struct CataloguedReadingTests {
    /// A chat as Android exports it.
    private static func chat(_ count: Int, word: String) -> String {
        (0..<count).map { index in
            "13/05/2024, \(10 + index / 60 % 10):\(10 + index % 50) - "
                + "\(index % 2 == 0 ? "Ex" : "Me"): message \(index) of \(word)\(index % 100)\n"
        }.joined()
    }

    /// Runs the program from a folder in which there is no reader.
    private func withoutReader(_ house: Household, _ arguments: String...) throws -> ProgramResult {
        let alone = house.folder + "/alone"
        if !FileManager.default.fileExists(atPath: alone + "/keepsake") {
            try FileManager.default.createDirectory(
                atPath: alone, withIntermediateDirectories: true)
            let copied = try house.system(
                "cp", BuiltPrograms.path("keepsake-quick"), alone + "/keepsake")
            #expect(copied.status == 0)
        }
        var run = ProgramRun(alone + "/keepsake", arguments + ["--passphrase-file", "pw"])
        run.environment = house.environment
        run.folder = house.folder
        return try run.run()
    }

    @Test func `what was read while adding is found without reading it again`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("WhatsApp Chat with Ex.txt", Self.chat(3000, word: "plum"))
            #expect(try house.keepsake("add", "WhatsApp Chat with Ex.txt").status == 0)
            let first = try withoutReader(house, "search", "plum17")
            #expect(first.status == 0 && first.outText.contains("Found in 30 places."))
            // What comes later is added to what is there.
            try house.write("WhatsApp Chat with Boss.txt", Self.chat(500, word: "pear"))
            #expect(try house.keepsake("add", "WhatsApp Chat with Boss.txt").status == 0)
            #expect(
                try house.keepsake(
                    "incident", "--from", "-",
                    input: Bytes(text: "{\"what\":\"He left a pear17.\"}")
                ).status == 0)
            let second = try withoutReader(house, "search", "pear17")
            #expect(second.outText.contains("Found in 6 places."), "\(second.outText)")
            // Reading again where nothing differs takes nothing away.
            #expect(try house.keepsake("read", "--all").status == 0)
            let third = try withoutReader(house, "search", "plum17")
            #expect(third.outText.contains("Found in 30 places."), "\(third.outText)")
            let timeline = try withoutReader(house, "timeline", "--json")
            #expect(timeline.status == 0 && timeline.outText.contains("\"records\":3000"))
            #expect(try house.files(below: "home/Keepsake").allSatisfy { !$0.contains(".part-") })
        }
    }

    @Test func `a catalogue that is damaged anywhere is made again`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("WhatsApp Chat with Ex.txt", Self.chat(3000, word: "plum"))
            #expect(try house.keepsake("add", "WhatsApp Chat with Ex.txt").status == 0)
            let whole = try #require(house.read("home/Keepsake/catalogue.age"))
            let place = URL(fileURLWithPath: house.vault + "/catalogue.age")
            for offset in stride(from: 50, to: whole.count, by: whole.count / 6) {
                var damaged = whole
                damaged[offset] ^= 1
                try damaged.write(to: place)
                let found = try house.keepsake("search", "plum17")
                #expect(found.status == 0, "\(offset): \(found.errorText)")
                #expect(found.outText.contains("Found in 30 places."), "\(offset)")
            }
            try whole.prefix(whole.count / 2).write(to: place)
            #expect(try house.keepsake("search", "plum17").outText.contains("in 30 places."))
            // And what was made again is kept.
            #expect(try withoutReader(house, "search", "plum17").outText.contains("in 30 places."))
        }
    }

    @Test func `what is recorded while a search waits at the terminal is found by the next`() throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            try house.write("WhatsApp Chat with Ex.txt", Self.chat(5, word: "plum"))
            try house.write("WhatsApp Chat with Boss.txt", Self.chat(5, word: "pear"))
            try house.write("title", "quagga\n")
            #expect(try house.keepsake("add", "WhatsApp Chat with Ex.txt").status == 0)
            let number = try #require(
                objects(in: house.keepsake("list", "--json")).first?["items"]?.array?.first?[
                    "number"]?.integer)
            // The vault is open when it asks; then somebody else describes and adds.
            var run = house.program("keepsake", ["search", "--passphrase-file", "pw"])
            run.dialogue = [.expect("Look for: "), .type(Bytes(text: "quagga\n"))]
            run.reached = { step in
                guard case .expect = step else { return }
                let title = try? house.keepsake(
                    "describe", String(number), "--title", input: Bytes(text: "quagga\n"))
                let added = try? house.keepsake("add", "WhatsApp Chat with Boss.txt")
                #expect(title?.status == 0 && added?.status == 0, "\(title?.errorText ?? "")")
            }
            let result = try run.run()
            #expect(result.status == 0 && result.unreached.isEmpty, "\(result.errorText)")
            let found = try house.keepsake("search", "quagga")
            #expect(found.outText.contains("Found in 1 place."), "\(found.outText)")
            #expect(try house.keepsake("search", "pear3").outText.contains("Found in 1 place."))
        }
    }

    @Test func `an add that is killed leaves a catalogue that is right`() throws {
        var random = SplitMix64(seed: UInt64.random(in: 0...UInt64.max))
        let seed = random
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            for round in 0..<6 {
                let word = "plum\(round)x"
                try house.write("in/WhatsApp Chat with \(round).txt", Self.chat(6000, word: word))
                var run = house.program(
                    "keepsake",
                    ["add", "in/WhatsApp Chat with \(round).txt", "--passphrase-file", "pw"])
                let wait = Double(random.next() % 1500) / 1000
                run.started = { pid in
                    Thread.detachNewThread {
                        Thread.sleep(forTimeInterval: wait)
                        kill(pid, round % 2 == 0 ? SIGKILL : SIGINT)
                    }
                }
                _ = try run.run()
            }
            // Whatever was kept is found whole, also what was never recorded as read.
            #expect(try house.keepsake("add", "in").status == 0)
            #expect(try house.keepsake("read", "--all").status == 0)
            for round in 0..<6 {
                let found = try house.keepsake(
                    "search", "plum\(round)x17", "--json", "--limit", "1000")
                let hits = objects(in: found).first?["hits"]?.array ?? []
                let numbers = Set(hits.compactMap { $0["number"]?.integer })
                #expect(!numbers.isEmpty && hits.count == 60 * numbers.count, "\(round), \(seed)")
            }
            #expect(try house.keepsake("verify", "--tidy").status == 0)
        }
    }
}
