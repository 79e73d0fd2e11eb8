// SPDX-License-Identifier: Apache-2.0
// prctl takes a variable number of arguments, so Swift cannot call it itself.
#if defined(__linux__)
#include <sys/prctl.h>

/// Keeps this process out of core files and away from other programs of the same user.
static inline int keepsake_forbid_dumping(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
#endif
