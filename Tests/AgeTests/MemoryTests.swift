// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import Foundation
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct MemoryTests {
    @Test func `streaming 64 MiB through writer and reader takes little memory`() async {
        // In a process of its own, so that other tests do not count.
        await #expect(processExitsWith: .success) {
            let before = try peakKibibytes()
            let random = SystemRandom()
            let identity = try X25519Identity.generate(random: random)
            let pipe = try EncryptingSource(
                megabytes: 64, recipient: identity.recipient, random: random)
            let reader = try AgeStreamReader(pipe, identities: [identity])
            var count = 0
            try drain(reader, step: 1 << 18) { count += $0.count }
            #expect(count == 64 << 20)
            #expect(pipe.largestWrite <= 65_552)
            let grown = try peakKibibytes() - before
            #expect(grown < 24 << 10, "\(grown) KiB")
        }
    }
}

/// The most memory that this process had at any time.
private func peakKibibytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let words = (line ?? "").split(separator: " ", omittingEmptySubsequences: true)
    return words.count > 1 ? Int(words[words.count - 2]) ?? 0 : 0
}

/// An age file that is made as it is read.
private final class EncryptingSource: ByteSource {
    private let queue = QueueSink()
    private let writer: AgeWriter
    private var left: Int
    private var position = 0
    private var hasFinished = false
    private let block = Bytes(repeating: 6, count: 1_000_000)

    init(megabytes: Int, recipient: X25519Recipient, random: any RandomSource) throws {
        writer = try AgeWriter(to: queue, recipients: [.x25519(recipient)], random: random)
        left = megabytes << 20
    }

    var largestWrite: Int { queue.largest }

    func read(into buffer: inout Bytes) throws -> Int {
        while queue.bytes.count - position < buffer.count, !hasFinished {
            if position > 0 {
                queue.bytes.removeFirst(position)
                position = 0
            }
            let block = block
            let count = min(left, block.count)
            if count == 0 {
                try writer.finish()
                hasFinished = true
            } else {
                try writer.write(block.span.extracting(0..<count))
                left -= count
            }
        }
        let count = min(buffer.count, queue.bytes.count - position)
        let next = queue.bytes.slice(position..<(position + count))
        // Whole, where it can be: a debug build replaces parts byte by byte.
        if count == buffer.count {
            buffer = next
        } else {
            buffer.replaceSubrange(0..<count, with: next)
        }
        position += count
        return count
    }

    private final class QueueSink: ByteSink {
        var bytes = Bytes()
        var largest = 0

        func write(_ span: Span<UInt8>) throws {
            largest = max(largest, span.count)
            bytes.append(span)
        }
    }
}
