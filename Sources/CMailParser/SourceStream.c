// SPDX-License-Identifier: Apache-2.0

#include "SourceStream.h"

typedef struct {
    GMimeStream parent;
    mp_read read;
    void *context;
    gboolean failed;
} SourceStream;

typedef GMimeStreamClass SourceStreamClass;

G_DEFINE_TYPE(SourceStream, source_stream, GMIME_TYPE_STREAM)

static ssize_t stream_read(GMimeStream *stream, char *into, size_t count) {
    SourceStream *self = (SourceStream *)stream;
    gint64 left = stream->bound_end - stream->position;
    if (self->failed || left <= 0) return self->failed ? -1 : 0;
    if ((guint64)left < count) count = (size_t)left;
    long got = self->read(self->context, (uint64_t)stream->position, into, count);
    if (got < 0) {
        self->failed = TRUE;
        return -1;
    }
    stream->position += got;
    return got;
}

static ssize_t stream_write(GMimeStream *stream, const char *from, size_t count) {
    (void)stream, (void)from, (void)count;
    return -1;
}

static int stream_nothing(GMimeStream *stream) {
    (void)stream;
    return 0;
}

static gboolean stream_eos(GMimeStream *stream) {
    return ((SourceStream *)stream)->failed || stream->position >= stream->bound_end;
}

static int stream_reset(GMimeStream *stream) {
    stream->position = stream->bound_start;
    return 0;
}

static gint64 stream_seek(GMimeStream *stream, gint64 offset, GMimeSeekWhence whence) {
    gint64 base = 0;
    switch (whence) {
    case GMIME_STREAM_SEEK_SET: break;
    case GMIME_STREAM_SEEK_CUR: base = stream->position; break;
    case GMIME_STREAM_SEEK_END: base = stream->bound_end; break;
    }
    gint64 position;
    if (__builtin_add_overflow(base, offset, &position)) return -1;
    if (position < stream->bound_start || position > stream->bound_end) return -1;
    stream->position = position;
    return position;
}

static gint64 stream_tell(GMimeStream *stream) { return stream->position; }

static gint64 stream_length(GMimeStream *stream) { return stream->bound_end - stream->bound_start; }

static GMimeStream *stream_substream(GMimeStream *stream, gint64 start, gint64 end) {
    SourceStream *self = (SourceStream *)stream;
    return source_stream_new(self->read, self->context, start, end == -1 ? stream->bound_end : end);
}

static void source_stream_class_init(SourceStreamClass *class) {
    class->read = stream_read;
    class->write = stream_write;
    class->flush = stream_nothing;
    class->close = stream_nothing;
    class->eos = stream_eos;
    class->reset = stream_reset;
    class->seek = stream_seek;
    class->tell = stream_tell;
    class->length = stream_length;
    class->substream = stream_substream;
}

static void source_stream_init(SourceStream *self) {
    self->read = NULL;
    self->context = NULL;
    self->failed = FALSE;
}

GMimeStream *source_stream_new(mp_read read, void *context, gint64 start, gint64 end) {
    SourceStream *self = g_object_new(source_stream_get_type(), NULL);
    self->read = read;
    self->context = context;
    g_mime_stream_construct((GMimeStream *)self, start, end < start ? start : end);
    return (GMimeStream *)self;
}
