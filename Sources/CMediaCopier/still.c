// SPDX-License-Identifier: Apache-2.0

#include "media_copier.h"

#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>
#include <string.h>

enum mc_result av_picture(const char *name, AVPacket *packet, uint64_t most, AVFrame **out) {
    const AVCodec *codec = avcodec_find_decoder_by_name(name);
    AVCodecContext *context = codec ? avcodec_alloc_context3(codec) : NULL;
    AVFrame *frame = av_frame_alloc();
    enum mc_result result = !codec ? MC_UNSUPPORTED : !context || !frame ? MC_MEMORY : MC_DAMAGED;
    if (codec && context && frame) {
        context->thread_count = 1;
        context->thread_type = 0;
        context->max_pixels = (int64_t)most;
        // What is left of a damaged picture is shown, as phones do, and marked.
        context->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
        int got = avcodec_open2(context, codec, NULL);
        if (got >= 0) got = avcodec_send_packet(context, packet);
        if (got >= 0) got = avcodec_receive_frame(context, frame);
        if (got == AVERROR(EAGAIN)) {
            avcodec_send_packet(context, NULL);
            got = avcodec_receive_frame(context, frame);
        }
        if (got >= 0 && frame->width > 0 && frame->height > 0 && frame->data[0]) {
            result = MC_MADE;
            *out = frame;
            frame = NULL;
        } else if (got == AVERROR(ENOMEM)) {
            result = MC_MEMORY;
        } else if (got == AVERROR_PATCHWELCOME) {
            result = MC_UNSUPPORTED;
        }
    }
    av_frame_free(&frame);
    avcodec_free_context(&context);
    av_packet_free(&packet);
    return result;
}

static enum mc_result to_pixels(const AVFrame *frame, uint64_t most, struct pixels *pixels) {
    enum mc_result result =
        pixels_make(pixels, (uint64_t)frame->width, (uint64_t)frame->height, most);
    if (result != MC_MADE) return result;
    const AVPixFmtDescriptor *form = av_pix_fmt_desc_get(frame->format);
    if (!form) return MC_UNSUPPORTED;
    int has_alpha = (form->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
    enum AVPixelFormat wanted = has_alpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
    struct SwsContext *change = sws_getContext(
        frame->width, frame->height, frame->format, frame->width, frame->height, wanted,
        SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT, NULL, NULL, NULL);
    if (!change) return MC_UNSUPPORTED;
    uint8_t *planes[4] = {NULL};
    int strides[4] = {0};
    result = MC_MEMORY;
    // Rows of its own with room behind them: the library writes beyond what it was asked for.
    if (av_image_alloc(planes, strides, frame->width, frame->height, wanted, 64) >= 0) {
        result = MC_DAMAGED;
        if (sws_scale(
                change, (const uint8_t *const *)frame->data, frame->linesize, 0, frame->height, planes,
                strides) == frame->height) {
            if (has_alpha) {
                pixels_flatten(pixels, planes[0], (size_t)strides[0], 0);
            } else {
                for (uint32_t y = 0; y < pixels->height; y++)
                    memcpy(pixels->rgb + (size_t)y * pixels->width * 3,
                           planes[0] + (size_t)y * (size_t)strides[0], (size_t)pixels->width * 3);
            }
            result = MC_MADE;
        }
    }
    av_freep(&planes[0]);
    sws_freeContext(change);
    return result;
}

enum mc_result still_read(
    enum mc_form form, const uint8_t *bytes, size_t count, uint64_t most, struct pixels *pixels) {
    const char *name;
    switch (form) {
    case MC_PNG: name = "png"; break;
    case MC_GIF: name = "gif"; break;
    case MC_BMP: name = "bmp"; break;
    case MC_TIFF: name = "tiff"; break;
    case MC_WEBP: name = "webp"; break;
    default: return MC_UNSUPPORTED;
    }
    if (count == 0 || count > INT32_MAX / 2) return MC_TOO_LARGE;
    AVPacket *packet = av_packet_alloc();
    if (!packet || av_new_packet(packet, (int)count) < 0) {
        av_packet_free(&packet);
        return MC_MEMORY;
    }
    memcpy(packet->data, bytes, count);
    AVFrame *frame = NULL;
    enum mc_result result = av_picture(name, packet, most, &frame);
    if (result != MC_MADE) return result;
    result = to_pixels(frame, most, pixels);
    if (frame->decode_error_flags != 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0) pixels->flaws = 1;
    AVFrameSideData *profile = av_frame_get_side_data(frame, AV_FRAME_DATA_ICC_PROFILE);
    if (profile) pixels_set_profile(pixels, profile->data, profile->size);
    av_frame_free(&frame);
    return result;
}
