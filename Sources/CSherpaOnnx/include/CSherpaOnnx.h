// The part of sherpa-onnx's C interface (sherpa-onnx/c-api/c-api.h) that Liveshelf uses.
//
// The library is opened at run time. Its configurations are structs that it reads without knowing their size, and they
// grow from version to version: only the version below may be used, and layout.c, compiled with the header of the
// package, asserts that every field lies where the library looks for it.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Structs are laid out as in the versions that begin so.
#define LIVESHELF_SHERPA_VERSION "2.0."

typedef struct SherpaRecognizer SherpaRecognizer;
typedef struct SherpaStream SherpaStream;

typedef struct SherpaFeatures {
  int32_t sample_rate;
  int32_t feature_dim;
} SherpaFeatures;

typedef struct SherpaTransducer {
  const char *encoder;
  const char *decoder;
  const char *joiner;
} SherpaTransducer;

/// All text is UTF-8; null and empty mean "not set". Zero everything before use.
typedef struct SherpaOfflineModel {
  SherpaTransducer transducer;
  const char *paraformer;
  const char *nemo_ctc;
  char whisper[48];
  const char *tdnn;
  const char *tokens;
  int32_t num_threads;
  int32_t debug;
  const char *provider;
  const char *model_type;
  const char *modeling_unit;
  const char *bpe_vocab;
  const char *telespeech_ctc;
  const char *sense_voice;
  const char *sense_voice_language;
  int32_t sense_voice_use_itn;
  char other_models[328];
} SherpaOfflineModel;

typedef struct SherpaOfflineConfig {
  SherpaFeatures features;
  SherpaOfflineModel model;
  const char *lm;
  float lm_scale;
  const char *decoding_method;
  int32_t max_active_paths;
  const char *hotwords_file;
  float hotwords_score;
  const char *rule_fsts;
  const char *rule_fars;
  float blank_penalty;
  const char *homophones[3];
  const char *ctc_graph;
  int32_t ctc_max_active;
} SherpaOfflineConfig;

typedef struct SherpaOnlineModel {
  SherpaTransducer transducer;
  const char *paraformer_encoder;
  const char *paraformer_decoder;
  const char *zipformer2_ctc;
  const char *tokens;
  int32_t num_threads;
  const char *provider;
  int32_t debug;
  const char *model_type;
  const char *modeling_unit;
  const char *bpe_vocab;
  const char *tokens_buf;
  int32_t tokens_buf_size;
  const char *nemo_ctc;
  const char *t_one_ctc;
} SherpaOnlineModel;

typedef struct SherpaOnlineConfig {
  SherpaFeatures features;
  SherpaOnlineModel model;
  const char *decoding_method;
  int32_t max_active_paths;
  int32_t enable_endpoint;
  float rule1_min_trailing_silence;
  float rule2_min_trailing_silence;
  float rule3_min_utterance_length;
  const char *hotwords_file;
  float hotwords_score;
  const char *ctc_graph;
  int32_t ctc_max_active;
  const char *rule_fsts;
  const char *rule_fars;
  float blank_penalty;
  const char *hotwords_buf;
  int32_t hotwords_buf_size;
  const char *homophones[3];
} SherpaOnlineConfig;

typedef struct SherpaOfflineResult {
  const char *text;
  float *timestamps;
  int32_t count;
  const char *tokens;
  const char *const *tokens_arr;
  const char *json;
  const char *lang;
  const char *emotion;
  const char *event;
  float *durations;
  float *ys_log_probs;
} SherpaOfflineResult;

typedef struct SherpaOnlineResult {
  const char *text;
  const char *tokens;
  const char *const *tokens_arr;
  float *timestamps;
  int32_t count;
  const char *json;
} SherpaOnlineResult;

/// The functions of the library, by their names without the prefix.
typedef struct SherpaFunctions {
  const char *(*GetVersionStr)(void);

  const SherpaRecognizer *(*CreateOfflineRecognizer)(const SherpaOfflineConfig *config);
  void (*DestroyOfflineRecognizer)(const SherpaRecognizer *recognizer);
  const SherpaStream *(*CreateOfflineStream)(const SherpaRecognizer *recognizer);
  const SherpaStream *(*CreateOfflineStreamWithHotwords)(const SherpaRecognizer *recognizer, const char *hotwords);
  void (*DestroyOfflineStream)(const SherpaStream *stream);
  void (*AcceptWaveformOffline)(const SherpaStream *stream, int32_t rate, const float *samples, int32_t count);
  void (*DecodeOfflineStream)(const SherpaRecognizer *recognizer, const SherpaStream *stream);
  const SherpaOfflineResult *(*GetOfflineStreamResult)(const SherpaStream *stream);
  void (*DestroyOfflineRecognizerResult)(const SherpaOfflineResult *result);

  const SherpaRecognizer *(*CreateOnlineRecognizer)(const SherpaOnlineConfig *config);
  void (*DestroyOnlineRecognizer)(const SherpaRecognizer *recognizer);
  const SherpaStream *(*CreateOnlineStream)(const SherpaRecognizer *recognizer);
  const SherpaStream *(*CreateOnlineStreamWithHotwords)(const SherpaRecognizer *recognizer, const char *hotwords);
  void (*DestroyOnlineStream)(const SherpaStream *stream);
  void (*OnlineStreamAcceptWaveform)(const SherpaStream *stream, int32_t rate, const float *samples, int32_t count);
  int32_t (*IsOnlineStreamReady)(const SherpaRecognizer *recognizer, const SherpaStream *stream);
  void (*DecodeOnlineStream)(const SherpaRecognizer *recognizer, const SherpaStream *stream);
  const SherpaOnlineResult *(*GetOnlineStreamResult)(const SherpaRecognizer *recognizer, const SherpaStream *stream);
  void (*DestroyOnlineRecognizerResult)(const SherpaOnlineResult *result);
  void (*OnlineStreamReset)(const SherpaRecognizer *recognizer, const SherpaStream *stream);
  void (*OnlineStreamInputFinished)(const SherpaStream *stream);
  int32_t (*OnlineStreamIsEndpoint)(const SherpaRecognizer *recognizer, const SherpaStream *stream);
} SherpaFunctions;

/// Finds the functions in a library that dlopen gave.
///
/// @return null when all were found, else the name of one that is missing.
const char *liveshelf_sherpa_functions(void *library, SherpaFunctions *functions);
