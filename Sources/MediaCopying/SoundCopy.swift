// SPDX-License-Identifier: Apache-2.0

import CMediaCopier
import CopierProtocol
import StrictCoding

/// Sound, or the sound of a film, as a WAV file at its own rate with its own channels.
struct SoundCopy {
    private let container: mc_container

    init(_ mediaType: String) {
        container =
            switch mediaType {
            case "audio/amr", "audio/amr-wb": MC_AMR
            case "audio/ogg": MC_OGG
            case "audio/x-caf": MC_CAF
            default: MC_MOV
            }
    }

    /// Decodes it twice: how long it is stands before the samples.
    func make(_ source: any SeekableSource, _ sink: any ByteSink) throws -> MadeCopy {
        var made = mc_made()
        let flow = MediaFlow(source, sink)
        func run() throws {
            try unsafe flow.run {
                unsafe mc_sound(container, CopierProtocol.Limits.soundSeconds, $0, &made)
            }
        }
        try run()
        let counted = made
        guard
            let header = WaveHeader(
                rate: UInt64(made.rate), channels: UInt64(made.channels), frames: made.frames)
        else { throw CopyRefusal.tooLong }
        let head = header.encoded()
        try sink.write(head.span)
        try run()
        guard made.frames == counted.frames else { throw CopyRefusal.unforeseen }
        return MadeCopy(
            form: .sound(rate: header.rate, channels: header.channels, frames: header.frames),
            flaws: made.flaws, libraries: MediaCopying.libraries(of: .sound))
    }
}
