// SPDX-License-Identifier: Apache-2.0

// What MailReading needs of GMime and iconv, without an object of either. Why in C: a stream of one's own
// is a GObject class, which is made of macros, and so are the casts of GMime's classes.
//
// GMime finds the parts of a message and decodes base64 and quoted-printable. It is given the message
// through a callback; what it answers are offsets into that message, never a pointer into it.

#ifndef CMAILPARSER_H
#define CMAILPARSER_H

#include <stddef.h>
#include <stdint.h>

/// Starts GMime and silences what GLib prints. Called before everything else here, once.
void mp_start(void);

/// Gives `count` bytes from `offset` on, fewer only at the end; negative when they cannot be had.
typedef long (*mp_read)(void *context, uint64_t offset, void *into, size_t count);

enum mp_kind { MP_LEAF = 0, MP_MULTIPART, MP_MESSAGE_PART, MP_MESSAGE };

enum mp_encoding { MP_PLAIN = 0, MP_BASE64, MP_QUOTED, MP_UU };

/// Where a header field stands in the message.
struct mp_header {
    uint64_t offset;
    /// Bytes of its name, and of name, colon and value together.
    uint32_t name_length, length;
};

/// A part, in the order of the message, a container before what it holds.
struct mp_part {
    /// Its container; -1 for the message itself.
    int32_t parent;
    uint32_t depth;
    int32_t kind;
    int32_t encoding;
    /// Its fields, in `mp_header_at`.
    uint32_t first_header, header_count;
    /// Where its content stands, for a leaf; start and end are 0 where there is none.
    uint64_t start, end;
    /// Whether there is content that lies deeper than the limit.
    int32_t is_cut;
    /// Media type as stated, for as long as the message is open.
    const char *type;
    const char *subtype;
};

struct mp_message;

/// Finds the parts of a message of `size` bytes; NULL where GMime sees no message in it.
struct mp_message *mp_open(mp_read read, void *context, uint64_t size, uint32_t depth, uint32_t parts);
void mp_close(struct mp_message *message);
uint32_t mp_part_count(const struct mp_message *message);
struct mp_part mp_part_at(const struct mp_message *message, uint32_t index);
struct mp_header mp_header_at(const struct mp_message *message, uint32_t index);
/// Whether there were more parts than the limit.
int32_t mp_has_more(const struct mp_message *message);

struct mp_decoder;

/// Decodes base64 and quoted-printable that come in pieces.
struct mp_decoder *mp_decoder_open(int32_t encoding);
void mp_decoder_close(struct mp_decoder *decoder);
/// How many bytes `count` bytes may become at most.
size_t mp_decoder_room(struct mp_decoder *decoder, size_t count);
/// Decodes a piece; `out` has the room that `mp_decoder_room` tells. Returns how many bytes it became.
size_t mp_decode(struct mp_decoder *decoder, const void *in, size_t count, void *out, int32_t is_last);

/// What iconv did.
enum mp_outcome { MP_DONE = 0, MP_INVALID, MP_INCOMPLETE, MP_NO_ROOM };

/// Opens a conversion into UTF-8; NULL where the system does not know the character set.
void *mp_charset_open(const char *name);
void mp_charset_close(void *charset);
/// Forgets the state of what was converted before.
void mp_charset_reset(void *charset);
/// Converts from `in`; `used` and `made` tell how far it came.
int32_t mp_charset_convert(void *charset, const void *in, size_t count, size_t *used, void *out, size_t room, size_t *made);
/// Writes out what a conversion held back for a sign that may follow; returns how many bytes.
size_t mp_charset_finish(void *charset, void *out, size_t room);

#endif
