// SPDX-License-Identifier: Apache-2.0

import CPseudoTerminal
import Foundation
package import StrictCoding

/// One thing that happens at a pseudo-terminal, in order.
package enum DialogueStep: Equatable, Sendable {
    /// Waits until the program has shown this text.
    case expect(String)
    /// Types these bytes.
    case type(Bytes)
}

/// How a program ended and what it said on the way.
package struct ProgramResult: Sendable {
    /// Its exit status; 128 and the number of the signal where one ended it; -1 when it took too long.
    package let status: Int32
    /// Its standard output.
    package let out: Bytes
    /// Its standard error.
    package let errors: Bytes
    /// What it showed at its terminal, what was typed there and echoed included.
    package let terminal: Bytes
    /// The steps of the dialogue that were not reached.
    package let unreached: [DialogueStep]

    /// The standard output as text; what is not UTF-8 is replaced.
    package var outText: String { String(decoding: out, as: UTF8.self) }
    /// The standard error as text.
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
    /// The terminal's text.
    package var terminalText: String { String(decoding: terminal, as: UTF8.self) }
}

/// Why a program could not be run at all.
package enum ProgramRunError: Error, Equatable {
    /// The system refused; the number is `errno`'s.
    case system(Int32)
}

/// A program to be run, with everything it is given.
package struct ProgramRun: Sendable {
    /// The file that is executed.
    package var program: String
    /// What follows the program's name.
    package var arguments: [String]
    /// The whole environment; nothing of this process's own is handed on.
    package var environment: [String: String] = [:]
    /// The folder it is started in.
    package var folder: String?
    /// What is on its standard input; nothing means that it is empty.
    package var input = Bytes()
    /// What happens at its terminal; without a dialogue it has no terminal.
    package var dialogue: [DialogueStep]?
    /// Seconds of its own time after which it is ended: a guard against a hang, never a measure of speed.
    /// Time in which the whole machine stood still does not count.
    package var limit = 180.0
    /// Called with its process id as soon as it runs.
    package var started: (@Sendable (Int32) -> Void)?
    /// Called after each step of its dialogue, which waits until that returns.
    package var reached: (@Sendable (DialogueStep) -> Void)?

    /// Names a program and its arguments.
    package init(_ program: String, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }

    /// Runs it to its end.
    package func run() throws -> ProgramResult {
        var slave: String?
        var master: Int32 = -1
        if dialogue != nil {
            var path = [CChar](repeating: 0, count: 256)
            master = unsafe pseudo_terminal_open(&path, path.count)
            guard master >= 0 else { throw ProgramRunError.system(errno) }
            slave = String(
                decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        // A person at a terminal has nothing else on standard input.
        let isAlone = dialogue != nil && input.isEmpty
        let (inputRead, inputWrite) =
            isAlone
            ? (unsafe open("/dev/null", O_RDONLY | O_CLOEXEC), Int32(-1)) : try Self.pipePair()
        let (outRead, outWrite) = try Self.pipePair()
        let (errorRead, errorWrite) = try Self.pipePair()
        var pid: pid_t = 0
        let result = spawn(&pid, inputRead, outWrite, errorWrite, slave)
        for end in [inputRead, outWrite, errorWrite] { close(end) }
        guard result == 0 else {
            for end in [inputWrite, outRead, errorRead, master] where end >= 0 { close(end) }
            throw ProgramRunError.system(result)
        }
        started?(pid)
        var talk = Conversation(
            pid: pid, input: inputWrite, out: outRead, errors: errorRead, terminal: master,
            pendingInput: input, steps: dialogue ?? [], reached: reached, left: limit)
        return talk.finish()
    }

    private func spawn(
        _ pid: inout pid_t, _ input: Int32, _ out: Int32, _ errors: Int32, _ slave: String?
    ) -> Int32 {
        let words = [program] + arguments
        let settings = environment.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }
        let argv = unsafe words.map { unsafe strdup($0) } + [nil]
        let envp = unsafe settings.map { unsafe strdup($0) } + [nil]
        defer {
            for index in unsafe argv.indices { unsafe free(argv[index]) }
            for index in unsafe envp.indices { unsafe free(envp[index]) }
        }
        return unsafe pseudo_terminal_spawn(
            &pid, program, argv, envp, folder, input, out, errors, slave)
    }

    private static func pipePair() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        // In one call: between two, another test's program could start and keep the end open.
        guard unsafe pseudo_terminal_pipe(&ends) == 0 else {
            throw ProgramRunError.system(errno)
        }
        return (ends[0], ends[1])
    }
}

// Feeds and listens to a running program until it has ended and everything was read.
private struct Conversation {
    let pid: pid_t
    var input: Int32
    var out: Int32
    var errors: Int32
    var terminal: Int32
    var pendingInput: Bytes
    var steps: [DialogueStep]
    let reached: (@Sendable (DialogueStep) -> Void)?
    var left: Double
    var outBytes = Bytes()
    var errorBytes = Bytes()
    var terminalBytes = Bytes()
    var seen = 0
    var status: Int32?

    mutating func finish() -> ProgramResult {
        signal(SIGPIPE, SIG_IGN)
        if pendingInput.isEmpty { Self.shut(&input) }
        if input >= 0 { _ = fcntl(input, F_SETFL, O_NONBLOCK) }
        let clock = ContinuousClock()
        var before = clock.now
        while status == nil || out >= 0 || errors >= 0 {
            let now = clock.now
            // A turn takes 20 ms; a machine that was stopped in between has not run the program either.
            left -= min((now - before) / .seconds(1), 0.5)
            before = now
            if left < 0 {
                kill(pid, SIGKILL)
                _ = waitpid(pid, nil, 0)
                status = -1
                break
            }
            turn()
        }
        if terminal >= 0 { drain(&terminal, into: &terminalBytes, once: false) }
        for end in [input, out, errors, terminal] where end >= 0 { close(end) }
        return ProgramResult(
            status: status ?? -1, out: outBytes, errors: errorBytes, terminal: terminalBytes,
            unreached: steps)
    }

    mutating func turn() {
        var waiting = [out, errors, terminal].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        waiting.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0))
        _ = unsafe poll(&waiting, UInt(waiting.count), 20)
        if waiting[0].revents != 0 { drain(&out, into: &outBytes) }
        if waiting[1].revents != 0 { drain(&errors, into: &errorBytes) }
        if terminal >= 0, waiting[2].revents & Int16(POLLIN) != 0 {
            drain(&terminal, into: &terminalBytes)
        }
        if input >= 0, waiting[3].revents != 0 { feed() }
        talk()
        if status == nil {
            var code: Int32 = 0
            if unsafe waitpid(pid, &code, WNOHANG) == pid {
                status = code & 0x7f == 0 ? (code >> 8) & 0xff : 128 + (code & 0x7f)
            }
        }
    }

    mutating func talk() {
        while let step = steps.first {
            switch step {
            case .expect(let text):
                let rest = terminalBytes[seen...]
                guard let range = rest.firstRange(of: Bytes(text: text)) else { return }
                seen = range.upperBound
            case .type(let bytes):
                guard terminal >= 0 else { return }
                _ = unsafe bytes.withUnsafeBytes {
                    unsafe write(terminal, $0.baseAddress, $0.count)
                }
            }
            steps.removeFirst()
            reached?(step)
        }
    }

    mutating func feed() {
        let part = Bytes(pendingInput.prefix(4096))
        let count = unsafe part.withUnsafeBytes { unsafe write(input, $0.baseAddress, $0.count) }
        if count > 0 { pendingInput.removeFirst(count) }
        if count < 0 && errno != EAGAIN && errno != EINTR || pendingInput.isEmpty {
            Self.shut(&input)
        }
    }

    func drain(_ descriptor: inout Int32, into bytes: inout Bytes, once: Bool = true) {
        repeat {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&ready, 1, 0) > 0 else { return }
            var part = [UInt8](repeating: 0, count: 65536)
            let count = unsafe read(descriptor, &part, part.count)
            if count > 0 {
                bytes.append(contentsOf: part.prefix(count))
            } else if count == 0 || errno != EINTR {
                Self.shut(&descriptor)
                return
            }
        } while !once
    }

    static func shut(_ descriptor: inout Int32) {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
