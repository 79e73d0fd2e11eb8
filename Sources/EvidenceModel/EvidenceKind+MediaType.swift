// SPDX-License-Identifier: Apache-2.0

extension EvidenceKind {
    /// What an item is by its media type and by how it came in, where nothing was read out of it.
    package init(mediaType: String, acquired: Acquisition = .file) {
        self =
            switch ItemKind(mediaType: mediaType, acquired: acquired) {
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
