// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// What every item is at least: a kind by its bytes. Recognises everything, so it stands last.
package struct PlainFile: Importer {
    package let name = "file"
    package let version: UInt64 = 1

    /// There is one; this names it.
    package init() {}

    package func recognises(_ input: IntakeInput) throws -> Bool { true }

    package func read(_ input: IntakeInput, to sink: any RecordSink) throws -> ReadFacts {
        ReadFacts(kind: EvidenceKind(mediaType: input.mediaType))
    }
}
