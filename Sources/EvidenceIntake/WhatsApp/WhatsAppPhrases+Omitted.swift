// SPDX-License-Identifier: Apache-2.0

extension WhatsAppPhrases {
    /// What an iPhone writes for media that the person left out.
    static let omitted: Set<String> = [
        "image omitted", "video omitted", "audio omitted", "gif omitted", "sticker omitted",
        "document omitted", "contact card omitted", "media omitted", "video note omitted",
        "bild weggelassen", "video weggelassen", "audio weggelassen", "gif weggelassen",
        "sticker weggelassen", "dokument weggelassen", "kontaktkarte ausgelassen",
        "kontaktkarte weggelassen", "image absente", "vidéo absente", "audio omis",
        "gif retiré", "gif retirée", "sticker omis", "autocollant omis", "document manquant",
        "fiche contact manquante", "carte de contact omise", "immagine omessa", "video omesso",
        "audio omesso", "scheda contatto omessa", "sticker non incluso", "documento omesso",
        "gif esclusa", "imagen omitida", "video omitido", "audio omitido",
        "tarjeta de contacto omitida", "sticker omitido", "documento omitido", "gif omitido",
        "imagem não revelada", "vídeo não revelado", "ficheiro de áudio não revelado",
        "contacto não revelado", "sticker não revelado", "documento não revelado",
        "gif não revelada", "gif não revelado", "imagem ocultada", "vídeo omitido",
        "áudio ocultado",
        "figurinha omitida", "gif omitida", "cartão do contato omitido", "изображение отсутствует",
        "видео отсутствует", "аудиофайл отсутствует", "gif отсутствует", "стикер отсутствует",
        "документ отсутствует", "контакт отсутствует", "карточка контакта отсутствует",
        "зображення відсутнє", "відео відсутнє", "аудіо відсутнє", "картка контакту відсутня",
        "наклейку не додано", "документ пропущено", "gif-анімацію пропущено", "obrázek vynechán",
        "video vynecháno", "audio vynecháno", "nálepka vynechána", "dokument vynechán",
        "gif vynechán", "karta kontaktu vynechána", "afbeelding weggelaten", "video weggelaten",
        "audio weggelaten", "gif weggelaten", "sticker weggelaten", "document weggelaten",
        "contactkaart weggelaten", "gambar tidak disertakan", "video tidak disertakan",
        "audio tidak disertakan", "kartu kontak tidak disertakan", "stiker tidak disertakan",
        "dokumen tidak disertakan", "gif tidak disertakan", "görüntü dahil edilmedi",
        "video dahil edilmedi", "ses dahil edilmedi", "belge dahil edilmedi", "obraz pominięto",
        "pominięto obraz", "pominięto wideo", "pominięto audio", "pominięto dokument",
        "pominięto naklejkę", "bild utelämnad", "video utelämnad", "billede udeladt",
        "bilde utelatt", "kuva jätetty pois", "kép kihagyva", "imagine omisă",
        "εικόνα παραλείφθηκε", "لم يتم إدراج الصورة", "لم يتم إدراج الفيديوهات",
        "لم يتم إدراج المقاطع الصوتية", "لم يتم إدراج بطاقة جهة اتصال", "تم حذف الملصقات",
        "لم يتم إدراج المستند", "لم يتم إدراج صورة gif", "תמונה הושמטה", "סרטון הווידאו הושמט",
        "फ़ोटो हटाई गई", "वीडियो छोड़ा गया", "ऑडियो हटाई गयी", "कॉन्टैक्ट कार्ड छोड़ा गया",
        "स्टिकर छोड़ा गया", "डॉक्यूमेंट छोड़ा गया", "gif छोड़ा गया", "画像は含まれていません",
        "ビデオは含まれていません", "音声は含まれていません", "連絡先カードを省略", "スタンプは含まれていません",
        "ドキュメントは含まれていません", "gifは含まれていません", "图像已忽略", "视频已忽略", "音频已忽略",
        "图片已省略", "圖片已略去", "影片已略去", "음성 파일 생략됨", "사진 생략됨", "동영상 생략됨",
        "ไม่รวมรูปภาพ", "hình ảnh bị bỏ qua",
    ]

    /// Calls, as a line of their own.
    static let calls: Set<String> = [
        "missed voice call", "missed video call", "missed group voice call",
        "missed group video call", "voice call", "video call", "silenced voice call",
        "silenced video call", "verpasster sprachanruf", "verpasster videoanruf",
        "llamada perdida", "llamada de voz perdida", "videollamada perdida",
        "appel vocal manqué", "appel vidéo manqué", "chiamata vocale persa", "videochiamata persa",
        "chamada de voz perdida", "chamada de vídeo perdida", "ligação de voz perdida",
        "ligação de vídeo perdida", "chamada não atendida", "gemiste spraakoproep",
        "gemiste video-oproep", "пропущенный аудиозвонок", "пропущенный видеозвонок",
        "пропущений аудіовиклик", "пропущений відеовиклик", "cevapsız sesli arama",
        "cevapsız görüntülü arama", "panggilan suara tak terjawab", "panggilan video tak terjawab",
        "zmeškaný hlasový hovor", "zmeškaný videohovor", "nieodebrane połączenie głosowe",
        "nieodebrane połączenie wideo", "مكالمة صوتية فائتة", "مكالمة فيديو فائتة",
        "मिस्ड वॉइस कॉल", "मिस्ड वीडियो कॉल", "不在着信", "未接语音通话", "未接语音来电", "부재중 음성통화",
    ]

    /// Words with which a call begins that was answered; a length stands behind them.
    static let callBeginnings = [
        "voice call, ", "video call, ", "voice call. ", "video call. ", "missed voice call, ",
        "missed video call, ", "missed voice call. ", "missed video call. ",
        "sprachanruf, ", "videoanruf, ",
    ]

    /// Parts of the app's own announcements; whole sentences change with its versions.
    static let announcements = [
        "end-to-end encrypt", "ende-zu-ende-verschlüssel", "crittografati end-to-end",
        "crittografia end-to-end", "encriptadas ponto a ponto", "criptografia de ponta a ponta",
        "protegidas com a criptografia", "cifrados de extremo a extremo",
        "cifrado de extremo a extremo", "chiffrés de bout en bout", "chiffrement de bout en bout",
        "наскрізним шифруванням", "сквозным шифрованием", "end-to-end versleuteld",
        "end-to-end-versleuteling", "terenkripsi secara end-to-end", "uçtan uca şifre",
        "szyfrowane end-to-end", "szyfrowaniem typu end-to-end", "koncovým šifrováním",
        "koncovým šifrovaním", "koncově šifrov", "مشفرة تمامًا بين الطرفين",
        "التشفير التام بين الطرفين", "एंड-टू-एंड एन्क्रिप्ट", "エンドツーエンド暗号化",
        "端到端加密", "端對端加密", "종단간 암호화", "보안 코드", "מוצפנות מקצה לקצה",
        "your security code with", "you created group", "created group \"", "created group “",
        "created this group", "changed the subject from", "changed the subject to",
        "changed the group name", "changed the group description", "changed this group's icon",
        "changed this group's settings", "changed the group's settings",
        "added you", "turned off disappearing messages", "turned on disappearing messages",
        "updated the message timer", "joined using this group's invite link",
        "changed their phone number to a new number", "is a contact", "you blocked this contact",
        "you unblocked this contact", "this chat is with a business account",
        "this business is now registered", "sicherheitsnummer für", "codice di sicurezza con",
        "código de segurança partilhado", "código de segurança com", "código de seguridad con",
        "code de sécurité avec", "код безпеки з контактом", "код безопасности",
        "beveiligingscode met", "kode keamanan anda dengan", "güvenlik kodu", "رمز أمانك",
        "आपका सुरक्षा कोड", "とのセキュリティコードが変更", "hat die gruppe", "du hast die gruppe",
        "ha creado el grupo", "creó el grupo", "a créé le groupe", "ha creato il gruppo",
        "criou o grupo", "создал(-а) группу", "создал группу", "heeft de groep", "grubu oluşturdu",
    ]
}
