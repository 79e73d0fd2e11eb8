// SPDX-License-Identifier: Apache-2.0

extension EvidenceKind {
    /// What an item is by its media type alone, where nothing was read out of it.
    package init(mediaType: String) {
        self =
            switch ItemKind(mediaType: mediaType) {
            case .photo: .photo
            case .recording: .audio
            case .video: .video
            case .note: .note
            case .message: .messages
            case .email: .email
            case .document: mediaType == "text/calendar" ? .calendar : .document
            case .archive: .archive
            case .file: .file
            }
    }
}
