// SPDX-License-Identifier: Apache-2.0

import CopierProtocol
import Glibc
import StrictCoding

/// What a copier that was taken over tries.
enum Planted {
    static let mark = Bytes(text: "GIF89a\u{4}\0\u{4}\0planted:")

    // Past the session: what a program that was taken over can write.
    static func say(_ bytes: Bytes) {
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

    static func say(_ text: String) { say(Bytes(text: text)) }

    /// Says what the file says, and ends.
    static func leave(saying bytes: Bytes) -> Never {
        say(bytes)
        _exit(0)
    }

    static func lie(_ text: String) -> @Sendable (any ByteSink) throws -> Void {
        { _ in
            say(text)
            _exit(0)
        }
    }

    static func give(_ bytes: Bytes) -> @Sendable (any ByteSink) throws -> Void {
        { sink in try sink.write(bytes.span) }
    }

    static func segment(_ kind: UInt8, _ body: Bytes) -> Bytes {
        [0xFF, kind, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
    }

    // As a whole one looks from outside.
    static let frame = segment(0xC0, [8, 0, 4, 0, 4, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
    static let scan = segment(0xDA, [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]) + [1, 2, 0xFF, 0, 3]
    static let picture: Bytes = [0xFF, 0xD8] + frame + scan + [0xFF, 0xD9]

    static let acts: [String: @Sendable (any ByteSink) throws -> Void] = [
        "well": give(picture),
        "open": { _ in
            for path in ["/etc/passwd", "/etc/localtime", "/proc/self/environ", "/tmp/planted"] {
                for flags in [O_RDONLY, O_WRONLY | O_CREAT] {
                    if unsafe open(path, flags, 0o600) >= 0 { _exit(0) }
                }
            }
            throw CopyRefusal.unforeseen
        },
        "connect": { _ in _ = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) },
        "local": { _ in _ = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) },
        "fork": { _ in
            var process: pid_t = 0
            _ = unsafe posix_spawn(&process, "/bin/true", nil, nil, [nil], [nil])
        },
        "thread": { _ in
            var thread = pthread_t()
            _ = unsafe pthread_create(&thread, nil, { _ in nil }, nil)
        },
        "exec": { _ in _ = unsafe execve("/bin/true", [nil], [nil]) },
        "kill": { _ in _ = kill(getppid(), SIGTERM) },
        "code": { _ in
            _ = unsafe mmap(
                nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        },
        "memory": { _ in
            // Address space is what is limited: none of it is touched.
            while true {
                unsafe UnsafeMutableRawPointer.allocate(byteCount: 16 << 20, alignment: 16)
                    .storeBytes(of: 1, as: UInt8.self)
            }
        },
        "loop": { _ in
            var number = 0
            while number >= 0 { number = (number &+ 1) & 0xFFFF }
        },
        "sleep": { _ in while true { sleep(60) } },
        "ask": { _ in
            while true {
                say(#"{"read":{"count":1,"file":0,"offset":0}}"# + "\n")
                var byte: UInt8 = 0
                _ = unsafe Glibc.read(0, &byte, 1)
            }
        },
        "deaf": { _ in
            while true { say(#"{"read":{"count":1048576,"file":0,"offset":0}}"# + "\n") }
        },
        "much": { sink in
            let begun: Bytes = [0xFF, 0xD8] + frame + scan
            try sink.write(begun.span)
            let more = Bytes(repeating: 7, count: 65536)
            while true { try sink.write(more.span) }
        },
        "line": { _ in while true { say(String(repeating: "x", count: 65536)) } },
        "crash": { sink in
            try sink.write(picture.span)
            let nothing: UnsafeMutablePointer<Int>? = unsafe UnsafeMutablePointer(bitPattern: 8)
            unsafe nothing?.pointee = 1
        },
        "abort": { _ in abort() },
        "leave": { _ in _exit(0) },
        "unforeseen": { _ in
            struct Surprise: Error {}
            throw Surprise()
        },
        // Copies that are not what they must be.
        "bad-nothing": { _ in },
        "bad-text": give(Bytes(text: "<html><script>alert(1)</script>")),
        "bad-cut": give(Bytes(picture.dropLast(2))),
        "bad-tail": give(picture + Bytes(text: "PK\u{3}\u{4}")),
        "bad-place": give(
            [0xFF, 0xD8] + segment(0xE1, Bytes(text: "Exif\0\0")) + frame + scan + [0xFF, 0xD9]),
        "bad-comment": give(
            [0xFF, 0xD8] + segment(0xFE, Bytes(text: "hello")) + frame + scan + [0xFF, 0xD9]),
        "bad-progressive": give(
            [0xFF, 0xD8] + segment(0xC2, frame.slice(4..<frame.count)) + scan + [0xFF, 0xD9]),
        "bad-two": give([0xFF, 0xD8] + frame + frame + scan + [0xFF, 0xD9]),
        "bad-second": give(
            [0xFF, 0xD8] + frame + scan + [0xFF, 0xD8] + frame + scan + [0xFF, 0xD9]),
        "bad-size": give(
            [0xFF, 0xD8] + segment(0xC0, [8, 0, 5] + frame.slice(7..<frame.count)) + scan
                + [0xFF, 0xD9]),
        "bad-short": give([0xFF, 0xD8] + [0xFF, 0xDB, 0, 1] + frame + scan + [0xFF, 0xD9]),
        // Lines that are none.
        "lie-text": lie("hello\n"),
        "lie-spaces": lie(#"{"refused": "damaged"}"# + "\n"),
        "lie-unknown": lie(#"{"secret":{}}"# + "\n"),
        "lie-record": lie(
            #"{"record":{"attachments":[],"kind":"message","locator":"x","recipients":[],"sequence":1,"text":"x"}}"#
                + "\n"),
        "lie-why": lie(#"{"refused":"because"}"# + "\n"),
        "lie-extra": lie(
            #"{"picture":{"flaws":0,"height":4,"libraries":"x","name":"y","width":4}}"# + "\n"),
        "lie-libraries": lie(
            "{\"picture\":{\"flaws\":0,\"height\":4,\"libraries\":\"\u{202E}x\",\"width\":4}}\n"),
        "lie-after": lie(#"{"refused":"damaged"}"# + "\n" + #"{"refused":"damaged"}"# + "\n"),
        "lie-door": lie(#"{"door":{"calls":true,"files":0,"limits":true}}"# + "\n"),
        "lie-file": lie(#"{"read":{"count":1,"file":1,"offset":0}}"# + "\n"),
        "lie-offset": lie(#"{"read":{"count":1,"file":0,"offset":9007199254740991}}"# + "\n"),
        "lie-count": lie(#"{"read":{"count":1048577,"file":0,"offset":0}}"# + "\n"),
        "lie-piece": lie(#"{"piece":{"count":262145}}"# + "\n"),
        "lie-empty-piece": lie(#"{"piece":{"count":0}}"# + "\n"),
        "lie-empty": lie("\n"),
        "lie-deep": lie(String(repeating: "[", count: 100_000) + "\n"),
    ]
}
