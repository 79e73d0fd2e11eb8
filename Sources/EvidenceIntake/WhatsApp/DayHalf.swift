// SPDX-License-Identifier: Apache-2.0

/// Which half of the day a clock of twelve hours means.
enum DayHalf: Equatable {
    case morning
    case afternoon
    /// Around noon: eleven is before it, one is after it.
    case noon
    /// A word that is not known: both halves are possible.
    case unknown

    /// Reads a word that stands beside a time; nothing for one that only says "o'clock".
    init?(_ word: String) {
        let word = DayHalf.bare(word)
        if DayHalf.hours.contains(word) { return nil }
        if DayHalf.mornings.contains(word) {
            self = .morning
        } else if DayHalf.afternoons.contains(word) {
            self = .afternoon
        } else if word == "中午" || word == "noon" {
            self = .noon
        } else {
            self = .unknown
        }
    }

    /// The hours of the day that a clock's hour can mean.
    func hours(_ hour: Int) -> [Int] {
        guard hour <= 12 else { return [hour] }
        return switch self {
        case .morning: [hour % 12]
        case .afternoon: [hour % 12 + 12]
        case .noon: [hour < 11 ? hour + 12 : hour]
        case .unknown: [hour % 12, hour % 12 + 12]
        }
    }

    /// A word in small letters, without points and spaces.
    static func bare(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 == 0x20 }) { return "" }
        return String(
            word.lowercased().unicodeScalars.filter {
                !" .,،、\u{5f4}\u{22}".unicodeScalars.contains($0)
            })
    }

    /// Divides what stands between a date and a time into a word for the half of the day, and the rest.
    static func split(_ words: String) -> (marker: String, other: String) {
        // A comma and a space, nearly always.
        if words.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x2c }) { return ("", words) }
        let trimmed = words.filter { $0 != " " && $0 != "," && $0 != "،" && $0 != "、" }
        guard !trimmed.isEmpty else { return ("", words) }
        let word = bare(trimmed)
        if mornings.contains(word) || afternoons.contains(word) || word == "中午" {
            return (trimmed, words.filter { $0 == "," || $0 == " " || $0 == "،" })
        }
        return ("", words)
    }

    private static let mornings: Set<String> = [
        "am", "ص", "صباحا", "صباحًا", "上午", "凌晨", "清晨", "早上", "午前", "오전", "sa", "de", "πμ", "öö",
        "fm", "ap", "vm", "vorm", "dop", "dopoledne", "dopoludnia", "पूर्वाह्न", "পূর্বাহ্ণ", "ก่อนเที่ยง",
        "قظ", "\u{5dc}\u{5e4}\u{5e0}\u{5d4}\u{5e6}", "pg", "пп", "дп", "priešpiet", "priekšp",
        "முற்பகல்", "mañana", "damanhã", "manhã", "matin", "formiddag", "преобяд", "eparadites",
    ]

    private static let afternoons: Set<String> = [
        "pm", "م", "مساء", "مساءً", "下午", "晚上", "午後", "오후", "ch", "du", "μμ", "ös", "em", "ip", "nm",
        "nachm", "odp", "odpoledne", "popoludní", "अपराह्न", "অপরাহ্ণ", "หลังเที่ยง", "بظ",
        "\u{5d0}\u{5d7}\u{5d4}\u{5e6}", "ptg", "мп", "popiet", "pēcp", "பிற்பகல்", "tarde", "datarde",
        "noche", "danoite", "eftermiddag", "следобед", "epasdites",
    ]

    private static let hours: Set<String> = [
        "uhr", "น", "ч", "h", "г", "hod", "godz", "val", "ó", "",
    ]
}
