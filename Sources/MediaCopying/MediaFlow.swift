// SPDX-License-Identifier: Apache-2.0

import CMediaCopier
import StrictCoding

/// The way in and out of the libraries. It keeps what the source or the sink threw.
final class MediaFlow {
    private let source: any SeekableSource
    private let sink: any ByteSink
    private(set) var failure: (any Error)?

    init(_ source: any SeekableSource, _ sink: any ByteSink) {
        self.source = source
        self.sink = sink
    }

    /// Calls a function of the libraries with this way in and out.
    ///
    /// - Throws: what the source or the sink threw meanwhile, `CopyRefusal` for another failure.
    func run(_ body: (UnsafePointer<mc_flow>) -> mc_result) throws {
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        var flow = unsafe mc_flow(
            owner: owner, size: source.size,
            read: { owner, offset, bytes, count in
                guard let owner = unsafe owner, let bytes = unsafe bytes else { return -1 }
                let flow = unsafe Unmanaged<MediaFlow>.fromOpaque(owner).takeUnretainedValue()
                return unsafe flow.read(
                    offset, UnsafeMutableBufferPointer(start: bytes, count: count))
            },
            write: { owner, bytes, count in
                guard let owner = unsafe owner, let bytes = unsafe bytes else { return -1 }
                let flow = unsafe Unmanaged<MediaFlow>.fromOpaque(owner).takeUnretainedValue()
                return unsafe flow.write(UnsafeBufferPointer(start: bytes, count: count))
            })
        let result = withExtendedLifetime(self) { unsafe body(&flow) }
        if let failure { throw failure }
        guard result == MC_MADE else { throw MediaCopying.refusal(result) }
    }

    private func read(_ offset: UInt64, _ place: UnsafeMutableBufferPointer<UInt8>) -> Int64 {
        do {
            var block = Bytes(repeating: 0, count: place.count)
            let count = try source.read(at: offset, into: &block)
            _ = unsafe place.update(fromContentsOf: block[0..<count])
            return Int64(count)
        } catch {
            failure = failure ?? error
            return -1
        }
    }

    private func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        do {
            let piece = unsafe Bytes(bytes)
            try sink.write(piece.span)
            return 0
        } catch {
            failure = failure ?? error
            return -1
        }
    }
}
