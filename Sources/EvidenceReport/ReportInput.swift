// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// Everything that a report is made from: what is disclosed in one bundle, and nothing else.
///
/// What the report says of an exhibit comes out of the disclosed entries themselves, so that whoever
/// has the bundle can hold each sentence against them.
package struct ReportInput: Sendable {
    /// How it was sealed.
    package var sealing: SealingFacts
    /// The exhibits, in the order of their marks.
    package var exhibits: [ReportExhibit]
    /// Every `vault.continued` of the record, which is disclosed too.
    package var continued: [ReportEntry]
    /// What was read out of exhibits, one for each that has messages, calls or mails.
    package var conversations: [ReportConversation]
    /// The zones that put times without an offset in order.
    package var zones: ReportZones
    /// Small pictures, by the digest of the original that each was made from.
    package var pictures: [(of: Digest, picture: ReportPicture)]
    /// Small pictures of files inside exhibits, for the transcripts.
    package var attached: AttachedPictures
    /// How each check is repeated with stock tools: outside, then inside; lines of text, commands with
    /// four spaces before them.
    package var howToCheck: [String]

    /// Takes the parts.
    package init(
        sealing: SealingFacts, exhibits: [ReportExhibit], continued: [ReportEntry] = [],
        conversations: [ReportConversation] = [], zones: ReportZones = ReportZones(),
        pictures: [(of: Digest, picture: ReportPicture)] = [],
        attached: AttachedPictures = AttachedPictures(), howToCheck: [String] = []
    ) {
        self.sealing = sealing
        self.exhibits = exhibits
        self.continued = continued
        self.conversations = conversations
        self.zones = zones
        self.pictures = pictures
        self.attached = attached
        self.howToCheck = howToCheck
    }

    /// Every small picture, in the order of their numbers: those of exhibits, then those of files inside.
    var allPictures: [ReportPicture] {
        Array(
            (pictures.map(\.picture) + attached.pictures.map(\.picture)).prefix(Limits.pictureCount)
        )
    }

    /// How many entries of the record are disclosed.
    package var disclosedCount: Int {
        Set(exhibits.flatMap { $0.entries.map(\.seq) } + continued.map(\.seq)).count
    }
}

/// How a bundle was sealed.
package struct SealingFacts: Sendable, Equatable {
    /// The twelve words of the key.
    package var words: String
    /// The key as minisign writes it.
    package var key: String
    /// The vault's identifier, 32 hex digits.
    package var vault: String
    /// When, by the clock of the device that sealed.
    package var time: Timestamp
    /// The program and its version.
    package var tool: String
    /// The reference of the case; a person's text.
    package var caseReference: String?
    /// The keys that can open it, `age1…`; nothing for a passphrase alone.
    package var recipients: [String]
    /// The origin of the checkpoint.
    package var origin: String
    /// How many entries the record had at the checkpoint.
    package var size: UInt64
    /// The checkpoint's root hash, base64.
    package var root: String
    /// How many things were withdrawn from the record.
    package var withdrawn: Int
    /// How many descriptions of what is in the bundle were left out.
    package var descriptionsLeftOut: Int

    /// Takes the parts.
    package init(
        words: String, key: String, vault: String, time: Timestamp, tool: String,
        caseReference: String? = nil, recipients: [String], origin: String, size: UInt64,
        root: String, withdrawn: Int = 0, descriptionsLeftOut: Int = 0
    ) {
        self.words = words
        self.key = key
        self.vault = vault
        self.time = time
        self.tool = tool
        self.caseReference = caseReference
        self.recipients = recipients
        self.origin = origin
        self.size = size
        self.root = root
        self.withdrawn = withdrawn
        self.descriptionsLeftOut = descriptionsLeftOut
    }
}

/// The zones by which times without an offset are put in order. They change nothing that is shown.
package struct ReportZones: Sendable {
    /// Zones by the names that descriptions state.
    package var named: [String: ZoneRules]
    /// The zone of the device that sealed.
    package var device: ZoneRules?

    /// Takes the zones.
    package init(named: [String: ZoneRules] = [:], device: ZoneRules? = nil) {
        self.named = named
        self.device = device
    }

    /// UTC milliseconds of a reading, for order alone: by its own offset, else by the zone that was
    /// stated, else the device's. Of an hour that a clock change repeats, the first.
    package func order(_ moment: Moment, zone: String?) -> Int64 {
        if let instant = moment.instant { return instant.milliseconds }
        guard let rules = zone.flatMap({ named[$0] }) ?? device else {
            return moment.local.milliseconds
        }
        let offset =
            switch rules.reading(moment.local) {
            case .one(let offset): offset
            case .two(let first, _): first
            case .none: rules.offset(at: moment.local)
            }
        return moment.local.milliseconds - Int64(offset) * 60_000
    }
}
