// SPDX-License-Identifier: Apache-2.0

#include "CMailParser.h"

#include <gmime/gmime.h>

#include "SourceStream.h"

struct mp_message {
    GMimeMessage *message;
    GArray *parts;
    GArray *headers;
    uint32_t depth, most;
    gboolean has_more;
};

struct mp_decoder {
    GMimeEncoding state;
};

static void say_nothing(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data) {
    (void)domain, (void)level, (void)text, (void)data;
}

static GLogWriterOutput write_nothing(
    GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data
) {
    (void)level, (void)fields, (void)count, (void)data;
    return G_LOG_WRITER_HANDLED;
}

void mp_start(void) {
    static gsize started = 0;
    if (!g_once_init_enter(&started)) return;
    // What GLib warns of quotes foreign text, and would go to a terminal.
    g_log_set_default_handler(say_nothing, NULL);
    g_log_set_writer_func(write_nothing, NULL, NULL);
    g_mime_init();
    g_once_init_leave(&started, 1);
}

// Adds the fields of an object to those of a part. An offset of -1 is a field that GMime added itself.
static void add_headers(struct mp_message *self, struct mp_part *part, GMimeObject *object) {
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    int count = g_mime_header_list_get_count(list);
    for (int index = 0; index < count; index++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, index);
        gint64 offset = g_mime_header_get_offset(header);
        const char *name = g_mime_header_get_name(header);
        const char *value = g_mime_header_get_raw_value(header);
        if (offset < 0 || !name || !value) continue;
        const char *raw = g_mime_header_get_raw_name(header);
        size_t raw_name = strlen(raw ? raw : name);
        size_t length = raw_name + 1 + strlen(value);
        if (length > UINT32_MAX) continue;
        struct mp_header found = {(uint64_t)offset, (uint32_t)strlen(name), (uint32_t)length};
        g_array_append_val(self->headers, found);
        part->header_count++;
    }
}

struct pending {
    GMimeObject *object;
    int32_t parent;
    uint32_t depth;
};

static void push(GArray *stack, GMimeObject *object, int32_t parent, uint32_t depth) {
    struct pending next = {object, parent, depth};
    if (object) g_array_append_val(stack, next);
}

static struct mp_part describe(GMimeObject *object, struct pending *at) {
    struct mp_part part = {0};
    part.parent = at->parent;
    part.depth = at->depth;
    GMimeContentType *type = g_mime_object_get_content_type(object);
    part.type = type ? g_mime_content_type_get_media_type(type) : NULL;
    part.subtype = type ? g_mime_content_type_get_media_subtype(type) : NULL;
    if (GMIME_IS_MESSAGE(object)) part.kind = MP_MESSAGE;
    else if (GMIME_IS_MULTIPART(object)) part.kind = MP_MULTIPART;
    else if (GMIME_IS_MESSAGE_PART(object)) part.kind = MP_MESSAGE_PART;
    else part.kind = MP_LEAF;
    if (part.kind != MP_LEAF || !GMIME_IS_PART(object)) return part;
    switch (g_mime_part_get_content_encoding((GMimePart *)object)) {
    case GMIME_CONTENT_ENCODING_BASE64: part.encoding = MP_BASE64; break;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE: part.encoding = MP_QUOTED; break;
    case GMIME_CONTENT_ENCODING_UUENCODE: part.encoding = MP_UU; break;
    default: part.encoding = MP_PLAIN; break;
    }
    GMimeDataWrapper *content = g_mime_part_get_content((GMimePart *)object);
    GMimeStream *stream = content ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (stream && stream->bound_end > stream->bound_start && stream->bound_start >= 0) {
        part.start = (uint64_t)stream->bound_start;
        part.end = (uint64_t)stream->bound_end;
    }
    return part;
}

// Walks the parts with a stack of its own, so that no depth of theirs is one of ours.
static void walk(struct mp_message *self) {
    GArray *stack = g_array_new(FALSE, FALSE, sizeof(struct pending));
    push(stack, (GMimeObject *)self->message, -1, 0);
    while (stack->len > 0) {
        struct pending at = g_array_index(stack, struct pending, stack->len - 1);
        g_array_set_size(stack, stack->len - 1);
        if (self->parts->len >= self->most) {
            self->has_more = TRUE;
            break;
        }
        struct mp_part part = describe(at.object, &at);
        part.first_header = self->headers->len;
        add_headers(self, &part, at.object);
        int32_t number = (int32_t)self->parts->len;
        gboolean holds = part.kind != MP_LEAF;
        if (holds && at.depth >= self->depth) part.is_cut = 1;
        g_array_append_val(self->parts, part);
        if (!holds || part.is_cut) continue;
        if (part.kind == MP_MESSAGE) {
            push(stack, g_mime_message_get_mime_part((GMimeMessage *)at.object), number, at.depth + 1);
        } else if (part.kind == MP_MESSAGE_PART) {
            GMimeMessage *inner = g_mime_message_part_get_message((GMimeMessagePart *)at.object);
            push(stack, (GMimeObject *)inner, number, at.depth + 1);
        } else {
            int count = g_mime_multipart_get_count((GMimeMultipart *)at.object);
            for (int index = count - 1; index >= 0; index--) {
                push(stack, g_mime_multipart_get_part((GMimeMultipart *)at.object, index), number,
                     at.depth + 1);
            }
        }
    }
    g_array_free(stack, TRUE);
}

struct mp_message *mp_open(mp_read read, void *context, uint64_t size, uint32_t depth, uint32_t parts) {
    if (size > INT64_MAX) return NULL;
    GMimeStream *stream = source_stream_new(read, context, 0, (gint64)size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    g_mime_parser_set_persist_stream(parser, TRUE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    if (!message) return NULL;
    struct mp_message *self = g_new0(struct mp_message, 1);
    self->message = message;
    self->parts = g_array_new(FALSE, FALSE, sizeof(struct mp_part));
    self->headers = g_array_new(FALSE, FALSE, sizeof(struct mp_header));
    self->depth = depth;
    self->most = parts;
    walk(self);
    return self;
}

void mp_close(struct mp_message *self) {
    if (!self) return;
    g_object_unref(self->message);
    g_array_free(self->parts, TRUE);
    g_array_free(self->headers, TRUE);
    g_free(self);
}

uint32_t mp_part_count(const struct mp_message *self) { return self->parts->len; }

struct mp_part mp_part_at(const struct mp_message *self, uint32_t index) {
    struct mp_part none = {0};
    return index < self->parts->len ? g_array_index(self->parts, struct mp_part, index) : none;
}

struct mp_header mp_header_at(const struct mp_message *self, uint32_t index) {
    struct mp_header none = {0};
    return index < self->headers->len ? g_array_index(self->headers, struct mp_header, index) : none;
}

int32_t mp_has_more(const struct mp_message *self) { return self->has_more ? 1 : 0; }

struct mp_decoder *mp_decoder_open(int32_t encoding) {
    struct mp_decoder *self = g_new0(struct mp_decoder, 1);
    g_mime_encoding_init_decode(
        &self->state, encoding == MP_BASE64 ? GMIME_CONTENT_ENCODING_BASE64
                                            : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return self;
}

void mp_decoder_close(struct mp_decoder *self) { g_free(self); }

size_t mp_decoder_room(struct mp_decoder *self, size_t count) {
    return g_mime_encoding_outlen(&self->state, count) + 16;
}

size_t mp_decode(struct mp_decoder *self, const void *in, size_t count, void *out, int32_t is_last) {
    return is_last ? g_mime_encoding_flush(&self->state, in, count, out)
                   : g_mime_encoding_step(&self->state, in, count, out);
}
