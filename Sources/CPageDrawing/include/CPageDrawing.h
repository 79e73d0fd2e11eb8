// SPDX-License-Identifier: Apache-2.0

// What ReportPrinting needs of Pango, Cairo, fontconfig and HarfBuzz, without an object of any of them.
// Why in C: GObject's classes and casts are macros, and a run of glyphs is walked by pointers.
//
// Lengths are points (1/72 inch), from the top left of the page. Offsets into a text are bytes of UTF-8.

#ifndef CPAGEDRAWING_H
#define CPAGEDRAWING_H

#include <stddef.h>
#include <stdint.h>

// Fonts.

/// Loads the system's font configuration and lists the files of the fonts that can be printed with, those
/// that are needed most first: the families that texts are set in, emoji, one face for each script and its
/// bold one, then all others. Returns how many; negative where fontconfig does not start. Called once,
/// before everything else.
int32_t pd_load_fonts(void);
/// The path of one of these files, for as long as the program runs.
const char *pd_font_path(int32_t index);
/// Says that a file's fonts are not used: it cannot be opened.
void pd_drop_font(int32_t index);
/// Makes the fonts that are left the ones that text is laid out with, and silences what libraries print.
/// Negative where there is none.
int32_t pd_settle_fonts(void);

/// Lets Pango load what it needs to know where words end. Called before files are shut off.
void pd_load_words(void);

// A book: pages of one size that become a PDF.

struct pd_book;

/// Begins a book. Where `most` is 0 nothing is drawn: texts can be laid out and pages counted.
/// Otherwise the PDF has `most` bytes at most. NULL where memory is short.
struct pd_book *pd_book_open(double width, double height, size_t most);
void pd_book_close(struct pd_book *book);
void pd_book_title(struct pd_book *book, const char *title, const char *creator);
/// Ends the page that is being drawn.
void pd_book_end_page(struct pd_book *book);
/// Ends the book. 0, or Cairo's number of what went wrong.
int32_t pd_book_finish(struct pd_book *book);
/// Whether the PDF became larger than it may.
int32_t pd_book_is_full(const struct pd_book *book);
/// What stands in the PDF, after `pd_book_finish`.
const uint8_t *pd_book_bytes(const struct pd_book *book, size_t *count);

// Structure, places and links.

/// Begins and ends a part of the structure: `P`, `TR`.
void pd_tag_begin(struct pd_book *book, const char *name);
void pd_tag_end(struct pd_book *book, const char *name);
/// Names the place on this page that links with this number lead to.
void pd_place(struct pd_book *book, uint32_t number, double x, double y);
/// Makes an area of this page lead to a place that is named somewhere in the book.
void pd_link(struct pd_book *book, uint32_t number, double x, double y, double width, double height);
/// Adds a bookmark below another, or at the top (0). Pages count from 1. Returns its number.
int32_t pd_bookmark(struct pd_book *book, int32_t parent, const char *text, int32_t page, double y);

// Shapes.

void pd_fill(struct pd_book *book, double grey, double x, double y, double width, double height);
void pd_frame(struct pd_book *book, double grey, double line, double x, double y, double width, double height);
/// Nothing is drawn outside of this area until it is taken back.
void pd_clip(struct pd_book *book, double x, double y, double width, double height);
void pd_unclip(struct pd_book *book);
/// A JPEG as it is, without decoding it. Those of one number are the same and stand in the PDF once.
void pd_jpeg(
    struct pd_book *book, const uint8_t *bytes, size_t count, int32_t number, int32_t pixels_wide,
    int32_t pixels_high, double x, double y, double width, double height);

// Text.

enum pd_manner { PD_STRONG = 1, PD_SMALL = 2, PD_FIXED = 4 };

/// A piece of a text in one style.
struct pd_span {
    uint32_t start, end;
    uint32_t manner;
};

enum pd_side { PD_START = 0, PD_END, PD_CENTRE };

/// How a text is laid out.
struct pd_setting {
    double size, width;
    int32_t side;
    int32_t is_right_to_left;
    /// A language tag, for letters that are drawn in another way in each.
    const char *language;
};

/// One line of a text.
struct pd_line {
    uint32_t start, length;
    /// How high it is with all its marks, and how far below its top its baseline lies.
    double height, ascent;
    /// How wide it is.
    double width;
    /// Characters for which no font has a shape.
    uint32_t missing;
};

struct pd_text;

/// Lays out one paragraph. NULL where memory is short.
struct pd_text *pd_text_open(
    struct pd_book *book, const uint8_t *bytes, size_t count, const struct pd_span *spans,
    size_t span_count, struct pd_setting setting);
void pd_text_close(struct pd_text *text);
uint32_t pd_text_line_count(const struct pd_text *text);
struct pd_line pd_text_line(const struct pd_text *text, uint32_t index);
/// Draws a line with its top left corner there, larger or smaller by a factor.
void pd_text_draw(
    struct pd_book *book, const struct pd_text *text, uint32_t index, double x, double top, double scale);
/// Where bytes `start` to `end` stand in a line: pairs of left and right, at most `most` pairs; how many.
uint32_t pd_text_areas(
    const struct pd_text *text, uint32_t index, uint32_t start, uint32_t end, double *pairs, uint32_t most);

#endif
