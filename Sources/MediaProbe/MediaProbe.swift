// SPDX-License-Identifier: Apache-2.0

import CMediaInfo
package import StrictCoding

/// Asks MediaInfo about a recording or a film, feeding it bytes and nothing else.
///
/// The library is given no name and no place of a file, so that there is none beside which it could
/// look for others, and it may use one of its parsers only, which the caller names: left to choose, it
/// takes a list of films for one and opens every file in it. It decodes neither pictures nor sound.
package enum MediaProbe {
    /// The formats that may be asked about, by the library's names of their parsers.
    package enum Form: String, Sendable, CaseIterable {
        case baseMedia = "Mpeg4"
        case ogg = "Ogg"
        case adaptiveMultiRate = "Amr"
        case riff = "Riff"
        case matroska = "Mk"
        case mpegAudio = "Mpega"
        case adts = "Adts"
        case flac = "Flac"
        case coreAudio = "Caf"
        case windowsMedia = "Wm"
        case programStream = "MpegPs"
        case transportStream = "MpegTs"
    }

    private static let names = [
        "Encoded_Date", "Tagged_Date", "Recorded_Date", "Mastered_Date", "Recorded_Location",
        "Encoded_Application", "Encoded_Library", "Encoded_Hardware_CompanyName",
        "Encoded_Hardware_Name", "Encoded_Hardware_Model", "Performer", "Title", "Comment",
        "Description", "Producer", "Originator", "com.apple.quicktime.make",
        "com.apple.quicktime.model", "com.apple.quicktime.software", "com.android.version",
        "com.android.manufacturer", "com.android.model",
    ]

    /// Streams, as the library numbers them.
    private enum Stream {
        static let general: Int32 = 0
        static let video: Int32 = 1
        static let audio: Int32 = 2
        static let text: Int32 = 3
    }

    /// What the library says of these bytes, read as this format and as no other.
    ///
    /// - Throws: what the source throws.
    package static func read(_ source: any SeekableSource, as form: Form) throws -> MediaReading {
        var reading = MediaReading()
        guard let handle = unsafe MediaInfo_New() else { return reading }
        defer { unsafe MediaInfo_Delete(handle) }
        unsafe set(handle, "File_ForceParser", form.rawValue)
        unsafe set(handle, "Internet", "No")
        unsafe set(handle, "File_TestContinuousFileNames", "0")
        unsafe set(handle, "File_TestDirectory", "0")
        unsafe set(handle, "File_CheckSideCarFiles", "0")
        // Who is referred to refers to nobody: no file is looked for that a film names.
        unsafe set(handle, "File_IsReferenced", "1")
        reading.isPartial = try unsafe feed(source, handle)
        unsafe MediaInfo_Open_Buffer_Finalize(handle)
        unsafe collect(handle, into: &reading)
        return reading
    }

    /// Lets the library load what it needs before the process closes its doors: its tables, and the zone
    /// of this machine, which it asks the system for.
    package static func prepare() {
        // The smallest film that has a date.
        var bytes = Bytes()
        bytes.append(bigEndian: UInt32(16))
        bytes.append(text: "ftypisom\0\0\0\0")
        bytes.append(bigEndian: UInt32(116))
        bytes.append(text: "moov")
        bytes.append(bigEndian: UInt32(108))
        bytes.append(text: "mvhd")
        bytes.append(bigEndian: UInt32(0))
        bytes.append(bigEndian: UInt32(3_600_000_000))
        bytes.append(bigEndian: UInt32(3_600_000_000))
        bytes.append(bigEndian: UInt32(1000))
        bytes.append(bigEndian: UInt32(1000))
        bytes.append(contentsOf: repeatElement(0, count: 80))
        _ = try? read(MemorySource(bytes), as: .baseMedia)
    }

    /// Hands over blocks, going where the library asks to; says whether it asked for too much.
    private static func feed(
        _ source: any SeekableSource, _ handle: UnsafeMutableRawPointer
    ) throws -> Bool {
        var offset: UInt64 = 0
        var fed = 0
        var jumps = 0
        unsafe MediaInfo_Open_Buffer_Init(handle, source.size, 0)
        while offset < source.size {
            guard fed < Limits.fedBytes else { return true }
            let left = source.size - offset
            var block = Bytes(repeating: 0, count: Int(min(left, UInt64(Limits.blockBytes))))
            let count = try source.read(at: offset, into: &block)
            guard count > 0 else { return false }
            fed += count
            offset += UInt64(count)
            let state = unsafe block.withUnsafeMutableBufferPointer { buffer in
                unsafe MediaInfo_Open_Buffer_Continue(handle, buffer.baseAddress, count)
            }
            // The fourth bit says that it has seen enough.
            if state & 8 != 0 { return false }
            let wanted = unsafe MediaInfo_Open_Buffer_Continue_GoTo_Get(handle)
            guard wanted != UInt64.max else { continue }
            jumps += 1
            guard jumps < Limits.jumps else { return true }
            offset = min(wanted, source.size)
            unsafe MediaInfo_Open_Buffer_Init(handle, source.size, offset)
        }
        return false
    }

    private static func collect(
        _ handle: UnsafeMutableRawPointer, into reading: inout MediaReading
    ) {
        reading.container = unsafe get(handle, Stream.general, 0, "Format")
        reading.duration = unsafe number(handle, Stream.general, 0, "Duration")
        for name in names { reading.stated[name] = unsafe get(handle, Stream.general, 0, name) }
        for kind in MediaReading.Track.Kind.allCases {
            let stream =
                switch kind {
                case .video: Stream.video
                case .audio: Stream.audio
                case .text: Stream.text
                }
            let count = unsafe MediaInfo_Count_Get(handle, stream, -1)
            for index in 0..<min(Int(clamping: count), Limits.tracks)
            where reading.tracks.count < Limits.tracks {
                unsafe reading.tracks.append(track(handle, kind, stream, index))
            }
        }
    }

    private static func track(
        _ handle: UnsafeMutableRawPointer, _ kind: MediaReading.Track.Kind, _ stream: Int32,
        _ index: Int
    ) -> MediaReading.Track {
        let codec = unsafe get(handle, stream, index, "Format")
        let more = unsafe get(handle, stream, index, "Format_AdditionalFeatures")
        return unsafe MediaReading.Track(
            kind: kind, codec: codec.map { [$0, more].compactMap(\.self).joined(separator: " ") },
            duration: number(handle, stream, index, "Duration"),
            width: number(handle, stream, index, "Width"),
            height: number(handle, stream, index, "Height"),
            rotation: get(handle, stream, index, "Rotation"),
            sampleRate: get(handle, stream, index, "SamplingRate"),
            channels: get(handle, stream, index, "Channel(s)"))
    }

    private static func set(_ handle: UnsafeMutableRawPointer, _ name: String, _ value: String) {
        unsafe wide(name).withUnsafeBufferPointer { name in
            unsafe wide(value).withUnsafeBufferPointer { value in
                _ = unsafe MediaInfo_Option(handle, name.baseAddress, value.baseAddress)
            }
        }
    }

    private static func get(
        _ handle: UnsafeMutableRawPointer, _ stream: Int32, _ index: Int, _ name: String
    ) -> String? {
        unsafe wide(name).withUnsafeBufferPointer { name in
            // Text is kind 1; a name, kind 0, is what is searched.
            unsafe text(MediaInfo_Get(handle, stream, index, name.baseAddress, 1, 0))
        }
    }

    private static func number(
        _ handle: UnsafeMutableRawPointer, _ stream: Int32, _ index: Int, _ name: String
    ) -> UInt64? {
        guard let text = unsafe get(handle, stream, index, name) else { return nil }
        return UInt64(text.prefix { $0 != "." })
    }

    private static func wide(_ text: String) -> ContiguousArray<Int32> {
        ContiguousArray(text.unicodeScalars.map { Int32(bitPattern: $0.value) } + [0])
    }

    /// A wide text as the library keeps it, up to its zero.
    private static func text(_ start: UnsafePointer<Int32>?) -> String? {
        guard let start = unsafe start else { return nil }
        var scalars = String.UnicodeScalarView()
        var index = 0
        while index < Limits.textLetters {
            let value = unsafe start[index]
            if value == 0 { break }
            scalars.append(Unicode.Scalar(UInt32(bitPattern: value)) ?? "\u{FFFD}")
            index += 1
        }
        let text = String(scalars)
        // The library's word for what it does not show.
        return text.isEmpty || text == "(Binary)" ? nil : text
    }
}
