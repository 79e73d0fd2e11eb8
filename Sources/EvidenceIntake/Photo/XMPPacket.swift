// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The few properties of an XMP packet that tell of time, place, device and provenance.
///
/// It looks for properties by the names that everybody gives them, as attributes or as elements with
/// plain text, in one pass. It is no XML parser: it knows no entities but the five, and follows nothing.
struct XMPPacket {
    /// The first value of each property that was met, by its name with the prefix.
    private(set) var values: [String: String] = [:]
    /// Every kind of file that a directory of contents lists.
    private(set) var contents: [String] = []

    private static let wanted: Set<String> = [
        "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmp:CreatorTool",
        "exif:DateTimeOriginal", "exif:DateTimeDigitized", "exif:GPSLatitude",
        "exif:GPSLongitude", "exif:GPSTimeStamp", "photoshop:DateCreated", "tiff:Make",
        "tiff:Model", "tiff:Orientation", "GCamera:MicroVideo", "GCamera:MicroVideoOffset",
        "GCamera:MotionPhoto", "Camera:MotionPhoto", "Camera:MicroVideo", "dcterms:provenance",
        "Iptc4xmpExt:DigitalSourceType", "xap:CreateDate", "xap:ModifyDate", "xap:CreatorTool",
        "exif:UserComment",
    ]

    init(_ bytes: Bytes) {
        // A packet may be written in two bytes a letter; that is rare, and it is not read.
        let bytes = bytes.count > Limits.packetBytes ? Bytes() : bytes
        var offset = 0
        while let open = bytes[offset...].firstIndex(of: 0x3C) {
            let body = open + 1
            guard let close = Self.end(of: body, in: bytes) else { return }
            offset = close + 1
            guard let first = bytes[body..<close].first, first != 0x2F, first != 0x3F,
                first != 0x21
            else { continue }
            tag(bytes, body, close)
        }
    }

    /// Where a tag ends: the first `>` outside of quotation marks.
    private static func end(of start: Int, in bytes: Bytes) -> Int? {
        var quote: UInt8?
        for index in start..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return index
            }
        }
        return nil
    }

    private mutating func tag(_ bytes: Bytes, _ start: Int, _ end: Int) {
        func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
        let name = bytes[start..<end].prefix { !isBlank($0) && $0 != 0x2F }
        if end + 1 < bytes.count, bytes[end - 1] != 0x2F, isWanted(name) {
            let text = bytes[(end + 1)...].prefix { $0 != 0x3C }
            set(name, text)
        }
        var offset = name.endIndex
        while offset < end {
            while offset < end, isBlank(bytes[offset]) { offset += 1 }
            guard let equals = bytes[offset..<end].firstIndex(of: 0x3D) else { return }
            let key = bytes[offset..<equals].filter { !isBlank($0) }
            var open = equals + 1
            while open < end, isBlank(bytes[open]) { open += 1 }
            guard open < end, bytes[open] == 0x22 || bytes[open] == 0x27,
                let close = bytes[(open + 1)..<end].firstIndex(of: bytes[open])
            else { return }
            let value = bytes[(open + 1)..<close]
            if isWanted(key) { set(key, value) }
            if Bytes(key) == Bytes(text: "Item:Mime"), contents.count < 16,
                let text = Self.text(value)
            {
                contents.append(text)
            }
            offset = close + 1
        }
    }

    private func isWanted(_ name: some Collection<UInt8>) -> Bool {
        name.count <= 40 && Self.wanted.contains(Bytes(name).strictText ?? "")
    }

    private mutating func set(_ name: some Collection<UInt8>, _ value: some Collection<UInt8>) {
        guard var key = Bytes(name).strictText, let text = Self.text(value) else { return }
        // The name that the same properties had at first.
        if key.hasPrefix("xap:") { key = "xmp:" + key.dropFirst(4) }
        if key.hasPrefix("Camera:") { key = "G" + key }
        if values[key] == nil { values[key] = text }
    }

    private static func text(_ value: some Collection<UInt8>) -> String? {
        guard let text = Text.of(value.prefix(2048)) else { return nil }
        guard text.utf8.contains(0x26) else { return text }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&apos;", with: "'")
            .replacing("&amp;", with: "&")
    }

    /// As facts, each name saying that it comes from XMP.
    var facts: [String: String] {
        let names = [
            "xmp:CreateDate": "xmpCreateDate", "xmp:ModifyDate": "xmpModifyDate",
            "xmp:MetadataDate": "xmpMetadataDate", "xmp:CreatorTool": "xmpCreatorTool",
            "exif:DateTimeOriginal": "xmpDateTimeOriginal",
            "exif:DateTimeDigitized": "xmpDateTimeDigitized",
            "exif:GPSLatitude": "xmpLatitude", "exif:GPSLongitude": "xmpLongitude",
            "exif:GPSTimeStamp": "xmpGPSTime", "photoshop:DateCreated": "xmpDateCreated",
            "tiff:Make": "xmpMake", "tiff:Model": "xmpModel", "tiff:Orientation": "xmpOrientation",
            "dcterms:provenance": "c2paLink",
            "Iptc4xmpExt:DigitalSourceType": "xmpDigitalSourceType",
            "exif:UserComment": "xmpUserComment",
        ]
        var facts: [String: String] = [:]
        for (property, name) in names { facts[name] = values[property] }
        let isMotion =
            values["GCamera:MotionPhoto"] == "1" || values["GCamera:MicroVideo"] == "1"
            || contents.contains("video/mp4") || contents.contains("video/quicktime")
        if isMotion { facts["motionPhotoStated"] = "yes" }
        return facts
    }
}
