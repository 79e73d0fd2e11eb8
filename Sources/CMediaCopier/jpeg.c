// SPDX-License-Identifier: Apache-2.0

#include "media_copier.h"

#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

#define BLOCK_BYTES (1u << 16)

// The library reports by calling these, and leaves by a jump.
struct leaving {
    struct jpeg_error_mgr base;
    jmp_buf out;
    int is_memory;
};

static void leave(j_common_ptr info) {
    struct leaving *leaving = (struct leaving *)info->err;
    leaving->is_memory = info->err->msg_code == JERR_OUT_OF_MEMORY;
    longjmp(leaving->out, 1);
}

static void say_nothing(j_common_ptr info) { (void)info; }

static void count_warning(j_common_ptr info, int level) {
    if (level < 0) info->err->num_warnings++;
}

static struct jpeg_error_mgr *prepare(struct leaving *leaving) {
    struct jpeg_error_mgr *base = jpeg_std_error(&leaving->base);
    base->error_exit = leave;
    base->output_message = say_nothing;
    base->emit_message = count_warning;
    leaving->is_memory = 0;
    return base;
}

// Photoshop keeps inks as what is missing of them, and so does every program after it.
static void from_inks(uint8_t *out, const uint8_t *in, uint32_t count, int is_inverted) {
    for (uint32_t x = 0; x < count; x++, in += 4, out += 3) {
        for (int c = 0; c < 3; c++) {
            unsigned light = is_inverted ? in[c] : 255u - in[c];
            unsigned black = is_inverted ? in[3] : 255u - in[3];
            out[c] = (uint8_t)((light * black + 127) / 255);
        }
    }
}

struct reading {
    struct jpeg_decompress_struct info;
    struct leaving leaving;
    uint8_t *row;
    JOCTET *profile;
};

static enum mc_result read_all(
    struct reading *reading, const uint8_t *bytes, size_t count, uint64_t most, uint32_t side,
    struct pixels *pixels) {
    struct jpeg_decompress_struct *info = &reading->info;
    if (setjmp(reading->leaving.out)) return reading->leaving.is_memory ? MC_MEMORY : MC_DAMAGED;
    jpeg_create_decompress(info);
    jpeg_mem_src(info, bytes, (unsigned long)count);
    jpeg_save_markers(info, JPEG_APP0 + 2, 0xFFFF);
    if (jpeg_read_header(info, TRUE) != JPEG_HEADER_OK) return MC_DAMAGED;
    if ((uint64_t)info->image_width * info->image_height > most) return MC_TOO_LARGE;
    int is_inked = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK;
    info->out_color_space = is_inked ? JCS_CMYK : JCS_RGB;
    info->dct_method = JDCT_ISLOW;
    // Twice what is asked for at least: the rest is done by means.
    uint32_t longest = info->image_width > info->image_height ? info->image_width : info->image_height;
    info->scale_num = 1;
    info->scale_denom = 1;
    while (side != 0 && info->scale_denom < 8 && longest / (info->scale_denom * 2) >= side * 2)
        info->scale_denom *= 2;
    jpeg_start_decompress(info);
    enum mc_result result = pixels_make(pixels, info->output_width, info->output_height, most);
    if (result != MC_MADE) return result;
    // A file that ends early leaves the rest as it was made.
    memset(pixels->rgb, 255, (size_t)pixels->width * pixels->height * 3);
    reading->row = malloc((size_t)info->output_width * 4);
    if (!reading->row) return MC_MEMORY;
    while (info->output_scanline < info->output_height) {
        uint8_t *out = pixels->rgb + (size_t)info->output_scanline * pixels->width * 3;
        JSAMPROW row = is_inked ? reading->row : out;
        if (jpeg_read_scanlines(info, &row, 1) != 1) return MC_DAMAGED;
        if (is_inked) from_inks(out, reading->row, pixels->width, info->saw_Adobe_marker);
    }
    unsigned int size = 0;
    if (!is_inked && jpeg_read_icc_profile(info, &reading->profile, &size))
        pixels_set_profile(pixels, reading->profile, size);
    pixels->flaws = (uint64_t)info->err->num_warnings;
    return MC_MADE;
}

enum mc_result jpeg_read(
    const uint8_t *bytes, size_t count, uint64_t most, uint32_t side, struct pixels *pixels) {
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading) return MC_MEMORY;
    reading->info.err = prepare(&reading->leaving);
    enum mc_result result = read_all(reading, bytes, count, most, side, pixels);
    jpeg_destroy_decompress(&reading->info);
    free(reading->row);
    free(reading->profile);
    free(reading);
    return result;
}

struct writing {
    struct jpeg_compress_struct info;
    struct leaving leaving;
    struct jpeg_destination_mgr out;
    const struct mc_flow *flow;
    int has_failed;
    uint8_t block[BLOCK_BYTES];
};

static void begin_block(j_compress_ptr info) {
    struct writing *writing = (struct writing *)info->client_data;
    writing->out.next_output_byte = writing->block;
    writing->out.free_in_buffer = BLOCK_BYTES;
}

static void hand_on(j_compress_ptr info, size_t count) {
    struct writing *writing = (struct writing *)info->client_data;
    if (count != 0 && writing->flow->write(writing->flow->owner, writing->block, count) < 0) {
        writing->has_failed = 1;
        longjmp(writing->leaving.out, 1);
    }
    begin_block(info);
}

static boolean full_block(j_compress_ptr info) {
    hand_on(info, BLOCK_BYTES);
    return TRUE;
}

static void last_block(j_compress_ptr info) {
    struct writing *writing = (struct writing *)info->client_data;
    hand_on(info, BLOCK_BYTES - writing->out.free_in_buffer);
}

static enum mc_result write_all(struct writing *writing, const struct pixels *pixels, int quality) {
    struct jpeg_compress_struct *info = &writing->info;
    if (setjmp(writing->leaving.out))
        return writing->has_failed ? MC_FLOW : writing->leaving.is_memory ? MC_MEMORY : MC_DAMAGED;
    jpeg_create_compress(info);
    info->client_data = writing;
    writing->out.init_destination = begin_block;
    writing->out.empty_output_buffer = full_block;
    writing->out.term_destination = last_block;
    info->dest = &writing->out;
    info->image_width = pixels->width;
    info->image_height = pixels->height;
    info->input_components = 3;
    info->in_color_space = JCS_RGB;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, quality, TRUE);
    info->dct_method = JDCT_ISLOW;
    jpeg_start_compress(info, TRUE);
    while (info->next_scanline < info->image_height) {
        JSAMPROW row = pixels->rgb + (size_t)info->next_scanline * pixels->width * 3;
        jpeg_write_scanlines(info, &row, 1);
    }
    jpeg_finish_compress(info);
    return MC_MADE;
}

enum mc_result jpeg_write(const struct pixels *pixels, int quality, const struct mc_flow *flow) {
    struct writing *writing = calloc(1, sizeof *writing);
    if (!writing) return MC_MEMORY;
    writing->info.err = prepare(&writing->leaving);
    writing->flow = flow;
    enum mc_result result = write_all(writing, pixels, quality);
    jpeg_destroy_compress(&writing->info);
    free(writing);
    return result;
}
