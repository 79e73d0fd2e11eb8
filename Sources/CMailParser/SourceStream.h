// SPDX-License-Identifier: Apache-2.0

#ifndef CMAILPARSER_SOURCESTREAM_H
#define CMAILPARSER_SOURCESTREAM_H

#include <gmime/gmime.h>

#include "CMailParser.h"

/// A GMimeStream that is read through a callback. Substreams share the callback; nothing is written.
GMimeStream *source_stream_new(mp_read read, void *context, gint64 start, gint64 end);

#endif
