// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// Takes records one by one, in the order of the item.
package protocol RecordSink: AnyObject {
    /// Takes one record.
    ///
    /// - Throws: `IntakeError.full`, or what stands behind it; the importer passes it on.
    func take(_ record: MessageRecord) throws
}

/// Takes the bytes of attachments, where the host wishes to have them.
///
/// An importer that has them offers them; which attachment of which record they are, the digest tells
/// the host. What is offered and not wished for is passed over there.
package protocol AttachmentSink: AnyObject, Sendable {
    /// Whether the attachments of any record in these places are wished for.
    func wishes(_ places: ClosedRange<UInt64>) -> Bool
    /// The next attachment begins.
    func begin()
    /// Takes its next bytes.
    ///
    /// - Throws: what stands behind it; the importer passes it on.
    func write(_ bytes: Span<UInt8>) throws
}

/// Reads one format. Each is one small room that knows nothing of the others.
///
/// It never looks at anything but its input, holds bounded memory whatever the input is, and never
/// traps. What it does not understand it hands on raw and counts.
package protocol Importer: Sendable {
    /// Its name in `item.read`: small letters, digits and hyphens. It never changes.
    var name: String { get }
    /// Its version, from 1; one more whenever the same bytes would be read differently.
    var version: UInt64 { get }

    /// Whether this is its format, by the bytes. A name may only decide between formats whose bytes do not.
    func recognises(_ input: IntakeInput) throws -> Bool

    /// Reads the item. One that cannot be read to its end gives what it understood, with `unread` saying
    /// where it stopped and why.
    ///
    /// - Throws: what the source or the sink throws; `IntakeError.stopped` where nothing was understood.
    func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts
}
