// SPDX-License-Identifier: Apache-2.0

#ifndef TIDY_H
#define TIDY_H

#include <glib.h>

/// Cairo names a picture in a page's list once for each time it is shown there. A name that stands twice
/// becomes spaces the second time, so that no other byte moves.
void pd_tidy(GByteArray *bytes);

#endif
