// SPDX-License-Identifier: Apache-2.0

import Glibc
package import SodiumPrimitives
package import StrictCoding
import Synchronization

/// The terminal in front of the person: where questions are asked and secrets typed and shown.
///
/// It is `/dev/tty`, whatever the standard streams are. What is shown here is counted, so that
/// `erase` can take the whole block off the screen again.
package final class Terminal {
    private let descriptor: CInt
    private let canErase: Bool
    private var rows = 0
    private var column = 0

    /// The terminal of this process, or nothing where it has none.
    package init?(environment: Surroundings) {
        let opened = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard opened >= 0 else { return nil }
        descriptor = opened
        let kind = environment.variable("TERM") ?? ""
        canErase = !kind.isEmpty && kind != "dumb"
    }

    deinit {
        close(descriptor)
    }

    /// Shows a text, with no line feed of its own. It is erased with the rest of the block.
    package func show(_ text: String) {
        let bytes = Bytes(text: text)
        count(text)
        _ = bytes.withUnsafeWholeWrite(to: descriptor)
    }

    /// Shows a secret, with no line feed of its own; nothing of it goes through a `String`.
    package func show(secret: borrowing SecretBytes) {
        secret.withSpan { span in
            for index in span.indices {
                var byte: UInt8 = span[index]
                _ = unsafe write(descriptor, &byte, 1)
            }
        }
        column += secret.count
    }

    /// Takes everything that was shown and typed since the last time off the screen.
    package func erase() {
        defer {
            rows = 0
            column = 0
        }
        guard canErase, rows > 0 || column > 0 else {
            if column > 0 { _ = Bytes(text: "\n").withUnsafeWholeWrite(to: descriptor) }
            return
        }
        let rows = self.rows + column / width
        // To the start of the block, then everything below.
        let up = rows > 0 ? "\u{1b}[\(rows)F" : "\r"
        _ = Bytes(text: up + "\u{1b}[J").withUnsafeWholeWrite(to: descriptor)
    }

    /// Asks for a line that may be seen.
    ///
    /// - Returns: the line without its line feed; nothing at the end of input.
    /// - Throws: `interrupted`; `terminal.line` for a line that the terminal may have cut.
    package func ask(_ question: String) throws(Failure) -> Bytes? {
        show(question)
        var line = Bytes()
        while true {
            guard let byte = try nextByte() else { return line.isEmpty ? nil : line }
            if byte == UInt8(ascii: "\n") { break }
            line.append(byte)
            // A terminal gives a line only up to its own limit and drops what is typed after it.
            guard line.count < ConsoleLimits.lineBytes - 1 else { throw Failure(.terminalLine) }
        }
        count(String(decoding: line, as: UTF8.self) + "\n")
        return line
    }

    /// Asks for a line that is not shown while it is typed, straight into guarded memory.
    ///
    /// - Throws: `interrupted`; `passphrase.long`; `memory.locked`.
    package func askSecret(_ question: String) throws(Failure) -> SecretBytes {
        // Before the question: whoever types fast must not see the first letters.
        let quiet = QuietTyping(descriptor)
        show(question)
        defer {
            quiet.end()
            show("\n")
        }
        return try SecretReading.secret(limit: ConsoleLimits.passphraseBytes) {
            () throws(Failure) -> UInt8? in
            guard let byte = try nextByte(), byte != UInt8(ascii: "\n") else { return nil }
            return byte
        }
    }

    private func nextByte() throws(Failure) -> UInt8? {
        while true {
            guard Interruption.waitForInput(on: descriptor) else {
                // The ^C that the terminal shows ends the line it stands on.
                show("\n")
                throw Failure(.interrupted)
            }
            var byte: UInt8 = 0
            let count = unsafe read(descriptor, &byte, 1)
            if count == 1 { return byte }
            if count == 0 { return nil }
            if errno != EINTR { return nil }
        }
    }

    private var width: Int {
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }

    private func count(_ text: String) {
        let width = self.width
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.offset > 0 {
                rows += 1 + max(0, column - 1) / width
                column = 0
            }
            column += Layout.columns(of: String(line.element))
        }
    }
}

// Echo off until `end`, or until a signal ends the program.
private struct QuietTyping {
    private let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
        var attributes = termios()
        guard unsafe tcgetattr(descriptor, &attributes) == 0 else { return }
        unsafe Terminal.savedAttributes = attributes
        Terminal.quietDescriptor.store(descriptor, ordering: .releasing)
        attributes.c_lflag &= ~tcflag_t(ECHO)
        // Being stopped here would leave the terminal without echo.
        unsafe withUnsafeMutableBytes(of: &attributes.c_cc) { keys in
            unsafe keys[Int(VSUSP)] = 0
            unsafe keys[Int(VQUIT)] = 0
        }
        _ = unsafe tcsetattr(descriptor, TCSADRAIN, &attributes)
    }

    func end() {
        Terminal.restoreInSignal()
    }
}

extension Terminal {
    fileprivate static let quietDescriptor = Atomic<CInt>(-1)
    // Written only while `quietDescriptor` is -1, read only when it is not.
    fileprivate nonisolated(unsafe) static var savedAttributes = termios()

    // Makes what the signal handler touches exist.
    static func prepareForSignals() {
        _ = quietDescriptor.load(ordering: .relaxed)
        _ = unsafe savedAttributes.c_lflag
    }

    // Gives the terminal back as it was. Safe in a signal handler.
    static func restoreInSignal() {
        let descriptor = quietDescriptor.exchange(-1, ordering: .acquiring)
        guard descriptor >= 0 else { return }
        _ = unsafe tcsetattr(descriptor, TCSADRAIN, &savedAttributes)
    }
}
