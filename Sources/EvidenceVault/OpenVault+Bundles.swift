// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

extension OpenVault {
    /// What the newest check of an item found that is a sealed file; that of the first item of the same
    /// bytes where this one was not checked itself.
    package func bundleCheck(of number: UInt64) -> BundleChecked? {
        index.bundleChecks[number]
            ?? firstAcquisition(of: number).flatMap { index.bundleChecks[$0] }
    }

    /// Records what checks of items found that are sealed files. The vault does not check them itself.
    ///
    /// - Throws: `VaultError.noSuchItem`, `tooLarge`, `storage`, `noRoom`, `notWritable`.
    package func recordBundleChecks(_ checks: [BundleChecked]) throws(VaultError) {
        guard !checks.isEmpty else { return }
        for check in checks where index.item(check.item) == nil { throw VaultError(.noSuchItem) }
        _ = try record(checks.map { (.bundleChecked, $0.fields) })
    }
}
