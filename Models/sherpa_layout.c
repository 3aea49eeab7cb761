// Compiled (not linked) with the header that the package brings: fails when a field of CSherpaOnnx.h does not lie where
// the library looks for it.
//
//   cc -fsyntax-only -I Models/built/runtime -I Sources/CSherpaOnnx/include Models/sherpa_layout.c
#include "sherpa-onnx-c-api.h"

#include "CSherpaOnnx.h"

#define SAME_SIZE(ours, theirs) _Static_assert(sizeof(ours) == sizeof(theirs), #ours " is not as large as " #theirs)
#define SAME_PLACE(ours, field, theirs, their_field) \
  _Static_assert(offsetof(ours, field) == offsetof(theirs, their_field), #ours "." #field " is misplaced")

SAME_SIZE(SherpaFeatures, SherpaOnnxFeatureConfig);
SAME_SIZE(SherpaOfflineModel, SherpaOnnxOfflineModelConfig);
SAME_SIZE(SherpaOfflineConfig, SherpaOnnxOfflineRecognizerConfig);
SAME_SIZE(SherpaOnlineModel, SherpaOnnxOnlineModelConfig);
SAME_SIZE(SherpaOnlineConfig, SherpaOnnxOnlineRecognizerConfig);
SAME_SIZE(SherpaOnlineResult, SherpaOnnxOnlineRecognizerResult);

SAME_PLACE(SherpaFeatures, feature_dim, SherpaOnnxFeatureConfig, feature_dim);
SAME_PLACE(SherpaOfflineModel, transducer.joiner, SherpaOnnxOfflineModelConfig, transducer.joiner);
SAME_PLACE(SherpaOfflineModel, paraformer, SherpaOnnxOfflineModelConfig, paraformer.model);
SAME_PLACE(SherpaOfflineModel, tdnn, SherpaOnnxOfflineModelConfig, tdnn);
SAME_PLACE(SherpaOfflineModel, tokens, SherpaOnnxOfflineModelConfig, tokens);
SAME_PLACE(SherpaOfflineModel, num_threads, SherpaOnnxOfflineModelConfig, num_threads);
SAME_PLACE(SherpaOfflineModel, provider, SherpaOnnxOfflineModelConfig, provider);
SAME_PLACE(SherpaOfflineModel, modeling_unit, SherpaOnnxOfflineModelConfig, modeling_unit);
SAME_PLACE(SherpaOfflineModel, bpe_vocab, SherpaOnnxOfflineModelConfig, bpe_vocab);
SAME_PLACE(SherpaOfflineModel, sense_voice, SherpaOnnxOfflineModelConfig, sense_voice.model);
SAME_PLACE(SherpaOfflineModel, sense_voice_use_itn, SherpaOnnxOfflineModelConfig, sense_voice.use_itn);
SAME_PLACE(SherpaOfflineConfig, model, SherpaOnnxOfflineRecognizerConfig, model_config);
SAME_PLACE(SherpaOfflineConfig, lm, SherpaOnnxOfflineRecognizerConfig, lm_config);
SAME_PLACE(SherpaOfflineConfig, decoding_method, SherpaOnnxOfflineRecognizerConfig, decoding_method);
SAME_PLACE(SherpaOfflineConfig, max_active_paths, SherpaOnnxOfflineRecognizerConfig, max_active_paths);
SAME_PLACE(SherpaOfflineConfig, hotwords_score, SherpaOnnxOfflineRecognizerConfig, hotwords_score);
SAME_PLACE(SherpaOfflineConfig, blank_penalty, SherpaOnnxOfflineRecognizerConfig, blank_penalty);
SAME_PLACE(SherpaOnlineModel, paraformer_decoder, SherpaOnnxOnlineModelConfig, paraformer.decoder);
SAME_PLACE(SherpaOnlineModel, zipformer2_ctc, SherpaOnnxOnlineModelConfig, zipformer2_ctc);
SAME_PLACE(SherpaOnlineModel, tokens, SherpaOnnxOnlineModelConfig, tokens);
SAME_PLACE(SherpaOnlineModel, provider, SherpaOnnxOnlineModelConfig, provider);
SAME_PLACE(SherpaOnlineModel, modeling_unit, SherpaOnnxOnlineModelConfig, modeling_unit);
SAME_PLACE(SherpaOnlineModel, bpe_vocab, SherpaOnnxOnlineModelConfig, bpe_vocab);
SAME_PLACE(SherpaOnlineConfig, decoding_method, SherpaOnnxOnlineRecognizerConfig, decoding_method);
SAME_PLACE(SherpaOnlineConfig, enable_endpoint, SherpaOnnxOnlineRecognizerConfig, enable_endpoint);
SAME_PLACE(SherpaOnlineConfig, rule3_min_utterance_length, SherpaOnnxOnlineRecognizerConfig, rule3_min_utterance_length);
SAME_PLACE(SherpaOnlineConfig, hotwords_score, SherpaOnnxOnlineRecognizerConfig, hotwords_score);
SAME_PLACE(SherpaOnlineConfig, blank_penalty, SherpaOnnxOnlineRecognizerConfig, blank_penalty);
SAME_PLACE(SherpaOfflineResult, timestamps, SherpaOnnxOfflineRecognizerResult, timestamps);
SAME_PLACE(SherpaOfflineResult, count, SherpaOnnxOfflineRecognizerResult, count);
SAME_PLACE(SherpaOfflineResult, tokens_arr, SherpaOnnxOfflineRecognizerResult, tokens_arr);
SAME_PLACE(SherpaOfflineResult, ys_log_probs, SherpaOnnxOfflineRecognizerResult, ys_log_probs);
SAME_PLACE(SherpaOnlineResult, tokens_arr, SherpaOnnxOnlineRecognizerResult, tokens_arr);
SAME_PLACE(SherpaOnlineResult, timestamps, SherpaOnnxOnlineRecognizerResult, timestamps);
SAME_PLACE(SherpaOnlineResult, count, SherpaOnnxOnlineRecognizerResult, count);
