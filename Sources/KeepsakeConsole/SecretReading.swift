// SPDX-License-Identifier: Apache-2.0

import Glibc
package import SodiumPrimitives
import StrictCoding

/// Secrets from a terminal, a file or a pipe, straight into guarded memory and never a `String`.
package enum SecretReading {
    /// Whether what was given to a flag means standard input.
    package static func isStandardInput(_ file: String?) -> Bool { file == "-" }

    /// A passphrase from a file that was named, or from standard input for `-`.
    ///
    /// One line feed at its end, with or without a carriage return, is not part of it.
    /// - Throws: a failure whose id begins with `passphrase.`, `interrupted`, `memory.locked`.
    package static func passphrase(file: String) throws(Failure) -> SecretBytes {
        let whole = try secret(
            file: file, limit: ConsoleLimits.passphraseBytes + 2,
            missing: .passphraseFileMissing, wrongKind: .passphraseFileKind, long: .passphraseLong)
        let count = lengthWithoutLineEnd(whole)
        guard count > 0 else { throw Failure(.passphraseFileEmpty, ["path": file]) }
        guard count <= ConsoleLimits.passphraseBytes else {
            throw Failure(.passphraseLong)
        }
        let hasLineBreak = whole.withSpan { span in
            span.indices.contains {
                $0 < count && (span[$0] == 10 || span[$0] == 13 || span[$0] == 0)
            }
        }
        guard !hasLineBreak else { throw Failure(.passphraseFileLines, ["path": file]) }
        return try guarded(count) { target in
            whole.withSpan { span in
                for index in 0..<count { target[index] = span[index] }
            }
        }
    }

    /// Everything in a file that was named, or on standard input for `-`, up to a limit.
    ///
    /// - Parameters:
    ///   - missing: the failure for a file that is not there or cannot be read; its blank is `path`.
    ///   - wrongKind: the failure for a folder, a device or a terminal; its blank is `path`.
    ///   - long: the failure for more than the limit.
    package static func secret(
        file: String, limit: Int, missing: MessageID, wrongKind: MessageID, long: MessageID
    ) throws(Failure) -> SecretBytes {
        let details = ["path": isStandardInput(file) ? "standard input" : file]
        let isInput = isStandardInput(file)
        let descriptor = isInput ? STDIN_FILENO : opened(file)
        guard descriptor >= 0 else {
            throw Interruption.isRequested ? Failure(.interrupted) : Failure(missing, details)
        }
        defer { if !isInput { close(descriptor) } }
        var facts = stat()
        guard unsafe fstat(descriptor, &facts) == 0 else { throw Failure(missing, details) }
        guard [S_IFREG, S_IFIFO, S_IFSOCK].contains(facts.st_mode & S_IFMT) else {
            throw Failure(wrongKind, details)
        }
        var failed = false
        let result = try secret(limit: limit, long: Failure(long, details)) {
            () throws(Failure) -> UInt8? in
            guard Interruption.waitForInput(on: descriptor) else { throw Failure(.interrupted) }
            var byte: UInt8 = 0
            var count = unsafe read(descriptor, &byte, 1)
            while count < 0, errno == EINTR { count = unsafe read(descriptor, &byte, 1) }
            if count < 0 { failed = true }
            return count == 1 ? byte : nil
        }
        guard !failed else { throw Failure(missing, details) }
        return result
    }

    // The descriptor of a file that the command line names, whatever bytes its name has.
    private static func opened(_ file: String) -> CInt {
        guard var path = RawArguments.bytes(for: file), !path.contains(0) else { return -1 }
        path.append(0)
        return unsafe path.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return -1 }
            return unsafe open(
                start.assumingMemoryBound(to: CChar.self), O_RDONLY | O_CLOEXEC | O_NOCTTY)
        }
    }

    /// Collects bytes until there are no more.
    ///
    /// - Throws: what `next` throws; the failure `long` for more than the limit, after they were
    ///   all taken, so that nothing of a secret is left for whoever reads next; `memory.locked`.
    static func secret(
        limit: Int, long: Failure = Failure(.passphraseLong),
        _ next: () throws(Failure) -> UInt8?
    ) throws(Failure) -> SecretBytes {
        var count = 0
        var stopped: Failure?
        let whole = try guarded(limit) { target in
            do throws(Failure) {
                while let byte = try next() {
                    if count < limit { target[count] = byte }
                    count = min(count + 1, limit + 1)
                }
            } catch {
                stopped = error
            }
        }
        if let stopped { throw stopped }
        guard count <= limit else { throw long }
        return try guarded(count) { target in
            whole.withSpan { span in
                for index in 0..<count { target[index] = span[index] }
            }
        }
    }

    /// Guarded memory, or the failure that says what to do when there is none.
    package static func guarded(
        _ count: Int, _ fill: (inout MutableSpan<UInt8>) -> Void
    ) throws(Failure) -> SecretBytes {
        do throws(SecretError) {
            return try SecretBytes(count: count) { target throws(SecretError) in fill(&target) }
        } catch {
            throw Failure(.memoryLocked)
        }
    }

    private static func lengthWithoutLineEnd(_ secret: borrowing SecretBytes) -> Int {
        secret.withSpan { span in
            var count = span.count
            if count > 0, span[count - 1] == 10 {
                count -= 1
                if count > 0, span[count - 1] == 13 { count -= 1 }
            }
            return count
        }
    }
}
