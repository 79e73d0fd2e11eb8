// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "tidy.h"

#include <stdlib.h>
#include <string.h>

static const char opening[] = "\n   /XObject << ";

// Blanks the names that stood before in one list: "/x92 92 0 R ".
static void tidy_list(char *at, const char *end, GHashTable *seen) {
    while (at < end && *at == '/') {
        char *name_end = memchr(at, ' ', (size_t)(end - at));
        char *reference = name_end ? memchr(name_end, 'R', (size_t)(end - name_end)) : NULL;
        if (!reference || reference + 1 >= end || reference[1] != ' ') return;
        char *rest = NULL;
        unsigned long number = strtoul(name_end, &rest, 10);
        if (rest == name_end || rest > reference) return;
        if (!g_hash_table_add(seen, GUINT_TO_POINTER((guint)number)))
            memset(at, ' ', (size_t)(reference + 2 - at));
        at = reference + 2;
    }
}

void pd_tidy(GByteArray *bytes) {
    char *at = (char *)bytes->data;
    char *end = at + bytes->len;
    while (at < end) {
        char *list = memmem(at, (size_t)(end - at), opening, sizeof opening - 1);
        if (!list) return;
        list += sizeof opening - 1;
        char *line_end = memchr(list, '\n', (size_t)(end - list));
        if (!line_end) return;
        GHashTable *seen = g_hash_table_new(NULL, NULL);
        tidy_list(list, line_end, seen);
        g_hash_table_destroy(seen);
        at = line_end;
    }
}
