// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import StrictCoding

/// What people write, and what a computer lets them write, in every field of a report that takes a text.
enum EveryField {
    /// Names and texts; each is put into every field of exhibits of its own.
    static let texts: [(name: String, text: String)] = [
        ("Arabic with Latin and numbers", arabic), ("Hebrew with Latin and numbers", hebrew),
        (
            "Urdu in tall letters",
            "میں جانتا ہوں کہ تم کہاں رہتی ہو، گلی نمبر ۱۲ (Rose Street 12)، فون ‎+44 7700 900142"
        ),
        ("India", "मुझे पता है तुम कहाँ हो क्ष्म्य র‍্যাব আমি জানি நீ எங்கே தெரியும் ನನಗೆ ഞാൻ ශ්‍රී"),
        (
            "Thai, Khmer, Tibetan, Burmese",
            "ฉันรู้ว่าคุณอยู่ที่ไหนและฉันจะไปหาคุณคืนนี้ ខ្ញុំដឹងថាអ្នកនៅឯណា ཁྱེད་རང་ག་པར་ཡོད་པ་ རྐྱབས ငါသိတယ် ကြွယ်"
        ),
        ("China, Japan, Korea", "我知道你在哪里。あなたの居場所を知っている（昨日 18:40）。네가 어디 있는지 알아 ㅋㅋㅋㅋ"),
        ("emoji", "👩‍👩‍👧‍👦 🏳️‍🌈 🏴‍☠️ 🇬🇧🇫🇷🇺🇦 👍🏽👩🏿‍🚒 ❤️‍🔥 1️⃣#️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🫱🏼‍🫲🏿 ☎ ☎️ ©"),
        ("stacked marks", zalgo), ("turned directions", turned),
        ("invisible and control", invisible),
        ("a long word", String(repeating: "Wilhelm", count: 100)),
        ("many lines", String(repeating: "x\n", count: 60)),
        (
            "markup",
            "</bdi></td></table><script>alert(1)</script>\" onload='x' &lt; &#60;b&#62; ]]> =cmd|' /C'!A0"
        ),
        ("wide and high", "﷽﷽﷽ ꧅꧅ 𒈙𒈙𒈙 ௵ ᩓ ᰄ 𐎠𐎢 ⸻⸻ ⁂ ｗｉｄｅ Ａ̊̈ " + String(repeating: "_", count: 300)),
        ("old and rare", "ᠮᠣᠩᠭᠣᠯ ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ ߒߞߏ ܐܢܐ ܝܕܥ ދިވެހި አውቃለሁ ვიცი Գիտեմ ⲧⲙⲏⲧ 𓀀𓁐 Ǆ ﬁ ǅ ß ẞ İı"),
    ]

    /// Texts without end, and letters that nobody has given a shape.
    static let long: [(name: String, text: String)] = [
        ("one word without a space", String(repeating: "Wilhelm", count: 2_858)),
        ("five thousand lines", String(repeating: "x\n", count: 5_000)),
        ("unassigned", "a\u{0378}b\u{05FF}\u{1FFFD}c"),
    ]

    private static let arabic =
        "أعرف أين تسكنين (12 Rose St.) يوم 2024-02-19 الساعة 10:30, file «report.pdf» — العدد ٣٫٥٠٠! www.example.com/أ/ب"
    private static let hebrew =
        "אני יודע איפה את גרה: רחוב 42/7, EX/1 — \"abc\" (שלום) ₪3,500; +972-50-123-4567 end בְּרֵאשִׁית"
    private static let turned =
        "invoice\u{202E}fdp.exe\u{202C} \u{2067}photo_\u{2066}gpj.scr\u{2069}\u{2069} abc\u{200F}(\u{061C}1\u{200E}) \u{202B}x\u{202A}y\u{202D}z"
    private static let invisible =
        "a\u{200B}b\u{FEFF}c\u{2060}d\u{00AD}e\u{00A0}f\u{034F}g\u{180E}h\u{115F}i\u{3164}j\u{2800}k\u{FFFD}l"
        + "\u{E000}\u{F8FF}\u{10FFFD}\u{FFFE}\u{1FFFF}\u{E0001}\u{E0041}"
        + "\u{1}\u{7}\u{8}\t\u{B}\u{C}\u{1B}[31m\u{7F}\u{85}\u{9B}2J\u{9F}\u{FE0F}x\u{FE0F}\u{200D}y\u{200C}z"
    private static let zalgo: String = {
        var text = ""
        let above: [UInt32] = [0x301, 0x30D, 0x30E, 0x310, 0x312, 0x313, 0x342, 0x35B]
        let below: [UInt32] = [0x316, 0x317, 0x323, 0x324, 0x330, 0x331, 0x347, 0x353]
        for (index, letter) in "He comes, Σ і ש ก 界 ".unicodeScalars.enumerated() {
            text.unicodeScalars.append(letter)
            for place in 0..<(index % 3 == 0 ? 20 : 8) {
                let marks = place.isMultiple(of: 2) ? above : below
                if let mark = Unicode.Scalar(marks[(place / 2 + index) % marks.count]) {
                    text.unicodeScalars.append(mark)
                }
            }
        }
        return text + " \u{301}\u{302} \u{488}\u{489}a\u{20DD}b\u{20E3} e\u{301}e\u{0303}\u{0323}"
    }()

    /// A report with each of them in every field of an exhibit of every kind.
    ///
    /// - Parameter most: bytes of each, in all fields but a message's and an order's text.
    static func input(
        _ texts: [(name: String, text: String)] = texts, atMost most: Int = .max
    ) throws -> ReportInput {
        var input = ReportInput(
            sealing: try MadeReport.sealing(), exhibits: [],
            howToCheck: ["HOW TO CHECK\n\n1. ONE\n\n- a point\n- another\n\n    sha256sum x\n"])
        for (index, text) in texts.enumerated() {
            let part = try Hostile.input(
                text.text, first: index * 5 + 1, after: UInt64(index) * 40, atMost: most)
            input.exhibits += part.exhibits
            input.conversations += part.conversations
            input.pictures += part.pictures
            // One report is sealed once: the last text of all.
            input.sealing = part.sealing
        }
        // An incident and an order that were told to stop, so that every section has its lines.
        let first = UInt64(texts.count) * 40 + 1
        input.exhibits.append(
            try MadeReport.exhibit(
                texts.count * 5 + 1,
                MadeReport.incident(
                    first,
                    [
                        "what": .string("I told him to stop."),
                        "when": ["from": .string("2026-10-12T15:10+01:00")],
                        "kind": .string("told-to-stop"), "breaches": .array([.integer(15)]),
                    ])))
        input.sealing.size = first + 20
        return input
    }
}
