// What Swift sees of libav (FFmpeg 5.1): the headers, and twins of the macros that the Clang importer drops.
#ifndef LIVESHELF_CLIBAV_SHIM_H
#define LIVESHELF_CLIBAV_SHIM_H

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavformat/avio.h>
#include <libavutil/aes.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libavutil/log.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <libavutil/tx.h>
#include <libswresample/swresample.h>

static const int CLIBAV_ERROR_EOF = AVERROR_EOF;
static const int CLIBAV_ERROR_EXIT = AVERROR_EXIT;
static const int CLIBAV_ERROR_EAGAIN = AVERROR(EAGAIN);
static const int CLIBAV_ERROR_INVALID_DATA = AVERROR_INVALIDDATA;
static const int CLIBAV_ERROR_DEMUXER_NOT_FOUND = AVERROR_DEMUXER_NOT_FOUND;
static const int CLIBAV_ERROR_PROTOCOL_NOT_FOUND = AVERROR_PROTOCOL_NOT_FOUND;
static const int CLIBAV_ERROR_STREAM_NOT_FOUND = AVERROR_STREAM_NOT_FOUND;
static const int64_t CLIBAV_NO_PTS = AV_NOPTS_VALUE;

/// The libav error code of an errno value.
static inline int clibav_error(int error_number) { return AVERROR(error_number); }

#endif
