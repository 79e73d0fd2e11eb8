// SPDX-License-Identifier: Apache-2.0

#ifndef TIDY_H
#define TIDY_H

#include <glib.h>

/// Cairo names a picture in a page's list once for each time it is shown there. A name that stands twice
/// becomes spaces the second time, so that no other byte moves.
void pd_tidy(GByteArray *bytes);

/// Says in a PDF of Cairo's in which language our own words are, and that its title is to be shown, as far as
/// that leaves room below `most` bytes. Bytes of another form are left as they are.
void pd_say_language(GByteArray *bytes, size_t most);

#endif
