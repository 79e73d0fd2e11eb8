// SPDX-License-Identifier: Apache-2.0

/// The app's own words in the languages that were seen, without marks, in small letters and without a
/// full stop at the end. A text in a language that is not here stays a message.
enum WhatsAppPhrases {
    /// What stands for a message that was deleted.
    static let deleted: Set<String> = [
        "you deleted this message", "this message was deleted", "message deleted",
        "you deleted this message as admin", "this message was deleted by admin",
        "du hast diese nachricht gelöscht", "diese nachricht wurde gelöscht",
        "hai eliminato questo messaggio", "questo messaggio è stato eliminato",
        "apagou esta mensagem", "esta mensagem foi apagada", "mensagem apagada",
        "você apagou esta mensagem", "você apagou essa mensagem", "eliminaste este mensaje",
        "se eliminó este mensaje", "este mensaje fue eliminado", "se ha eliminado este mensaje",
        "vous avez supprimé ce message", "ce message a été supprimé", "ви видалили це повідомлення",
        "це повідомлення було видалено", "це повідомлення видалено",
        "вы удалили данное сообщение", "данное сообщение удалено", "вы удалили это сообщение",
        "это сообщение удалено", "сообщение удалено", "u hebt dit bericht verwijderd",
        "je hebt dit bericht verwijderd", "dit bericht is verwijderd", "anda menghapus pesan ini",
        "pesan ini dihapus", "pesan ini telah dihapus", "bu mesaj silindi", "bu mesajı sildiniz",
        "usunięto tę wiadomość", "ta wiadomość została usunięta", "usunięto wiadomość",
        "tato zpráva byla odstraněna", "tato zpráva byla smazána", "tuto zprávu jste smazali",
        "tuto zprávu jste odstranil(a)", "táto správa bola odstránená", "ez az üzenet törölve lett",
        "üzenet törölve", "törölted ezt az üzenetet", "acest mesaj a fost șters",
        "ai șters acest mesaj", "det här meddelandet togs bort", "du tog bort det här meddelandet",
        "denne besked blev slettet", "du slettede denne besked", "denne meldingen ble slettet",
        "du slettet denne meldingen", "tämä viesti poistettiin", "poistit tämän viestin",
        "αυτό το μήνυμα διαγράφηκε", "διαγράψατε αυτό το μήνυμα", "لقد حذَفت هذه الرسالة",
        "لقد حذفت هذه الرسالة", "تم حذف هذه الرسالة", "ההודעה נמחקה", "הודעה זו נמחקה",
        "מחקת את ההודעה הזו", "आपने यह मैसेज डिलीट किया", "यह मैसेज डिलीट कर दिया गया है",
        "このメッセージを削除しました", "このメッセージは削除されました", "您已删除此消息", "此消息已被删除",
        "此消息已删除", "你刪除了此訊息", "此訊息已刪除", "삭제된 메시지입니다", "이 메시지를 삭제했습니다",
        "คุณลบข้อความนี้แล้ว", "ข้อความนี้ถูกลบแล้ว", "tin nhắn này đã bị xóa",
        "bạn đã xóa tin nhắn này", "anda telah memadam mesej ini", "mesej ini telah dipadamkan",
        "این پیام حذف شده است", "یہ پیغام حذف کر دیا گیا", "এই বার্তাটি মুছে ফেলা হয়েছে",
    ]

    /// What stands behind a message that was edited, without its angle brackets.
    static let edited: Set<String> = [
        "this message was edited", "diese nachricht wurde bearbeitet", "se editó este mensaje",
        "este mensaje fue editado", "este mensaje se editó", "ce message a été modifié",
        "mensagem editada", "esta mensagem foi editada", "essa mensagem foi editada",
        "questo messaggio è stato modificato", "сообщение изменено", "данное сообщение изменено",
        "это сообщение было изменено", "це повідомлення відредаговано", "повідомлення змінено",
        "dit bericht is bewerkt", "bu mesaj düzenlendi", "pesan ini diedit",
        "pesan ini telah diedit",
        "edytowano wiadomość", "ta wiadomość została edytowana", "zpráva byla upravena",
        "tato zpráva byla upravena", "acest mesaj a fost editat", "det här meddelandet redigerades",
        "denne besked blev redigeret", "denne meldingen ble redigert", "tätä viestiä muokattiin",
        "αυτό το μήνυμα επεξεργάστηκε", "تم تعديل هذه الرسالة", "ההודעה נערכה", "הודעה זו נערכה",
        "इस मैसेज को एडिट किया गया है", "यह मैसेज एडिट किया गया", "このメッセージは編集されました",
        "此消息已编辑", "已编辑此消息", "此訊息已編輯", "메시지가 수정되었습니다", "ข้อความนี้ถูกแก้ไข",
        "tin nhắn này đã được chỉnh sửa", "mesej ini telah diedit",
    ]

    /// What an Android phone writes for media that the person left out, in angle brackets.
    static let omittedInBrackets: Set<String> = [
        "media omitted", "medien ausgeschlossen", "medien weggelassen", "multimedia omitido",
        "archivo omitido", "média omis", "médias omis", "média absent", "fichier média omis",
        "mídia oculta", "arquivo de mídia oculto", "ficheiro não revelado", "média oculta",
        "media omesso", "media omessi", "без медиафайлов", "média vynechány", "média vynechané",
        "média vynechána", "media weggelaten", "медіа пропущено", "без медіафайлів",
        "media tidak disertakan", "medya dahil edilmedi", "medya atlandı", "pominięto multimedia",
        "fără media", "media omis", "conținut media omis", "media har utelämnats",
        "media utelämnad", "mediefil udeladt", "medier udeladt", "media utelatt",
        "mediefil utelatt",
        "media jätettiin pois", "media poistettu", "média kihagyva", "τα μέσα παραλείφθηκαν",
        "παραλείφθηκαν τα πολυμέσα", "تم استبعاد الوسائط", "تم حذف الوسائط", "המדיה לא נכללה",
        "מדיה הושמטה", "मीडिया छोड़ा गया", "मीडिया को छोड़ दिया गया", "メディアなし",
        "メディアは含まれていません", "省略多媒体文件", "忽略多媒体文件", "略過多媒體檔", "忽略多媒體檔案",
        "미디어 파일을 생략한 대화내용", "미디어 파일 제외됨", "ไม่รวมสื่อ", "bỏ qua media",
        "media diabaikan", "медиите са пропуснати", "mediji izostavljeni",
        "medijski zapis izostavljen",
        "video note omitted", "view once voice message omitted",
    ]

    /// What an Android phone writes behind the name of a file, in parentheses.
    static let attached: Set<String> = [
        "file attached", "datei angehängt", "archivo adjunto", "fichier joint", "arquivo anexado",
        "ficheiro anexado", "file allegato", "файл добавлен", "файл приложен", "файл додано",
        "soubor byl přiložen", "súbor bol priložený", "bestand bijgevoegd", "dosya ekli",
        "file terlampir", "fail dilampirkan", "załączono plik", "plik dołączony", "fișier atașat",
        "fil bifogad", "bifogad fil", "fil vedhæftet", "vedhæftet fil", "fil vedlagt",
        "vedlagt fil",
        "tiedosto liitetty", "fájl csatolva", "συνημμένο αρχείο", "επισυνάφθηκε αρχείο", "ملف مرفق",
        "الملف مرفق", "קובץ מצורף", "फ़ाइल संलग्न है", "फ़ाइल अटैच की गई", "添付ファイル", "ファイル添付",
        "文件附件", "附件", "檔案已附加", "파일 첨부됨", "첨부 파일", "ไฟล์ที่แนบมา", "แนบไฟล์แล้ว",
        "đã đính kèm tệp", "tệp đính kèm", "прикачен файл", "datoteka priložena",
    ]
}
