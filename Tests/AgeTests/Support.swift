// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Synchronization

/// Random bytes that a test can repeat.
final class SeededRandom: RandomSource {
    private let generator: Mutex<SplitMix64>

    init(_ seed: UInt64) {
        generator = Mutex(SplitMix64(seed: seed))
    }

    func bytes(count: Int) -> Bytes {
        generator.withLock { $0.bytes(count) }
    }

    func secret(count: Int) throws(SecretError) -> SecretBytes {
        let bytes = bytes(count: count)
        return try SecretBytes(copying: bytes.span)
    }
}

/// The bytes of a text in guarded memory.
func secret(_ text: String) throws -> SecretBytes {
    let bytes = Bytes(text: text)
    return try SecretBytes(copying: bytes.span)
}

/// The bytes of a secret, which only a test may want.
func exposed(_ secret: borrowing SecretBytes) -> Bytes {
    Bytes(copying: secret.span)
}

func passphrase(_ text: String) throws -> Passphrase {
    Passphrase(try secret(text))
}

func identity(_ text: String) throws -> X25519Identity {
    let bytes = Bytes(text: text)
    return try X25519Identity(parsing: bytes.span)
}

/// A whole age file in memory.
func encrypted(
    _ plaintext: Bytes, to recipients: [AgeRecipient], random: any RandomSource = SystemRandom(),
    workFactor: Int = 4, pieces: Int = .max
) throws -> Bytes {
    let sink = MemorySink()
    let writer = try AgeWriter(
        to: sink, recipients: recipients, random: random, workFactor: workFactor)
    var start = 0
    while start < plaintext.count {
        let end = start + min(pieces, plaintext.count - start)
        try writer.write(plaintext.span.extracting(start..<end))
        start = end
    }
    try writer.finish()
    return sink.bytes
}

/// Reads a source to its end in buffers of this size; what was released is told even where it fails.
func drain(
    _ source: any ByteSource, step: Int = PayloadLayout.chunkCount, to take: (Span<UInt8>) -> Void
) throws {
    var buffer = Bytes(repeating: 0, count: step)
    while true {
        let count = try source.read(into: &buffer)
        if count == 0 { return }
        take(buffer.span.extracting(0..<count))
    }
}

/// Everything that a source holds.
func all(of source: any ByteSource, step: Int = PayloadLayout.chunkCount) throws -> Bytes {
    var bytes = Bytes()
    try drain(source, step: step) { bytes.append($0) }
    return bytes
}

/// Opens a file as a stream and gives its whole plaintext.
func opened(
    _ file: Bytes, _ identities: [any Identity], step: Int = PayloadLayout.chunkCount
) throws -> Bytes {
    try all(
        of: AgeStreamReader(MemorySource(file).sequential(), identities: identities), step: step)
}

/// Other people's vectors, which are not in the repository.
enum Vectors {
    static let folder: URL =
        KeepsakeTestSupport.Vectors.folder
        ?? URL(filePath: "/no vectors", directoryHint: .isDirectory)

    /// The names of the files of one folder, sorted; none, and a line that says so, where it is absent.
    static func names(in path: String) -> [String] {
        let place = folder.appendingPathComponent(path).path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
            print("no vectors at \(place): these conformance tests are skipped")
            return []
        }
        return names.sorted()
    }

    static func bytes(_ path: String) throws -> Bytes {
        Bytes(try Data(contentsOf: folder.appendingPathComponent(path)))
    }

    static func isPresent(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
    }
}
