// SPDX-License-Identifier: Apache-2.0

import CMediaCopier
import CopierProtocol
import StrictCoding

/// A picture as JPEG, upright, in the colours of a plain screen, on white where it is transparent.
struct PictureCopy {
    private let mediaType: String
    private let kind: CopyKind

    init(_ mediaType: String, _ kind: CopyKind) {
        self.mediaType = mediaType
        self.kind = kind
    }

    func make(_ source: any SeekableSource, _ sink: any ByteSink) throws -> MadeCopy {
        guard source.size <= CopierProtocol.Limits.pictureBytes else { throw CopyRefusal.tooLarge }
        var bytes = try source.bytes(at: 0, count: Int(source.size))
        if let (width, height) = PictureLayout.size(of: bytes, mediaType) {
            let (pixels, isOver) = width.multipliedReportingOverflow(by: height)
            guard !isOver, pixels <= CopierProtocol.Limits.pixels else {
                throw CopyRefusal.tooManyPixels
            }
        }
        let orientation = PictureLayout.orientation(of: bytes, mediaType)
        if mediaType == "image/webp", let first = MovingWebP.firstFrame(bytes) { bytes = first }
        var wish = mc_wish(
            pixels: CopierProtocol.Limits.pixels,
            side: kind == .small ? UInt32(CopierProtocol.Limits.smallSide) : 0,
            quality: kind == .small ? Limits.smallQuality : Limits.fullQuality,
            orientation: Int32(orientation))
        var made = mc_made()
        try unsafe MediaFlow(source, sink).run { flow in
            unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe mc_picture(form, buffer.baseAddress, buffer.count, &wish, flow, &made)
            }
        }
        return MadeCopy(
            form: .picture(width: UInt64(made.width), height: UInt64(made.height)),
            flaws: made.flaws, libraries: MediaCopying.libraries(of: kind))
    }

    private var form: mc_form {
        switch mediaType {
        case "image/jpeg": MC_JPEG
        case "image/png": MC_PNG
        case "image/gif": MC_GIF
        case "image/bmp": MC_BMP
        case "image/tiff": MC_TIFF
        case "image/webp": MC_WEBP
        default: MC_HEIF
        }
    }
}
