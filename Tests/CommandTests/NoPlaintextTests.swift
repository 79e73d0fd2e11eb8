// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Promise 2: nothing readable is written to a disk but what the person asked for by name.
@Suite struct NoPlaintextTests {
    static let marker = "quagga-marker-7f3a"

    /// The marker and what common codings make of it.
    static let forms: [Data] = {
        let plain = Data(marker.utf8)
        var forms = [plain, Data(marker.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })]
        forms.append(Data(marker.utf8.map { String(format: "%02x", $0) }.joined().utf8))
        // Base64 shows three faces, by where the marker begins.
        for offset in 0..<3 {
            let padded = Data(repeating: 0, count: offset) + plain
            let text = padded.base64EncodedString()
            forms.append(Data(text.dropFirst(4).dropLast(6).utf8))
        }
        return forms
    }()

    /// Does the whole main job; every command's own output is checked as well.
    private func wholeJob(_ house: Household, trace: ([String]) -> [String] = { $0 }) throws {
        func run(
            _ name: String, _ arguments: [String], input: String = "", statuses: Set<Int32> = [0]
        ) throws {
            let program = BuiltPrograms.path(name == "keepsake" ? "keepsake-quick" : name)
            let words = trace([program] + arguments)
            var run = ProgramRun(words[0], Array(words.dropFirst()))
            run.environment = house.environment
            run.folder = house.folder
            run.input = Bytes(text: input)
            let result = try run.run()
            #expect(statuses.contains(result.status), "\(arguments): \(result.errorText)")
        }
        let secret = ["--passphrase-file", "pw"]
        try run("keepsake", ["new"] + secret)
        try run("keepsake", ["add", "\(Self.marker).txt", "folder-\(Self.marker)"] + secret)
        try run("keepsake", ["note"] + secret, input: "note \(Self.marker)\n")
        try run("keepsake", ["list", "--names"] + secret)
        try run("keepsake", ["identity", "new", "-o", "me.key"])
        let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
        let recipient = String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
        try run(
            "keepsake",
            ["seal", "--everything", "--case", Self.marker, "--for", recipient, "-o", "b.zip"]
                + secret)
        try run("keepsake-check", ["b.zip", "-i", "me.key"], statuses: [22])
        try run("keepsake", ["inspect", "b.zip"], statuses: [12])
        try run("keepsake", ["verify"] + secret)
        try run("keepsake", ["backup", "copy"])
    }

    private func prepare(_ house: Household) throws -> Set<String> {
        try house.write("\(Self.marker).txt", "content \(Self.marker)\n")
        try house.write("folder-\(Self.marker)/two.txt", "content \(Self.marker)\n")
        return ["\(Self.marker).txt", "folder-\(Self.marker)/two.txt"]
    }

    @Test func `a marker in content and name is in no file that was written`() throws {
        try Household.lend { house in
            let own = try prepare(house)
            try wholeJob(house)
            var searched = 0
            for path in try house.files() where !own.contains(path) {
                #expect(!path.contains(Self.marker), "in the name of \(path)")
                let data = try #require(house.read(path))
                for form in Self.forms { #expect(data.range(of: form) == nil, "in \(path)") }
                searched += 1
            }
            #expect(searched > 15)
        }
    }

    @Test func `no file is opened for writing outside the expected places`() throws {
        try Household.lend { house in
            let own = try prepare(house)
            let log = FileManager.default.temporaryDirectory.path + "/trace-" + UUID().uuidString
            defer { try? FileManager.default.removeItem(atPath: log) }
            try wholeJob(house) { words in
                [
                    "/usr/bin/strace", "-f", "-qq", "-A", "-s", "4096", "-o", log, "-e",
                    "trace=open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
                        + "mkdir,mkdirat,truncate,mknod,mknodat,unlink,unlinkat", "-e",
                    "signal=none",
                ] + words
            }
            let text = try String(contentsOfFile: log, encoding: .utf8)
            let opened = Trace.written(text)
            #expect(opened.count > 20, "strace saw nothing")
            let home = house.folder
            for path in opened {
                let full = path.hasPrefix("/") ? path : home + "/" + path
                let place = (full as NSString).standardizingPath
                let isExpected =
                    ["/dev/null", "/dev/tty"].contains(place)
                    || [
                        "/home/Keepsake", "/home/.part-", "/state/", "/b.zip", "/me.key", "/copy",
                        "/.part-",
                    ].contains { place.hasPrefix(home + $0) } || place == home
                #expect(isExpected, "wrote to \(place)")
                #expect(!own.contains(path), "an original was opened for writing")
                #expect(!place.hasPrefix(home + "/tmp/"), "wrote to the temporary folder")
            }
        }
    }
}

/// What strace wrote: the paths that were opened for writing, made, renamed or removed.
enum Trace {
    static func written(_ log: String) -> Set<String> {
        var paths: Set<String> = []
        for line in log.split(separator: "\n") {
            // What was refused changed nothing.
            guard !line.contains(" = -1 ") else { continue }
            let isOpen = line.contains(" open(") || line.contains(" openat(")
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_TMPFILE"]
            if isOpen, !writes.contains(where: { line.contains($0) }) { continue }
            for match in line.matches(of: /"((?:[^"\\]|\\.)*)"/) where !match.output.1.isEmpty {
                paths.insert(String(match.output.1))
            }
        }
        return paths
    }
}
