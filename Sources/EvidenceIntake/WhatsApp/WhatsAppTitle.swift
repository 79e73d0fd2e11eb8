// SPDX-License-Identifier: Apache-2.0

/// The name of a chat, as far as the export says it.
enum WhatsAppTitle {
    /// What stands before the name in the name of a file, in several languages.
    private static let beginnings = [
        "whatsapp chat with ", "whatsapp chat - ", "whatsapp-chat mit ", "whatsapp chat mit ",
        "chat de whatsapp con ", "conversación de whatsapp con ", "chat whatsapp con ",
        "discussion whatsapp avec ", "conversa do whatsapp com ", "conversa whatsapp com ",
        "чат whatsapp с контактом ", "чат whatsapp з контактом ", "чат whatsapp с ",
        "whatsapp-chat met ", "whatsapp chat met ", "chat whatsapp s uživatelem ",
        "chat whatsapp s ", "czat whatsapp z ", "czat whatsapp - ", "conversație whatsapp cu ",
        "whatsapp-chatt med ", "whatsapp-chat med ", "whatsapp chat med ",
        "whatsapp-keskustelu: ", "obrolan whatsapp dengan ", "chat whatsapp dengan ",
        "sembang whatsapp dengan ", "محادثة واتساب مع ", "دردشة واتساب مع ",
        "صفحة دردشة واتساب مع ",
        "chat whatsapp với ",
    ]

    /// The name in a file's name; nothing where it has none, as `_chat.txt`.
    static func name(ofFile file: String) -> String? {
        var stem = TextForms.trimmed(
            String(
                String.UnicodeScalarView(
                    file.unicodeScalars.map { ScalarReader.isSpace($0.value) ? " " : $0 })))
        for ending in [".txt", ".zip"] where stem.lowercased().hasSuffix(ending) {
            stem = String(stem.dropLast(ending.count))
        }
        let small = stem.lowercased()
        for beginning in beginnings where small.hasPrefix(beginning) {
            let name = TextForms.trimmed(stem.dropFirst(beginning.count))
            return name.isEmpty ? nil : name
        }
        for ending in [" ile whatsapp sohbeti", " 與 whatsapp 的對話"] where small.hasSuffix(ending) {
            return String(stem.dropLast(ending.count))
        }
        return nil
    }

    /// Whether a file's name is one that the app gives: any word beside `WhatsApp`, or `_chat.txt`.
    static func isExport(_ file: String) -> Bool {
        let small = TextForms.plain(file)
        return small == "_chat.txt" || small.contains("whatsapp") || small.contains("واتساب")
    }
}
