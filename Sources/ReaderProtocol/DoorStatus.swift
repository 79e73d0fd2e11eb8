// SPDX-License-Identifier: Apache-2.0

/// How a program ends that could not close its door: it says nothing, and was given nothing.
package enum DoorStatus: Int32, Sendable {
    /// A limit was refused.
    case limits = 2
    /// The restriction of calls was refused.
    case calls = 3
    /// The system has Landlock and refused it.
    case files = 4
    /// Too few files may be open at a time.
    case descriptors = 5
}
