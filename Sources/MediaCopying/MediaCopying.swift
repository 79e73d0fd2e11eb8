// SPDX-License-Identifier: Apache-2.0

import CMediaCopier
package import CopierProtocol
import EvidenceModel
package import StrictCoding

/// Makes copies of pictures and sound that a plain computer shows.
///
/// What a file is, its bytes say. Nothing of what it says of itself goes into the copy, where it was taken
/// least of all.
package enum MediaCopying {
    /// Lets the libraries load what they need before the process closes its doors.
    package static let prepare: @Sendable () -> Void = { mc_prepare() }

    /// Makes a copy of a source.
    ///
    /// - Throws: `CopyRefusal`, and what the source and the sink throw. What was written before is no copy.
    package static let copy:
        @Sendable (CopyKind, any SeekableSource, any ByteSink) throws -> MadeCopy = {
            kind, source, sink in
            let head = try source.bytes(
                at: 0,
                count: Int(
                    clamping: min(source.size, UInt64(CopierProtocol.Limits.recognisedBytes))))
            let mediaType = MediaType.recognise(head.span)
            guard kind.applies(to: mediaType) else { throw CopyRefusal.notOfThisKind }
            if kind == .sound {
                return try SoundCopy(mediaType).make(source, sink)
            }
            return try PictureCopy(mediaType, kind).make(source, sink)
        }

    /// The libraries that make a copy, with their versions.
    package static func libraries(of kind: CopyKind) -> String {
        var text = Bytes(repeating: 0, count: CopierProtocol.Limits.versionBytes)
        let count = unsafe text.withUnsafeMutableBytes { buffer in
            unsafe mc_versions(
                kind == .sound ? 0 : 1, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                buffer.count)
        }
        return text.slice(0..<count).strictText ?? ""
    }

    static func refusal(_ result: mc_result) -> CopyRefusal {
        switch result {
        case MC_DAMAGED: .damaged
        case MC_UNSUPPORTED: .unsupported
        case MC_TOO_LARGE: .tooManyPixels
        case MC_TOO_LONG: .tooLong
        case MC_NO_SOUND: .noSound
        case MC_MEMORY: .memory
        default: .unforeseen
        }
    }
}
