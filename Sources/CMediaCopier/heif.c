// SPDX-License-Identifier: Apache-2.0

#include "media_copier.h"

#include <libavutil/pixdesc.h>
#include <libheif/heif.h>
#include <libheif/heif_plugin.h>
#include <stdlib.h>
#include <string.h>

// libheif finds the parts and puts them together; what decodes them is libavcodec, which needs no thread.
// One picture at a time, so that what both sides must know stands here.
static uint64_t most_pixels;
static uint64_t flaws;
static enum mc_result failed;
// What the coded picture says of its colours, for where the container says nothing.
static int primaries, transfer;

struct coded {
    const char *decoder;
    int is_hevc;
    uint8_t *bytes;
    size_t count;
};

static const struct heif_error fine = {heif_error_Ok, heif_suberror_Unspecified, "fine"};

static struct heif_error fault(enum mc_result result) {
    failed = result;
    struct heif_error error = {
        heif_error_Decoder_plugin_error, heif_suberror_Unspecified, "it could not be decoded"};
    return error;
}

static const char *hevc_name(void) { return "libavcodec hevc"; }
static const char *av1_name(void) { return "libavcodec libdav1d"; }
static void nothing(void) {}
// More than libheif's own, which start threads.
static int for_hevc(enum heif_compression_format form) {
    return form == heif_compression_HEVC ? 1000 : 0;
}
static int for_av1(enum heif_compression_format form) { return form == heif_compression_AV1 ? 1000 : 0; }

static struct heif_error new_coded(void **decoder, const char *name, int is_hevc) {
    struct coded *coded = calloc(1, sizeof *coded);
    if (!coded) return fault(MC_MEMORY);
    coded->decoder = name;
    coded->is_hevc = is_hevc;
    *decoder = coded;
    return fine;
}
static struct heif_error new_hevc(void **decoder) { return new_coded(decoder, "hevc", 1); }
static struct heif_error new_av1(void **decoder) { return new_coded(decoder, "libdav1d", 0); }

static void free_coded(void *decoder) {
    struct coded *coded = decoder;
    if (!coded) return;
    free(coded->bytes);
    free(coded);
}

static struct heif_error push(void *decoder, const void *data, size_t size) {
    struct coded *coded = decoder;
    if (size > INT32_MAX / 4 || coded->count > INT32_MAX / 4) return fault(MC_TOO_LARGE);
    uint8_t *grown = realloc(coded->bytes, coded->count + size + 1);
    if (!grown) return fault(MC_MEMORY);
    memcpy(grown + coded->count, data, size);
    coded->bytes = grown;
    coded->count += size;
    return fine;
}

static void strict(void *decoder, int flag) {
    (void)decoder;
    (void)flag;
}

// Each unit begins with its length in four bytes; the decoder wants a start code there.
static int mark_units(uint8_t *bytes, size_t count) {
    size_t place = 0;
    while (place < count) {
        if (count - place < 4) return 0;
        size_t length = (size_t)bytes[place] << 24 | (size_t)bytes[place + 1] << 16
                        | (size_t)bytes[place + 2] << 8 | bytes[place + 3];
        if (length == 0 || length > count - place - 4) return 0;
        bytes[place] = bytes[place + 1] = bytes[place + 2] = 0;
        bytes[place + 3] = 1;
        place += 4 + length;
    }
    return place != 0;
}

static int chroma(const AVPixFmtDescriptor *form) {
    if (form->nb_components < 3) return heif_chroma_monochrome;
    if (form->log2_chroma_w == 0 && form->log2_chroma_h == 0) return heif_chroma_444;
    if (form->log2_chroma_w == 1 && form->log2_chroma_h == 0) return heif_chroma_422;
    if (form->log2_chroma_w == 1 && form->log2_chroma_h == 1) return heif_chroma_420;
    return heif_chroma_undefined;
}

static void tell_colours(struct heif_image *image, const AVFrame *frame, const AVPixFmtDescriptor *form) {
    struct heif_color_profile_nclx *colours = heif_nclx_color_profile_alloc();
    if (!colours) return;
    // Planes of green, blue and red stand in the places of brightness and colour, and the numbers say so.
    int matrix = form->flags & AV_PIX_FMT_FLAG_RGB ? 0 : (int)frame->colorspace;
    heif_nclx_color_profile_set_color_primaries(colours, (uint16_t)frame->color_primaries);
    heif_nclx_color_profile_set_transfer_characteristics(colours, (uint16_t)frame->color_trc);
    heif_nclx_color_profile_set_matrix_coefficients(colours, (uint16_t)matrix);
    int is_full = frame->color_range == AVCOL_RANGE_JPEG || frame->format == AV_PIX_FMT_YUVJ420P
                  || frame->format == AV_PIX_FMT_YUVJ422P || frame->format == AV_PIX_FMT_YUVJ444P;
    colours->full_range_flag = is_full ? 1 : 0;
    heif_image_set_nclx_color_profile(image, colours);
    heif_nclx_color_profile_free(colours);
}

static struct heif_error to_image(const AVFrame *frame, struct heif_image **out) {
    const AVPixFmtDescriptor *form = av_pix_fmt_desc_get(frame->format);
    // Each sample in a place of its own, in one byte or in two.
    if (!form || (form->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BE
                                 | AV_PIX_FMT_FLAG_FLOAT | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BITSTREAM)))
        return fault(MC_UNSUPPORTED);
    int kind = chroma(form), depth = form->comp[0].depth, count = form->nb_components < 3 ? 1 : 3;
    if (kind == heif_chroma_undefined || depth < 8 || depth > 16) return fault(MC_UNSUPPORTED);
    if (count == 3 && !(form->flags & AV_PIX_FMT_FLAG_PLANAR)) return fault(MC_UNSUPPORTED);
    struct heif_image *image = NULL;
    struct heif_error error = heif_image_create(
        frame->width, frame->height,
        count == 1 ? heif_colorspace_monochrome : heif_colorspace_YCbCr, (enum heif_chroma)kind, &image);
    if (error.code != heif_error_Ok) return error;
    static const enum heif_channel channels[3] = {heif_channel_Y, heif_channel_Cb, heif_channel_Cr};
    size_t each = depth > 8 ? 2 : 1;
    for (int c = 0; c < count; c++) {
        int width = c == 0 ? frame->width : AV_CEIL_RSHIFT(frame->width, form->log2_chroma_w);
        int height = c == 0 ? frame->height : AV_CEIL_RSHIFT(frame->height, form->log2_chroma_h);
        error = heif_image_add_plane(image, channels[c], width, height, depth);
        int stride = 0;
        uint8_t *rows = error.code == heif_error_Ok ? heif_image_get_plane(image, channels[c], &stride) : NULL;
        if (!rows || !frame->data[c] || (size_t)stride < (size_t)width * each) {
            heif_image_release(image);
            return error.code == heif_error_Ok ? fault(MC_MEMORY) : error;
        }
        for (int y = 0; y < height; y++)
            memcpy(rows + (ptrdiff_t)y * stride, frame->data[c] + (ptrdiff_t)y * frame->linesize[c],
                   (size_t)width * each);
    }
    tell_colours(image, frame, form);
    *out = image;
    return fine;
}

static struct heif_error decode(void *decoder, struct heif_image **out) {
    struct coded *coded = decoder;
    if (coded->count == 0) return fault(MC_DAMAGED);
    if (coded->is_hevc && !mark_units(coded->bytes, coded->count)) return fault(MC_DAMAGED);
    AVPacket *packet = av_packet_alloc();
    if (!packet || av_new_packet(packet, (int)coded->count) < 0) {
        av_packet_free(&packet);
        return fault(MC_MEMORY);
    }
    memcpy(packet->data, coded->bytes, coded->count);
    AVFrame *frame = NULL;
    enum mc_result result = av_picture(coded->decoder, packet, most_pixels, &frame);
    if (result != MC_MADE) return fault(result);
    if (frame->decode_error_flags != 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0) flaws++;
    // The picture comes before what belongs with it.
    if (primaries == 0) {
        primaries = (int)frame->color_primaries;
        transfer = (int)frame->color_trc;
    }
    struct heif_error error = to_image(frame, out);
    av_frame_free(&frame);
    return error;
}

static const struct heif_decoder_plugin hevc_plugin = {
    .plugin_api_version = 2,
    .get_plugin_name = hevc_name,
    .init_plugin = nothing,
    .deinit_plugin = nothing,
    .does_support_format = for_hevc,
    .new_decoder = new_hevc,
    .free_decoder = free_coded,
    .push_data = push,
    .decode_image = decode,
    .set_strict_decoding = strict,
};

static const struct heif_decoder_plugin av1_plugin = {
    .plugin_api_version = 2,
    .get_plugin_name = av1_name,
    .init_plugin = nothing,
    .deinit_plugin = nothing,
    .does_support_format = for_av1,
    .new_decoder = new_av1,
    .free_decoder = free_coded,
    .push_data = push,
    .decode_image = decode,
    .set_strict_decoding = strict,
};

void heif_prepare(void) {
    heif_init(NULL);
    heif_register_decoder_plugin(&hevc_plugin);
    heif_register_decoder_plugin(&av1_plugin);
}

static void take_colours(const struct heif_image_handle *handle, struct pixels *pixels) {
    enum heif_color_profile_type type = heif_image_handle_get_color_profile_type(handle);
    size_t size = heif_image_handle_get_raw_color_profile_size(handle);
    if ((type == heif_color_profile_type_prof || type == heif_color_profile_type_rICC) && size > 0
        && size < (4u << 20)) {
        uint8_t *bytes = malloc(size);
        if (bytes && heif_image_handle_get_raw_color_profile(handle, bytes).code == heif_error_Ok)
            pixels_set_profile(pixels, bytes, size);
        free(bytes);
    }
    pixels->primaries = primaries;
    pixels->transfer = transfer;
    struct heif_color_profile_nclx *numbers = NULL;
    if (heif_image_handle_get_nclx_color_profile(handle, &numbers).code == heif_error_Ok && numbers) {
        pixels->primaries = (int)numbers->color_primaries;
        pixels->transfer = (int)numbers->transfer_characteristics;
        heif_nclx_color_profile_free(numbers);
    }
}

static enum mc_result decode_handle(struct heif_image_handle *handle, struct pixels *pixels) {
    int width = heif_image_handle_get_width(handle), height = heif_image_handle_get_height(handle);
    if (width <= 0 || height <= 0) return MC_DAMAGED;
    if ((uint64_t)width * (uint64_t)height > most_pixels) return MC_TOO_LARGE;
    struct heif_decoding_options *options = heif_decoding_options_alloc();
    if (!options) return MC_MEMORY;
    options->convert_hdr_to_8bit = 1;
    int has_alpha = heif_image_handle_has_alpha_channel(handle);
    struct heif_image *image = NULL;
    struct heif_error error = heif_decode_image(
        handle, &image, heif_colorspace_RGB,
        has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, options);
    heif_decoding_options_free(options);
    if (error.code == heif_error_Memory_allocation_error) return MC_MEMORY;
    if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype)
        return failed != MC_MADE ? failed : MC_UNSUPPORTED;
    if (error.code != heif_error_Ok || !image) return failed != MC_MADE ? failed : MC_DAMAGED;
    int stride = 0;
    const uint8_t *rows = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    width = heif_image_get_width(image, heif_channel_interleaved);
    height = heif_image_get_height(image, heif_channel_interleaved);
    int depth = heif_image_get_bits_per_pixel_range(image, heif_channel_interleaved);
    size_t each = has_alpha ? 4 : 3;
    enum mc_result result = MC_DAMAGED;
    if (rows && width > 0 && height > 0 && depth == 8 && (size_t)stride >= (size_t)width * each)
        result = pixels_make(pixels, (uint64_t)width, (uint64_t)height, most_pixels);
    if (result == MC_MADE && has_alpha)
        pixels_flatten(pixels, rows, (size_t)stride, heif_image_handle_is_premultiplied_alpha(handle));
    else if (result == MC_MADE)
        for (int y = 0; y < height; y++)
            memcpy(pixels->rgb + (size_t)y * (size_t)width * 3, rows + (ptrdiff_t)y * stride,
                   (size_t)width * 3);
    heif_image_release(image);
    return result;
}

enum mc_result heif_read(const uint8_t *bytes, size_t count, uint64_t most, struct pixels *pixels) {
    most_pixels = most;
    flaws = 0;
    failed = MC_MADE;
    primaries = transfer = 0;
    struct heif_context *context = heif_context_alloc();
    if (!context) return MC_MEMORY;
    heif_context_set_max_decoding_threads(context, 0);
    struct heif_image_handle *handle = NULL;
    struct heif_error error = heif_context_read_from_memory_without_copy(context, bytes, count, NULL);
    if (error.code == heif_error_Ok) error = heif_context_get_primary_image_handle(context, &handle);
    enum mc_result result = error.code == heif_error_Memory_allocation_error ? MC_MEMORY
                            : error.code == heif_error_Unsupported_feature
                                    || error.code == heif_error_Unsupported_filetype
                                ? MC_UNSUPPORTED
                                : MC_DAMAGED;
    if (error.code == heif_error_Ok && handle) {
        result = decode_handle(handle, pixels);
        if (result == MC_MADE) take_colours(handle, pixels);
        pixels->flaws = flaws;
    }
    if (handle) heif_image_handle_release(handle);
    heif_context_free(context);
    return result;
}
