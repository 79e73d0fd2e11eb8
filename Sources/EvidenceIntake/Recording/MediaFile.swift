// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import MediaProbe
import StrictCoding

/// Recordings and films: voicemail, voice notes, calls, video. Nothing is played or decoded.
package struct MediaFile: Importer {
    package let name = "media"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool {
        input.mediaType.hasPrefix("audio/") || input.mediaType.hasPrefix("video/")
    }

    /// How each type is read; what is not here is told by its kind only.
    private static let forms: [String: MediaProbe.Form] = [
        "video/mp4": .baseMedia, "video/quicktime": .baseMedia, "audio/mp4": .baseMedia,
        "video/3gpp": .baseMedia, "video/3gpp2": .baseMedia,
        "audio/ogg": .ogg, "video/ogg": .ogg,
        "audio/amr": .adaptiveMultiRate, "audio/amr-wb": .adaptiveMultiRate,
        "audio/wav": .riff, "video/x-msvideo": .riff, "audio/aiff": .riff,
        "video/webm": .matroska, "video/x-matroska": .matroska,
        "audio/mpeg": .mpegAudio, "audio/aac": .adts, "audio/flac": .flac,
        "audio/x-caf": .coreAudio, "video/x-ms-asf": .windowsMedia,
        "video/mpeg": .programStream, "video/mp2t": .transportStream,
    ]

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        let source = input.main.source
        let isVideo = input.mediaType.hasPrefix("video/")
        var facts = ReadFacts(kind: isVideo ? .video : .audio)
        var film: FilmBoxes?
        var reading = MediaReading()
        do {
            let form = Self.forms[input.mediaType]
            if form == .baseMedia { film = try FilmBoxes(source) }
            if film?.hasWholeTables == false {
                facts.unread = "its tables state more than they hold; only its boxes were read"
            } else if let form {
                reading = try MediaProbe.read(source, as: form)
                try streams(reading, input, into: &facts)
            } else {
                facts.unread = "recordings of this format are not read"
            }
        } catch is SourceError {
            facts.unread = "the file ended while it was read"
        }
        var times = MediaTimes(film: film, stated: reading.stated)
        times.place(into: &facts)
        times.device(into: &facts)
        times.occurred(named: FileNameDate(input.main.name), into: &facts)
        if let film {
            if facts.facts["durationMilliseconds"] == nil, let length = film.duration {
                facts.facts["durationMilliseconds"] = String(length)
            }
            if film.isFragmented { facts.facts["fragmented"] = "yes" }
            if film.hasC2PA {
                facts.facts["c2pa"] = "present"
            } else if film.unread == nil {
                facts.facts["c2pa"] = "absent"
            }
            facts.unread = facts.unread ?? film.unread
        }
        return facts
    }

    private func streams(
        _ reading: MediaReading, _ input: IntakeInput, into facts: inout ReadFacts
    ) throws {
        facts.facts["container"] = reading.container
        if let length = reading.duration { facts.facts["durationMilliseconds"] = String(length) }
        let video = reading.tracks.filter { $0.kind == .video }
        let audio = reading.tracks.filter { $0.kind == .audio }
        if !video.isEmpty {
            facts.kind = .video
        } else if !audio.isEmpty {
            facts.kind = .audio
        } else {
            facts.unread =
                reading.isPartial
                ? "its streams lie further into it than is read"
                : "no stream of sound or pictures was found in it"
        }
        facts.facts["videoCodec"] = list(video.compactMap(\.codec))
        facts.facts["audioCodec"] = list(audio.compactMap(\.codec))
        facts.facts["codecs"] = list(reading.tracks.compactMap(\.codec))
        if let first = video.first, let width = first.width, let height = first.height {
            facts.facts["width"] = String(width)
            facts.facts["height"] = String(height)
            if let turn = first.rotation.flatMap({ Double($0) }), turn != 0 {
                facts.facts["rotation"] = Decimal.text(turn, digits: 3)
            }
        }
        facts.facts["sampleRate"] = audio.first?.sampleRate
        facts.facts["channels"] = audio.first?.channels
        if reading.tracks.count > 1 { facts.facts["streams"] = String(reading.tracks.count) }
        if input.mediaType == "audio/amr" || input.mediaType == "audio/amr-wb" {
            // The library takes every frame to be as long as the first.
            let counted = try VoiceFrames.duration(
                input.main.source, isWide: input.mediaType == "audio/amr-wb")
            facts.facts["durationMilliseconds"] = String(counted.milliseconds)
            if !counted.isWhole { facts.unread = "its last frame is cut off" }
        }
    }

    /// Each once, in their order.
    private func list(_ texts: [String]) -> String? {
        var kept: [String] = []
        for text in texts where !kept.contains(text) { kept.append(text) }
        return kept.isEmpty ? nil : kept.joined(separator: ", ")
    }
}
