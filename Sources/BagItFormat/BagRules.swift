// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// How strictly a bag is read.
package struct BagRules: Sendable {
    /// Whether the bag is one that we wrote: sha256 alone, each tag file in its one encoding, every
    /// tag file listed, Payload-Oxum stated, no `fetch.txt`.
    package let isOurs: Bool
    /// Our own bags: tag files that no tag manifest lists, such as the signature over it.
    package let unlisted: Set<Bytes>

    /// Any bag of BagIt 1.0.
    package static let general = BagRules(isOurs: false, unlisted: [])

    /// A bag that `BagItWriter` wrote.
    package static func ours(unlisted: Set<Bytes> = []) -> BagRules {
        BagRules(isOurs: true, unlisted: unlisted)
    }
}
