// SPDX-License-Identifier: Apache-2.0

import CSodium
package import SodiumPrimitives
package import StrictCoding

/// The operating system's random bytes, through libsodium.
package struct SystemRandom: RandomSource {
    /// There is one; this names it.
    package init() {
        SodiumLibrary.initialise()
    }

    package func bytes(count: Int) -> Bytes {
        var bytes = Bytes(repeating: 0, count: count)
        unsafe bytes.withAddress { unsafe randombytes_buf($0, $1) }
        return bytes
    }

    package func secret(count: Int) throws(SecretError) -> SecretBytes {
        try SecretBytes(count: count) { target throws(SecretError) in
            unsafe target.withAddress { unsafe randombytes_buf($0, $1) }
        }
    }
}
