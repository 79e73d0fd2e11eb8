// SPDX-License-Identifier: Apache-2.0

/// Sealed files in base64, made by `SelfTestBundleTests` with `RECORD_SELF_TEST=1`.
enum SelfTestData {}
