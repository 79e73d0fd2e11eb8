// SPDX-License-Identifier: Apache-2.0

#include <errno.h>
#include <iconv.h>

#include "CMailParser.h"

void *mp_charset_open(const char *name) {
    iconv_t charset = iconv_open("UTF-8", name);
    return charset == (iconv_t)-1 ? NULL : charset;
}

void mp_charset_close(void *charset) { iconv_close(charset); }

void mp_charset_reset(void *charset) { iconv(charset, NULL, NULL, NULL, NULL); }

size_t mp_charset_finish(void *charset, void *out, size_t room) {
    char *to = out;
    size_t space = room;
    iconv(charset, NULL, NULL, &to, &space);
    return room - space;
}

int32_t mp_charset_convert(
    void *charset, const void *in, size_t count, size_t *used, void *out, size_t room, size_t *made
) {
    char *from = (char *)in;
    char *to = out;
    size_t left = count, space = room;
    size_t result = iconv(charset, &from, &left, &to, &space);
    int reason = result == (size_t)-1 ? errno : 0;
    *used = count - left;
    *made = room - space;
    switch (reason) {
    case 0: return MP_DONE;
    case E2BIG: return MP_NO_ROOM;
    case EINVAL: return MP_INCOMPLETE;
    default: return MP_INVALID;
    }
}
