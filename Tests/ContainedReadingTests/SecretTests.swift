// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import ContainedReading
    import EvidenceModel
    import Glibc
    import KeepsakeTestSupport
    import StrictCoding
    import Synchronization
    import Testing

    /// What a debugger sees in a process.
    enum ProcessMemory {
        /// The children of this process that run the program of this name.
        static func children(named name: String) -> [pid_t] {
            guard let folder = unsafe opendir("/proc") else { return [] }
            defer { unsafe closedir(folder) }
            var found: [pid_t] = []
            while let entry = unsafe readdir(folder) {
                let text = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                    unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                guard let process = pid_t(text), let status = file("/proc/\(text)/status") else {
                    continue
                }
                let lines = status.split(separator: "\n")
                // The kernel keeps fifteen letters of a name.
                if lines.contains("Name:\t" + name.prefix(15)),
                    lines.contains("PPid:\t\(getpid())")
                {
                    found.append(process)
                }
            }
            return found
        }

        static func file(_ path: String) -> String? {
            let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var bytes = Bytes()
            var block = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = unsafe read(descriptor, &block, block.count)
                guard count > 0 else { break }
                bytes.append(contentsOf: block.prefix(count))
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// How often each text stands in the memory of a process, and how many bytes were looked at.
        static func count(
            of needles: [Bytes], in process: pid_t
        ) -> (found: [Int], bytes: Int)? {
            guard let maps = file("/proc/\(process)/maps"), !maps.isEmpty else { return nil }
            let memory = unsafe open("/proc/\(process)/mem", O_RDONLY | O_CLOEXEC)
            guard memory >= 0 else { return nil }
            defer { close(memory) }
            var found = needles.map { _ in 0 }
            var looked = 0
            for line in maps.split(separator: "\n") {
                let words = line.split(separator: " ", omittingEmptySubsequences: true)
                let ends = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
                guard ends.count == 2, words[1].hasPrefix("r"), words.last != "[vvar]" else {
                    continue
                }
                var place = ends[0]
                while place < ends[1] {
                    // Pieces overlap, so that nothing hides between two.
                    var piece = [UInt8](
                        repeating: 0, count: Int(min(1 << 20, ends[1] - place)))
                    let count = unsafe pread(memory, &piece, piece.count, off_t(place))
                    guard count > 0 else { break }
                    looked += count
                    for (index, needle) in needles.enumerated() {
                        found[index] += occurrences(of: needle, in: piece, count)
                    }
                    place += UInt64(count)
                    if place < ends[1] { place -= 64 }
                }
            }
            return (found, looked)
        }

        private static func occurrences(of needle: Bytes, in piece: [UInt8], _ count: Int) -> Int {
            unsafe piece.withUnsafeBufferPointer { piece in
                unsafe needle.withUnsafeBufferPointer { needle in
                    guard let start = piece.baseAddress, let wanted = needle.baseAddress else {
                        return 0
                    }
                    var found = 0
                    var offset = 0
                    while offset + needle.count <= count,
                        let hit = unsafe memchr(
                            start + offset, Int32(wanted[0]), count - needle.count - offset + 1)
                    {
                        offset = unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(start)
                        if unsafe memcmp(start + offset, wanted, needle.count) == 0 { found += 1 }
                        offset += 1
                    }
                    return found
                }
            }
        }
    }

    /// Serves bytes, and stops the world at the first question to look at who asks.
    private final class LookingSource: SeekableSource {
        let bytes: Bytes
        let look: @Sendable () -> Void
        let hasLooked = Atomic<Bool>(false)

        init(_ bytes: Bytes, _ look: @escaping @Sendable () -> Void) {
            self.bytes = bytes
            self.look = look
        }

        var size: UInt64 { UInt64(bytes.count) }

        func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
            if !hasLooked.exchange(true, ordering: .relaxed) { look() }
            return try MemorySource(bytes).read(at: offset, into: &buffer)
        }
    }

    @Suite struct SecretTests {
        @Test func `no secret of the host is in the memory of the reader`() throws {
            guard getuid() == 0 else {
                print("not root: the memory of the reader cannot be looked at; nothing was tested")
                return
            }
            var random = SystemRandomNumberGenerator()
            // What this process knows before it starts the reader, in memory and in its environment.
            let secret = Bytes((0..<32).map { _ in UInt8.random(in: 1...255, using: &random) })
            let word = Bytes(
                (0..<32).map { _ in UInt8.random(in: 97...122, using: &random) })
            unsafe setenv("KEEPSAKE_TEST_WORD", String(decoding: word, as: UTF8.self), 1)
            defer { unsafe unsetenv("KEEPSAKE_TEST_WORD") }
            let told = Bytes(text: "told-to-the-reader-\(UInt64.random(in: 0...UInt64.max)).txt")
            let seen = Mutex<[(found: [Int], bytes: Int)]>([])
            let source = LookingSource(Bytes(text: "text\n")) {
                for process in ProcessMemory.children(named: "keepsake-reader") {
                    guard
                        let counted = ProcessMemory.count(
                            of: [secret, word, told], in: process)
                    else { continue }
                    seen.withLock { $0.append(counted) }
                }
            }
            let outcome = try ContainedReading(
                files: [
                    ServedFile(name: String(decoding: told, as: UTF8.self), source: source)
                ]
            ).run(ReaderProgram.beside()) { _ in }
            #expect(PlantedReader.facts(outcome) != nil)

            // The look would have found them: in this process it does.
            let own = try #require(
                ProcessMemory.count(of: [secret, word, told], in: getpid()))
            #expect(own.found.allSatisfy { $0 > 0 }, "\(own)")
            // And in the reader it finds what the reader was told.
            let readers = seen.withLock { $0 }
            #expect(readers.contains { $0.found[2] > 0 && $0.bytes > 1 << 20 }, "\(readers)")
            for reader in readers {
                #expect(reader.found[0] == 0 && reader.found[1] == 0, "\(reader)")
            }
            #expect(!secret.isEmpty && !word.isEmpty)
        }

        @Test func `the reader inherits no descriptor and no environment`() throws {
            // Not close-on-exec, as a library might leave it.
            let open = unsafe Glibc.open("/etc/passwd", O_RDONLY)
            defer { close(open) }
            let found = Mutex<[String]>([])
            let source = LookingSource(Bytes(text: "text\n")) {
                for process in ProcessMemory.children(named: "keepsake-reader") {
                    guard
                        let maps = ProcessMemory.file("/proc/\(process)/limits"),
                        let folder = unsafe opendir("/proc/\(process)/fd")
                    else { continue }
                    defer { unsafe closedir(folder) }
                    var names: [String] = []
                    while let entry = unsafe readdir(folder) {
                        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                        }
                        if !name.hasPrefix(".") { names.append(name) }
                    }
                    let files = maps.split(separator: "\n").first { $0.hasPrefix("Max open files") }
                    let text = names.sorted().joined(separator: " ")
                    let limit = files?.split(separator: " ")[3] ?? ""
                    found.withLock { $0.append("\(text) of \(limit)") }
                }
            }
            let outcome = try ContainedReading(
                files: [ServedFile(name: "x", source: source)]
            ).run(ReaderProgram.beside()) { _ in }
            #expect(PlantedReader.facts(outcome) != nil)
            // Other tests' readers may be seen on their way in; those whose door is closed count.
            let all = found.withLock { $0.filter { $0.hasSuffix(" of 3") } }
            #expect(getuid() != 0 || !all.isEmpty)
            #expect(all.allSatisfy { $0 == "0 1 2 of 3" }, "\(all)")
        }
    }
#endif
