// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import Glibc

/// What is tried, by the title of the document.
enum Planted {
    /// Does it, and gives a document that says what came of it, where something can still be said.
    static func act(_ document: ReportDocument) -> ReportDocument {
        switch document.title {
        case "open": return said(opened())
        case "connect": _ = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        case "local": _ = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        case "fork":
            var process: pid_t = 0
            _ = unsafe posix_spawn(&process, "/bin/true", nil, nil, [nil], [nil])
        case "exec": _ = unsafe execve("/bin/true", [nil], [nil])
        case "kill": _ = kill(getppid(), SIGTERM)
        case "code":
            _ = unsafe mmap(
                nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        case "rename": _ = unsafe rename("/tmp/planted", "/tmp/planted2")
        case "remove": _ = unsafe unlink("/tmp/planted")
        case "folder": _ = unsafe mkdir("/tmp/planted", 0o700)
        case "font": return said(font())
        case "thread": return said(thread())
        case "memory":
            var hoard: [ContiguousArray<UInt8>] = []
            while true { hoard.append(ContiguousArray(repeating: 1, count: 16 << 20)) }
        case "sleep": while true { sleep(60) }
        case "loop":
            var number = 0
            while number >= 0 { number = (number &+ 1) & 0xFFFF }
        case "crash":
            let nothing: UnsafeMutablePointer<Int>? = unsafe UnsafeMutablePointer(bitPattern: 8)
            unsafe nothing?.pointee = 1
        case "abort": abort()
        case "leave": _exit(0)
        case "lie-size": lie(#"{"fontsLeftOut":0,"missing":0,"pages":1,"size":9}"# + "\nnot a PDF")
        case "lie-much": lie(#"{"fontsLeftOut":0,"missing":0,"pages":1,"size":99999999}"# + "\n")
        case "lie-little": lie(#"{"fontsLeftOut":0,"missing":0,"pages":1,"size":99}"# + "\n%PDF-")
        case "lie-more": lie(#"{"fontsLeftOut":0,"missing":0,"pages":1,"size":1}"# + "\n%PDF-")
        case "lie-line": lie(#"{"refused":"because"}"# + "\n")
        case "lie-text": lie("hello\n")
        case "lie-endless": while true { say(String(repeating: "x", count: 65536)) }
        default: return document
        }
        return said("it went on")
    }

    private static func said(_ text: String) -> ReportDocument {
        ReportDocument(title: "said", foot: "", blocks: [.paragraph(ReportText(text))])
    }

    private static func opened() -> String {
        var paths = [
            "/etc/passwd", "/etc/fonts/fonts.conf", "/proc/self/environ", "/proc/self/maps",
            "/root/.profile", "/home", "/tmp/planted", "/usr/share/fonts", ".", "",
        ]
        if let font = someFont() { paths += [font + "/", "." + font, "/" + font] }
        for path in paths {
            for flags in [O_RDONLY, O_WRONLY | O_CREAT, O_RDONLY | O_DIRECTORY] {
                if unsafe open(path, flags, 0o600) >= 0 { return "opened \(path)" }
            }
            var facts = stat()
            if unsafe stat(path, &facts) == 0 { return "saw \(path)" }
        }
        return "no file opens: \(errno)"
    }

    // A font can be read, and not written.
    private static func font() -> String {
        guard let path = someFont() else { return "there is no font" }
        for flags in [O_WRONLY, O_RDWR, O_RDONLY | O_TRUNC, O_RDONLY | O_CREAT]
        where unsafe open(path, flags, 0o600) >= 0 {
            return "a font opens for writing"
        }
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { return "a font does not open" }
        let start = unsafe mmap(nil, 4, PROT_READ, MAP_PRIVATE, file, 0)
        guard let start = unsafe start, unsafe start != MAP_FAILED else {
            return "it cannot be read"
        }
        return "a font opens for reading"
    }

    private static func someFont() -> String? {
        let candidates = [
            "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
            "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        ]
        return candidates.first { unsafe access($0, R_OK) == 0 }
    }

    // A thread is shut in as the rest is.
    private static func thread() -> String {
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { _ in
                unsafe open("/etc/passwd", O_RDONLY) >= 0
                    ? UnsafeMutableRawPointer(bitPattern: 1) : nil
            }, nil)
        guard status == 0 else { return "no thread: \(status)" }
        var result: UnsafeMutableRawPointer?
        unsafe pthread_join(thread, &result)
        return unsafe result == nil ? "a thread opens nothing" : "a thread opened a file"
    }

    private static func say(_ text: String) {
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

    private static func lie(_ text: String) {
        say(text)
        _exit(0)
    }
}
