// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Glibc
import StrictCoding

/// An importer that does one bad thing.
struct Planted: Importer {
    let name: String
    let version: UInt64 = 1
    let act: @Sendable (IntakeInput, any RecordSink) throws -> Void

    func recognises(_ input: IntakeInput) throws -> Bool { input.main.name == name }

    func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        try act(input, sink)
        var facts = ReadFacts(kind: .messages)
        facts.title = "it went on"
        return facts
    }

    init(_ name: String, _ act: @escaping @Sendable (IntakeInput, any RecordSink) throws -> Void) {
        self.name = name
        self.act = act
    }

    static func record(_ sequence: UInt64, _ text: String = "x") -> MessageRecord {
        MessageRecord(sequence: sequence, kind: .message, text: text, locator: "x")
    }

    // Past the session: what a program that was taken over can write.
    static func say(_ text: String) {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                guard let start = $0.baseAddress else { return 0 }
                return unsafe write(0, start + done, bytes.count - done)
            }
            guard count > 0 else { _exit(1) }
            done += count
        }
    }

    static func lie(_ name: String, _ lines: String) -> Planted {
        Planted(name) { _, _ in
            say(lines)
            _exit(0)
        }
    }

    static let recordLine =
        #"{"record":{"attachments":[],"kind":"message","locator":"x","recipients":[],"sequence":1,"text":"x"}}"#
    static let resultLine =
        #"{"result":{"facts":{"attachments":[],"counts":{"keptRaw":0,"read":0,"understood":0},"itemKind":"messages","people":[]},"importer":"x","version":1}}"#

    static let all: [Planted] = [
        Planted("well") { input, sink in
            for number in 1...3 { try sink.take(record(UInt64(number), "message \(number)")) }
        },
        Planted("open") { _, _ in
            for path in ["/etc/passwd", "/etc/localtime", "/proc/self/environ", "/tmp/planted"] {
                for flags in [O_RDONLY, O_WRONLY | O_CREAT] {
                    if unsafe open(path, flags, 0o600) >= 0 { throw IntakeError.stopped("opened") }
                }
            }
            throw IntakeError.stopped("no file opens: \(errno)")
        },
        Planted("connect") { _, _ in
            _ = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        },
        Planted("local") { _, _ in
            _ = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        },
        Planted("fork") { _, _ in
            var process: pid_t = 0
            _ = unsafe posix_spawn(&process, "/bin/true", nil, nil, [nil], [nil])
        },
        Planted("thread") { _, _ in
            var thread = pthread_t()
            _ = unsafe pthread_create(&thread, nil, { _ in nil }, nil)
        },
        Planted("exec") { _, _ in
            _ = unsafe execve("/bin/true", [nil], [nil])
        },
        Planted("kill") { _, _ in
            _ = kill(getppid(), SIGTERM)
        },
        Planted("code") { _, _ in
            // Memory that can be written and executed.
            _ = unsafe mmap(
                nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        },
        Planted("memory") { _, _ in
            var hoard: [ContiguousArray<UInt8>] = []
            while true { hoard.append(ContiguousArray(repeating: 1, count: 16 << 20)) }
        },
        Planted("stack") { _, _ in
            @inline(never) func deeper(_ depth: Int) -> Int {
                depth < 0 ? 0 : deeper(depth + 1) &+ deeper(depth + 2)
            }
            _ = deeper(1)
        },
        Planted("print") { _, sink in
            var number: UInt64 = 0
            while true {
                number += 1
                try sink.take(record(number, String(repeating: "x", count: 1000)))
            }
        },
        Planted("line") { _, _ in
            while true { say(String(repeating: "x", count: 65536)) }
        },
        Planted("loop") { _, _ in
            var number = 0
            while number >= 0 { number = (number &+ 1) & 0xFFFF }
        },
        Planted("sleep") { _, _ in
            while true { sleep(60) }
        },
        Planted("ask") { input, _ in
            while true {
                say(#"{"read":{"count":1,"file":0,"offset":0}}"# + "\n"); var b: UInt8 = 0;
                _ = unsafe Glibc.read(0, &b, 1)
            }
        },
        Planted("deaf") { input, _ in
            // Asks for much and never takes it.
            while true { say(#"{"read":{"count":1048576,"file":0,"offset":0}}"# + "\n") }
        },
        Planted("crash") { _, sink in
            try sink.take(record(1))
            try sink.take(record(2))
            // What is understood has left before the fault: the request takes it along.
            say("")
            let nothing: UnsafeMutablePointer<Int>? = unsafe UnsafeMutablePointer(bitPattern: 8)
            unsafe nothing?.pointee = 1
        },
        Planted("abort") { _, _ in abort() },
        Planted("leave") { _, _ in _exit(0) },
        Planted("unforeseen") { _, _ in
            struct Surprise: Error {}
            throw Surprise()
        },
        Planted("beyond") { input, _ in
            _ = try input.main.source.bytes(at: 0, count: Int(input.main.source.size) + 1)
        },
        lie("lie-text", "hello\n"),
        lie("lie-spaces", #"{"result": {}}"# + "\n"),
        lie("lie-order", #"{"result":{"version":1,"importer":"x","facts":{}}}"# + "\n"),
        lie("lie-unknown", #"{"secret":{}}"# + "\n"),
        lie("lie-two", #"{"read":{"count":1,"file":0,"offset":0},"record":{}}"# + "\n"),
        lie("lie-type", recordLine.replacing(#""text":"x""#, with: #""text":7"#) + "\n"),
        lie(
            "lie-extra",
            recordLine.replacing(#""text":"x""#, with: #""text":"x","zone":"y""#) + "\n"),
        lie("lie-kind", recordLine.replacing(#""message""#, with: #""order""#) + "\n"),
        lie("lie-descending", recordLine + "\n" + recordLine + "\n" + resultLine + "\n"),
        lie("lie-zero", recordLine.replacing(#"e":1,"#, with: #"e":0,"#) + "\n"),
        lie("lie-after", resultLine + "\n" + resultLine + "\n"),
        lie("lie-tail", resultLine + "\n{"),
        lie("lie-door", #"{"door":{"calls":true,"files":0,"limits":true}}"# + "\n"),
        lie("lie-file", #"{"read":{"count":1,"file":1,"offset":0}}"# + "\n"),
        lie("lie-offset", #"{"read":{"count":1,"file":0,"offset":9007199254740991}}"# + "\n"),
        lie("lie-count", #"{"read":{"count":1048577,"file":0,"offset":0}}"# + "\n"),
        lie("lie-nothing", #"{"read":{"count":0,"file":0,"offset":0}}"# + "\n"),
        lie("lie-utf8", "{\"record\":\"\u{0}\"}\n"),
        lie("lie-deep", String(repeating: "[", count: 100_000) + "\n"),
        lie("lie-empty", "\n"),
        // Bytes of a file, where none was wished for.
        lie("lie-bytes", #"{"bytes":{"data":"aGVsbG8=","stream":1}}"# + "\n"),
    ]
}

extension String {
    func replacing(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
