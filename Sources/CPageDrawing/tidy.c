// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "tidy.h"

#include <stdlib.h>
#include <string.h>

// The last object of what Cairo writes, and what is said there of the whole beside what it says: in which
// language our own words are, and that a window shows the title and not the name of the file.
static const char catalogue[] = "\n<< /Type /Catalog\n";
static const char said[] = "   /Lang (en-GB)\n   /ViewerPreferences << /DisplayDocTitle true >>\n";
static const char table[] = "\nstartxref\n";
static const char end_of_file[] = "\n%%EOF\n";

static char *last(GByteArray *bytes, const char *text, size_t length) {
    char *found = NULL, *at = (char *)bytes->data, *end = at + bytes->len;
    while (at < end && (at = memmem(at, (size_t)(end - at), text, length))) {
        found = at;
        at += length;
    }
    return found;
}

void pd_say_language(GByteArray *bytes, size_t most) {
    char *object = last(bytes, catalogue, sizeof catalogue - 1);
    char *start = last(bytes, table, sizeof table - 1);
    // One digit more, at most.
    if (!object || !start || start < object || bytes->len + sizeof said > most) return;
    // Nothing but the table of places follows the object, so that only its own place changes.
    char *after = memmem(object, (size_t)(start - object), "endobj\n", 7);
    char *rest = NULL;
    unsigned long place = strtoul(start + sizeof table - 1, &rest, 10);
    char *base = (char *)bytes->data;
    size_t left = bytes->len - (size_t)(rest - base);
    if (!after || place != (unsigned long)(after + 7 - base) || left != sizeof end_of_file - 1 ||
        memcmp(rest, end_of_file, left) != 0)
        return;
    char *number = g_strdup_printf("%lu%s", place + sizeof said - 1, end_of_file);
    size_t begin = (size_t)(object - base) + sizeof catalogue - 1;
    size_t middle = (size_t)(start - base) + sizeof table - 1 - begin;
    GByteArray *after_it = g_byte_array_new();
    g_byte_array_append(after_it, (const guint8 *)said, sizeof said - 1);
    g_byte_array_append(after_it, (const guint8 *)base + begin, (guint)middle);
    g_byte_array_append(after_it, (const guint8 *)number, (guint)strlen(number));
    g_byte_array_set_size(bytes, (guint)begin);
    g_byte_array_append(bytes, after_it->data, after_it->len);
    g_byte_array_free(after_it, TRUE);
    g_free(number);
}

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
