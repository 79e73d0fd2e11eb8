// SPDX-License-Identifier: Apache-2.0

#include "media_copier.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES (1 << 16)
#define WAITING_BYTES (1u << 18)
#define MOST_CHANNELS 8
#define MOST_RATE 192000
// Bytes that the libraries may look at before they know what it is.
#define PROBE_BYTES (5 << 20)

// What is opened and decoded, and nothing else: not what a container of another kind may name.
static const char *const containers[] = {
    [MC_AMR] = "amr",
    [MC_OGG] = "ogg",
    [MC_CAF] = "caf",
    [MC_MOV] = "mov",
};

static const struct {
    enum AVCodecID id;
    const char *name;
} decoders[] = {
    {AV_CODEC_ID_AMR_NB, "amrnb"},          {AV_CODEC_ID_AMR_WB, "amrwb"},
    {AV_CODEC_ID_OPUS, "opus"},             {AV_CODEC_ID_VORBIS, "vorbis"},
    {AV_CODEC_ID_AAC, "aac"},               {AV_CODEC_ID_ALAC, "alac"},
    {AV_CODEC_ID_QCELP, "qcelp"},           {AV_CODEC_ID_EVRC, "evrc"},
    {AV_CODEC_ID_ADPCM_IMA_QT, "adpcm_ima_qt"},
    {AV_CODEC_ID_PCM_S16LE, "pcm_s16le"},   {AV_CODEC_ID_PCM_S16BE, "pcm_s16be"},
};

struct sound {
    const struct mc_flow *flow;
    uint64_t place;
    int has_failed;
    AVIOContext *input;
    AVFormatContext *format;
    AVCodecContext *codec;
    SwrContext *change;
    AVChannelLayout from;      // what `change` takes
    int from_rate, from_format;
    AVChannelLayout to;        // what it gives, at `made->rate`
    AVPacket *packet;
    AVFrame *frame;
    uint8_t *out;
    int out_frames;
    uint8_t *waiting; // samples that are written when there are enough
    size_t waiting_count;
    uint64_t frames, most;
    int is_writing;
    struct mc_made *made;
};

static int read_more(void *owner, uint8_t *bytes, int count) {
    struct sound *sound = owner;
    if (count <= 0) return AVERROR(EINVAL);
    if (sound->has_failed || sound->place >= sound->flow->size) return AVERROR_EOF;
    int64_t got = sound->flow->read(sound->flow->owner, sound->place, bytes, (size_t)count);
    if (got < 0) {
        sound->has_failed = 1;
        return AVERROR(EIO);
    }
    if (got == 0) return AVERROR_EOF;
    sound->place += (uint64_t)got;
    return (int)got;
}

static int64_t go_to(void *owner, int64_t offset, int whence) {
    struct sound *sound = owner;
    int64_t size = (int64_t)sound->flow->size, base;
    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE: return size;
    case SEEK_SET: base = 0; break;
    case SEEK_CUR: base = (int64_t)sound->place; break;
    case SEEK_END: base = size; break;
    default: return AVERROR(EINVAL);
    }
    int64_t place;
    if (__builtin_add_overflow(base, offset, &place) || place < 0 || place > size) return AVERROR(EINVAL);
    sound->place = (uint64_t)place;
    return place;
}

// A film that names other files gets none of them.
static int open_nothing(
    struct AVFormatContext *format, AVIOContext **input, const char *url, int flags, AVDictionary **options) {
    (void)format, (void)input, (void)url, (void)flags, (void)options;
    return AVERROR(EPERM);
}

static enum mc_result open_container(struct sound *sound, enum mc_container container) {
    uint8_t *block = av_malloc(BLOCK_BYTES);
    if (!block) return MC_MEMORY;
    sound->input = avio_alloc_context(block, BLOCK_BYTES, 0, sound, read_more, NULL, go_to);
    if (!sound->input) {
        av_free(block);
        return MC_MEMORY;
    }
    sound->format = avformat_alloc_context();
    if (!sound->format) return MC_MEMORY;
    sound->format->pb = sound->input;
    sound->format->flags |= AVFMT_FLAG_CUSTOM_IO;
    sound->format->io_open = open_nothing;
    sound->format->probesize = PROBE_BYTES;
    AVDictionary *options = NULL;
    av_dict_set(&options, "format_whitelist", containers[container], 0);
    av_dict_set(&options, "protocol_whitelist", "none", 0);
    av_dict_set(&options, "codec_whitelist",
                "amrnb,amrwb,opus,vorbis,aac,alac,qcelp,evrc,adpcm_ima_qt,pcm_s16le,pcm_s16be", 0);
    const AVInputFormat *form = av_find_input_format(containers[container]);
    // A failure frees the format.
    int got = form ? avformat_open_input(&sound->format, NULL, form, &options) : AVERROR_DEMUXER_NOT_FOUND;
    av_dict_free(&options);
    if (got == AVERROR(ENOMEM)) return MC_MEMORY;
    if (!form) return MC_UNSUPPORTED;
    return got < 0 ? MC_DAMAGED : MC_MADE;
}

static enum mc_result open_decoder(struct sound *sound, int *track) {
    *track = -1;
    for (unsigned i = 0; i < sound->format->nb_streams; i++) {
        AVStream *stream = sound->format->streams[i];
        if (*track < 0 && stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO) *track = (int)i;
        else stream->discard = AVDISCARD_ALL;
    }
    if (*track < 0) return MC_NO_SOUND;
    const AVCodecParameters *told = sound->format->streams[*track]->codecpar;
    const char *name = NULL;
    for (size_t i = 0; i < sizeof decoders / sizeof decoders[0]; i++)
        if (decoders[i].id == told->codec_id) name = decoders[i].name;
    const AVCodec *codec = name ? avcodec_find_decoder_by_name(name) : NULL;
    if (!codec) return MC_UNSUPPORTED;
    sound->codec = avcodec_alloc_context3(codec);
    if (!sound->codec || avcodec_parameters_to_context(sound->codec, told) < 0) return MC_MEMORY;
    sound->codec->thread_count = 1;
    sound->codec->thread_type = 0;
    sound->codec->pkt_timebase = sound->format->streams[*track]->time_base;
    // AMR and its like are of one channel, and some containers do not say so.
    if (sound->codec->ch_layout.nb_channels == 0) av_channel_layout_default(&sound->codec->ch_layout, 1);
    int got = avcodec_open2(sound->codec, codec, NULL);
    return got == AVERROR(ENOMEM) ? MC_MEMORY : got < 0 ? MC_DAMAGED : MC_MADE;
}

static enum mc_result hand_on(struct sound *sound) {
    size_t count = sound->waiting_count;
    sound->waiting_count = 0;
    if (count == 0) return MC_MADE;
    return sound->flow->write(sound->flow->owner, sound->waiting, count) < 0 ? MC_FLOW : MC_MADE;
}

static enum mc_result give(struct sound *sound, int frames) {
    if (frames <= 0) return MC_MADE;
    sound->frames += (uint64_t)frames;
    if (sound->frames > sound->most) return MC_TOO_LONG;
    if (!sound->is_writing) return MC_MADE;
    size_t count = (size_t)frames * sound->made->channels * 2;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    for (size_t i = 0; i < count; i += 2) {
        uint8_t first = sound->out[i];
        sound->out[i] = sound->out[i + 1];
        sound->out[i + 1] = first;
    }
#endif
    for (size_t done = 0; done < count;) {
        size_t part = count - done, room = WAITING_BYTES - sound->waiting_count;
        if (part > room) part = room;
        memcpy(sound->waiting + sound->waiting_count, sound->out + done, part);
        sound->waiting_count += part;
        done += part;
        if (sound->waiting_count == WAITING_BYTES) {
            enum mc_result result = hand_on(sound);
            if (result != MC_MADE) return result;
        }
    }
    return MC_MADE;
}

static enum mc_result convert(struct sound *sound, const AVFrame *frame) {
    int room = swr_get_out_samples(sound->change, frame ? frame->nb_samples : 0);
    if (room < 0) return MC_DAMAGED;
    if (room == 0) return MC_MADE;
    if (room > sound->out_frames) {
        if (room > (1 << 24)) return MC_DAMAGED;
        uint8_t *grown = realloc(sound->out, (size_t)room * MOST_CHANNELS * 2);
        if (!grown) return MC_MEMORY;
        sound->out = grown;
        sound->out_frames = room;
    }
    uint8_t *planes[1] = {sound->out};
    int got = swr_convert(
        sound->change, planes, room, frame ? (const uint8_t **)frame->extended_data : NULL,
        frame ? frame->nb_samples : 0);
    if (got < 0) return MC_DAMAGED;
    return give(sound, got);
}

// Whatever comes later is brought to the rate and the channels of what came first.
static enum mc_result settle(struct sound *sound, const AVFrame *frame) {
    if (sound->change && sound->from_rate == frame->sample_rate && sound->from_format == frame->format
        && av_channel_layout_compare(&sound->from, &frame->ch_layout) == 0)
        return MC_MADE;
    int channels = frame->ch_layout.nb_channels;
    if (frame->sample_rate < 1000 || frame->sample_rate > MOST_RATE || channels < 1 || channels > MOST_CHANNELS)
        return MC_UNSUPPORTED;
    if (sound->change) {
        enum mc_result result = convert(sound, NULL);
        if (result != MC_MADE) return result;
        swr_free(&sound->change);
    } else {
        sound->made->rate = (uint32_t)frame->sample_rate;
        sound->made->channels = (uint32_t)channels;
        if (frame->ch_layout.order == AV_CHANNEL_ORDER_NATIVE) {
            if (av_channel_layout_copy(&sound->to, &frame->ch_layout) < 0) return MC_MEMORY;
        } else {
            av_channel_layout_default(&sound->to, channels);
        }
        sound->most *= sound->made->rate;
    }
    AVChannelLayout from = {0};
    if (frame->ch_layout.order == AV_CHANNEL_ORDER_NATIVE) {
        if (av_channel_layout_copy(&from, &frame->ch_layout) < 0) return MC_MEMORY;
    } else {
        av_channel_layout_default(&from, channels);
    }
    int got = swr_alloc_set_opts2(
        &sound->change, &sound->to, AV_SAMPLE_FMT_S16, (int)sound->made->rate, &from, frame->format,
        frame->sample_rate, 0, NULL);
    av_channel_layout_uninit(&from);
    if (got >= 0) got = swr_init(sound->change);
    if (got < 0) return got == AVERROR(ENOMEM) ? MC_MEMORY : MC_UNSUPPORTED;
    sound->from_rate = frame->sample_rate;
    sound->from_format = frame->format;
    av_channel_layout_uninit(&sound->from);
    return av_channel_layout_copy(&sound->from, &frame->ch_layout) < 0 ? MC_MEMORY : MC_MADE;
}

static enum mc_result drain(struct sound *sound) {
    while (1) {
        int got = avcodec_receive_frame(sound->codec, sound->frame);
        if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return MC_MADE;
        if (got == AVERROR(ENOMEM)) return MC_MEMORY;
        if (got < 0) {
            sound->made->flaws++;
            return MC_MADE;
        }
        enum mc_result result = settle(sound, sound->frame);
        if (result == MC_MADE) result = convert(sound, sound->frame);
        av_frame_unref(sound->frame);
        if (result != MC_MADE) return result;
    }
}

static enum mc_result decode_all(struct sound *sound, int track) {
    while (1) {
        int got = av_read_frame(sound->format, sound->packet);
        if (sound->has_failed) return MC_FLOW;
        if (got == AVERROR(ENOMEM)) return MC_MEMORY;
        if (got == AVERROR(EAGAIN)) continue;
        // What lies behind a fault in the container is not reached.
        if (got < 0 && got != AVERROR_EOF) sound->made->flaws++;
        if (got < 0) break;
        if (sound->packet->stream_index == track) {
            if (sound->packet->flags & AV_PKT_FLAG_CORRUPT) sound->made->flaws++;
            got = avcodec_send_packet(sound->codec, sound->packet);
            if (got == AVERROR(ENOMEM)) return MC_MEMORY;
            if (got < 0) sound->made->flaws++;
        }
        av_packet_unref(sound->packet);
        enum mc_result result = drain(sound);
        if (result != MC_MADE) return result;
    }
    avcodec_send_packet(sound->codec, NULL);
    enum mc_result result = drain(sound);
    if (result == MC_MADE && sound->change) result = convert(sound, NULL);
    if (result == MC_MADE) result = hand_on(sound);
    if (result != MC_MADE) return result;
    // The container says how long it is: a file that was cut off has less.
    const AVStream *stream = sound->format->streams[track];
    if (stream->duration > 0 && stream->time_base.den > 0) {
        int64_t stated = av_rescale(
            stream->duration, (int64_t)stream->time_base.num * sound->made->rate, stream->time_base.den);
        if (stated > (int64_t)sound->frames && stated - (int64_t)sound->frames > sound->made->rate / 2)
            sound->made->flaws++;
    }
    return sound->frames == 0 ? (sound->made->flaws ? MC_DAMAGED : MC_NO_SOUND) : MC_MADE;
}

enum mc_result mc_sound(
    enum mc_container container, uint64_t seconds, const struct mc_flow *flow, struct mc_made *made) {
    struct sound *sound = calloc(1, sizeof *sound);
    if (!sound) return MC_MEMORY;
    struct mc_made wanted = *made;
    *made = (struct mc_made){0};
    sound->flow = flow;
    sound->made = made;
    sound->most = seconds;
    sound->is_writing = wanted.frames != 0;
    sound->packet = av_packet_alloc();
    sound->frame = av_frame_alloc();
    sound->waiting = malloc(WAITING_BYTES);
    enum mc_result result = sound->packet && sound->frame && sound->waiting ? MC_MADE : MC_MEMORY;
    int track = -1;
    if (result == MC_MADE) result = open_container(sound, container);
    if (result == MC_MADE) result = open_decoder(sound, &track);
    if (result == MC_MADE) result = decode_all(sound, track);
    if (sound->has_failed) result = MC_FLOW;
    made->frames = sound->frames;
    if (result == MC_MADE && sound->is_writing
        && (wanted.frames != made->frames || wanted.rate != made->rate || wanted.channels != made->channels))
        result = MC_DAMAGED;
    free(sound->out);
    free(sound->waiting);
    swr_free(&sound->change);
    av_channel_layout_uninit(&sound->from);
    av_channel_layout_uninit(&sound->to);
    avcodec_free_context(&sound->codec);
    avformat_close_input(&sound->format);
    if (sound->input) av_freep(&sound->input->buffer);
    avio_context_free(&sound->input);
    av_packet_free(&sound->packet);
    av_frame_free(&sound->frame);
    free(sound);
    return result;
}
