// SPDX-License-Identifier: Apache-2.0

/// The names of character sets in mail, and those by which iconv knows them.
enum CharsetNames {
    /// Every set that is opened.
    static let all: [String] =
        (1...16).filter { $0 != 12 }.map { "ISO-8859-\($0)" }
        + (1250...1258).map { "CP\($0)" } + [
            "UTF-7", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE",
            "KOI8-R", "KOI8-U", "KOI8-T", "MACINTOSH", "MAC-CYRILLIC", "CP437", "CP737", "CP775",
            "CP850", "CP852", "CP855", "CP857", "CP858", "CP860", "CP861", "CP862", "CP863",
            "CP864",
            "CP865", "CP866", "CP869", "CP874", "GB18030", "BIG5-HKSCS", "CP932", "EUC-JP",
            "ISO-2022-JP-2", "ISO-2022-JP-3", "CP949", "ISO-2022-KR", "ISO-2022-CN", "EUC-TW",
            "JOHAB", "TIS-620", "VISCII", "ARMSCII-8", "GEORGIAN-PS",
        ]

    private static let opened = Set(all)

    private static let others: [String: String] = [
        "utf8": "UTF-8", "unicode11utf8": "UTF-8", "utf8mb4": "UTF-8", "unicode11utf7": "UTF-7",
        "utf16": "UTF-16", "ucs2": "UTF-16", "iso10646ucs2": "UTF-16", "unicode": "UTF-16",
        "utf32": "UTF-32", "ucs4": "UTF-32", "utf7": "UTF-7",
        // In practice what is called Latin-1 was written by Windows.
        "usascii": "CP1252", "ascii": "CP1252", "ansix341968": "CP1252", "latin1": "CP1252",
        "iso88591": "CP1252", "l1": "CP1252", "cp819": "CP1252", "ansi": "CP1252",
        "latin2": "ISO-8859-2", "latin5": "CP1254", "iso88599": "CP1254", "latin9": "ISO-8859-15",
        "koi8": "KOI8-R", "koi8ru": "KOI8-U", "mac": "MACINTOSH", "macroman": "MACINTOSH",
        "xmacroman": "MACINTOSH", "xmaccyrillic": "MAC-CYRILLIC",
        "gb2312": "GB18030", "gbk": "GB18030", "cp936": "GB18030", "windows936": "GB18030",
        "euccn": "GB18030", "xgbk": "GB18030", "gb231280": "GB18030",
        "big5": "BIG5-HKSCS", "cp950": "BIG5-HKSCS", "windows950": "BIG5-HKSCS",
        "cnbig5": "BIG5-HKSCS", "xxbig5": "BIG5-HKSCS",
        "shiftjis": "CP932", "sjis": "CP932", "xsjis": "CP932", "mskanji": "CP932",
        "windows31j": "CP932", "ms932": "CP932", "ujis": "EUC-JP", "xeucjp": "EUC-JP",
        "iso2022jp": "ISO-2022-JP-2", "iso2022jp1": "ISO-2022-JP-2", "jis": "ISO-2022-JP-2",
        "csiso2022jp": "ISO-2022-JP-2", "iso2022jpms": "ISO-2022-JP-3",
        "euckr": "CP949", "ksc56011987": "CP949", "ksc5601": "CP949", "ksx1001": "CP949",
        "uhc": "CP949", "windows949": "CP949", "xwindows949": "CP949",
        "tis620": "CP874", "iso885911": "CP874", "viscii11": "VISCII",
        "dos866": "CP866", "ibmpc": "CP437",
    ]

    /// The name of a set without what is only dress: case, hyphens, quotes.
    private static func bare(_ name: String) -> String {
        String(
            decoding: name.utf8.compactMap { byte -> UInt8? in
                switch byte {
                case 0x30...0x39, 0x61...0x7A: byte
                case 0x41...0x5A: byte | 0x20
                default: nil
                }
            }, as: UTF8.self)
    }

    private static let byBareName: [String: String] = {
        var names: [String: String] = [:]
        for name in all { names[bare(name)] = name }
        for name in all where name.hasPrefix("CP") {
            let number = String(name.dropFirst(2))
            names["windows" + number] = name
            names["ibm" + number] = name
            names["xcp" + number] = name
        }
        for (bareName, name) in others { names[bareName] = name }
        return names
    }()

    /// The set that is opened under this name.
    static func canonical(_ stated: String) -> String? {
        guard stated.utf8.count <= 64 else { return nil }
        // RFC 2231 allows a language after an asterisk.
        let name = stated.prefix { $0 != "*" }
        let plain = bare(String(name))
        return byBareName[plain]
            ?? (plain.hasPrefix("cs") ? byBareName[String(plain.dropFirst(2))] : nil)
    }
}
