// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Gathers text before it hands it on.
final class BlockWriter {
    private let sink: any ByteSink
    private var block = Bytes()

    init(_ sink: any ByteSink) {
        self.sink = sink
        block.reserveCapacity(Limits.blockBytes + 4096)
    }

    /// Takes more text.
    ///
    /// - Throws: what the sink throws.
    func write(_ text: String) throws {
        block.append(text: text)
        if block.count >= Limits.blockBytes { try flush() }
    }

    /// Hands on what has gathered.
    ///
    /// - Throws: what the sink throws.
    func flush() throws {
        let full = block
        block.removeAll(keepingCapacity: true)
        try sink.write(full.span)
    }
}
