// SPDX-License-Identifier: Apache-2.0

#include "CPageDrawing.h"
#include "families.h"

#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <pango/pango.h>
#include <string.h>

// Lives as long as the program: fontconfig's own sets point into it.
static FcConfig *configuration;
// The files, those that are needed most first.
static GPtrArray *paths;
// Those that are not used.
static GHashTable *dropped;

static const char *path_of(FcPattern *font) {
    FcChar8 *path = NULL;
    return FcPatternGetString(font, FC_FILE, 0, &path) == FcResultMatch ? (const char *)path : NULL;
}

static int is_true(FcPattern *font, const char *property) {
    FcBool value = FcFalse;
    return FcPatternGetBool(font, property, 0, &value) == FcResultMatch && value;
}

// Whether a PDF can hold its glyphs: shapes that scale, or pictures in colour.
static int is_printable(FcPattern *font) {
    return (is_true(font, FC_OUTLINE) || is_true(font, FC_COLOR)) && path_of(font) != NULL;
}

// Keeps the fonts that can be printed with and whose files are not dropped, in their order. The patterns
// belong to fontconfig's caches.
static void filter(void) {
    FcFontSet *fonts = FcConfigGetFonts(configuration, FcSetSystem);
    if (!fonts) return;
    int kept = 0;
    for (int i = 0; i < fonts->nfont; i++) {
        FcPattern *font = fonts->fonts[i];
        if (is_printable(font) && !(dropped && g_hash_table_contains(dropped, path_of(font))))
            fonts->fonts[kept++] = font;
    }
    fonts->nfont = kept;
}

// In which order files are kept, where not all can be. A file with more than one face counts as its best.
enum need {
    OWN_FAMILY,   // the families that texts are set in
    COLOUR,       // emoji
    NEW_LANGUAGE, // an upright face of the common weight, for a language that none before it is for
    ITS_BOLD,     // the bold face of such a family
    NEW_LETTERS,  // one with letters that none before it has
    ALL_OTHERS,
};

struct face {
    FcPattern *font;
    const char *path;
    // Letters that it has.
    FcChar32 size;
    int is_regular;
};

struct file {
    const char *path;
    int need;
    // Among those of one need.
    guint place;
};

// A property of a font that is a number, or what it is in most fonts where it is none, or many.
static int number(FcPattern *font, const char *property, int otherwise) {
    int value = 0;
    return FcPatternGetInteger(font, property, 0, &value) == FcResultMatch ? value : otherwise;
}

static int is_upright(FcPattern *font) {
    return number(font, FC_SLANT, FC_SLANT_ROMAN) == FC_SLANT_ROMAN &&
        number(font, FC_WIDTH, FC_WIDTH_NORMAL) == FC_WIDTH_NORMAL;
}

static int is_regular(FcPattern *font) {
    int weight = number(font, FC_WEIGHT, FC_WEIGHT_REGULAR);
    return is_upright(font) && weight >= FC_WEIGHT_BOOK && weight <= FC_WEIGHT_MEDIUM;
}

static int is_bold(FcPattern *font) {
    return is_upright(font) && number(font, FC_WEIGHT, FC_WEIGHT_REGULAR) == FC_WEIGHT_BOLD;
}

// Whether one of its names stands in this list.
static int is_of(FcPattern *font, char **families) {
    FcChar8 *name = NULL;
    for (int i = 0; FcPatternGetString(font, FC_FAMILY, i, &name) == FcResultMatch; i++) {
        for (char **each = families; *each; each++) {
            if (FcStrCmpIgnoreCase(name, (const FcChar8 *)*each) == 0) return 1;
        }
    }
    return 0;
}

static const char *family_of(FcPattern *font) {
    FcChar8 *name = NULL;
    return FcPatternGetString(font, FC_FAMILY, 0, &name) == FcResultMatch ? (const char *)name : "";
}

static FcCharSet *letters_of(FcPattern *font) {
    FcCharSet *letters = NULL;
    return FcPatternGetCharSet(font, FC_CHARSET, 0, &letters) == FcResultMatch ? letters : NULL;
}

static FcLangSet *languages_of(FcPattern *font) {
    FcLangSet *languages = NULL;
    return FcPatternGetLangSet(font, FC_LANG, 0, &languages) == FcResultMatch ? languages : NULL;
}

static FcLangSet *with(FcLangSet *all, const FcLangSet *more) {
    FcLangSet *both = all && more ? FcLangSetUnion(all, more) : NULL;
    if (!both) return all;
    FcLangSetDestroy(all);
    return both;
}

static gint by_size(gconstpointer left, gconstpointer right) {
    const struct face *one = left, *other = right;
    if (one->size != other->size) return one->size > other->size ? -1 : 1;
    return strcmp(one->path, other->path);
}

static gint by_need(gconstpointer left, gconstpointer right) {
    const struct file *one = left, *other = right;
    if (one->need != other->need) return one->need - other->need;
    if (one->place != other->place) return one->place < other->place ? -1 : 1;
    return strcmp(one->path, other->path);
}

static void note(GHashTable *files, const char *path, int need, guint place) {
    struct file *file = g_hash_table_lookup(files, path);
    if (!file) {
        file = g_new0(struct file, 1);
        *file = (struct file){path, need, place};
        g_hash_table_insert(files, (gpointer)path, file);
    } else if (need < file->need || (need == file->need && place < file->place)) {
        file->need = need;
        file->place = place;
    }
}

// Private letters are never shown as such: a font of nothing else shows nothing that anybody wrote.
static FcCharSet *private_letters(void) {
    FcCharSet *letters = FcCharSetCreate();
    for (FcChar32 letter = 0xE000; letters && letter <= 0xF8FF; letter++) FcCharSetAddChar(letters, letter);
    for (FcChar32 letter = 0xF0000; letters && letter <= 0xFFFFD; letter++) FcCharSetAddChar(letters, letter);
    return letters;
}

// Goes through faces, the largest first: it leaves the least to others.
static void cover(GHashTable *files, GArray *faces, FcLangSet *languages, FcCharSet *letters) {
    GHashTable *chosen = g_hash_table_new(g_str_hash, g_str_equal);
    g_array_sort(faces, by_size);
    for (guint i = 0; languages && letters && i < faces->len; i++) {
        struct face *face = &g_array_index(faces, struct face, i);
        FcLangSet *own = languages_of(face->font);
        if (!face->is_regular || !own || FcLangSetContains(languages, own)) continue;
        languages = with(languages, own);
        FcCharSetMerge(letters, letters_of(face->font), NULL);
        note(files, face->path, NEW_LANGUAGE, i);
        g_hash_table_add(chosen, (gpointer)family_of(face->font));
    }
    for (guint i = 0; letters && i < faces->len; i++) {
        struct face *face = &g_array_index(faces, struct face, i);
        if (!face->is_regular) {
            if (g_hash_table_contains(chosen, family_of(face->font)))
                note(files, face->path, ITS_BOLD, i);
        } else if (!FcCharSetIsSubset(letters_of(face->font), letters)) {
            FcCharSetMerge(letters, letters_of(face->font), NULL);
            note(files, face->path, NEW_LETTERS, i);
        }
    }
    g_hash_table_destroy(chosen);
    if (languages) FcLangSetDestroy(languages);
    if (letters) FcCharSetDestroy(letters);
}

// Finds how much each file is needed.
static void weigh(FcFontSet *fonts, GHashTable *files) {
    char **families = g_strsplit(FAMILIES "," FIXED_FAMILIES, ",", -1);
    GArray *others = g_array_new(FALSE, FALSE, sizeof(struct face));
    FcLangSet *languages = FcLangSetCreate();
    FcCharSet *covered = private_letters();
    for (int i = 0; i < fonts->nfont; i++) {
        FcPattern *font = fonts->fonts[i];
        FcCharSet *letters = letters_of(font);
        struct face face = {
            font, path_of(font), letters ? FcCharSetCount(letters) : 0, is_regular(font)};
        note(files, face.path, ALL_OTHERS, 0);
        if (!letters) continue;
        if (is_true(font, FC_COLOR)) {
            note(files, face.path, COLOUR, 0);
        } else if (!face.is_regular && !is_bold(font)) {
            continue;
        } else if (is_of(font, families)) {
            note(files, face.path, OWN_FAMILY, 0);
            if (!face.is_regular) continue;
            languages = with(languages, languages_of(font));
            if (covered) FcCharSetMerge(covered, letters, NULL);
        } else {
            g_array_append_val(others, face);
        }
    }
    cover(files, others, languages, covered);
    g_array_free(others, TRUE);
    g_strfreev(families);
}

int32_t pd_load_fonts(void) {
    configuration = FcInitLoadConfigAndFonts();
    if (!configuration) return -1;
    // What is loaded now is all that there will be.
    FcConfigSetRescanInterval(configuration, 0);
    filter();
    paths = g_ptr_array_new();
    FcFontSet *fonts = FcConfigGetFonts(configuration, FcSetSystem);
    if (!fonts) return 0;
    GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    weigh(fonts, files);
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(struct file));
    GHashTableIter each;
    gpointer file;
    g_hash_table_iter_init(&each, files);
    while (g_hash_table_iter_next(&each, NULL, &file)) g_array_append_vals(sorted, file, 1);
    g_array_sort(sorted, by_need);
    for (guint i = 0; i < sorted->len; i++)
        g_ptr_array_add(paths, g_strdup(g_array_index(sorted, struct file, i).path));
    g_array_free(sorted, TRUE);
    g_hash_table_destroy(files);
    return (int32_t)paths->len;
}

const char *pd_font_path(int32_t index) {
    return paths && index >= 0 && (guint)index < paths->len ? g_ptr_array_index(paths, (guint)index) : NULL;
}

void pd_drop_font(int32_t index) {
    const char *path = pd_font_path(index);
    if (!path) return;
    if (!dropped) dropped = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_add(dropped, (gpointer)path);
}

static void say_nothing(
    const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer context) {
    (void)domain, (void)level, (void)message, (void)context;
}

int32_t pd_settle_fonts(void) {
    g_log_set_default_handler(say_nothing, NULL);
    if (!configuration) return -1;
    filter();
    FcFontSet *fonts = FcConfigGetFonts(configuration, FcSetSystem);
    if (!fonts || fonts->nfont == 0) return -1;
    return FcConfigSetCurrent(configuration) ? 0 : -1;
}

void pd_load_words(void) {
    // Thai has no spaces between words: a dictionary of them is a file.
    const char *text = "\xe0\xb8\xaa\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\xaa\xe0\xb8\x94\xe0\xb8\xb5";
    PangoLogAttr marks[16];
    pango_get_log_attrs(text, (int)strlen(text), -1, pango_language_from_string("th"), marks, 7);
}
