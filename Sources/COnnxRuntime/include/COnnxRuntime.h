// The part of ONNX Runtime's C interface that Liveshelf uses.
//
// The packages that carry libonnxruntime.so bring no header. The interface is a table of function pointers that only
// grows at its end ("OrtApi", include/onnxruntime/core/session/onnxruntime_c_api.h of microsoft/onnxruntime), so the
// place of each function is fixed; runtime.c asserts every place that is used here. The library is opened at run time
// (dlopen, dlsym "OrtGetApiBase").
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtSession OrtSession;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtValue OrtValue;
typedef struct OrtTensorTypeAndShapeInfo OrtTensorTypeAndShapeInfo;

/// The version of the table that is asked for: the newest function used here is older.
enum { LIVESHELF_ORT_API_VERSION = 17 };
enum { ORT_LOGGING_LEVEL_ERROR = 3 };
enum { ORT_TENSOR_FLOAT = 1, ORT_TENSOR_INT64 = 7 };
enum { ORT_ARENA_ALLOCATOR = 1, ORT_MEMORY_DEFAULT = 0 };

/// Functions that return a status return null for success; any other status must be released.
typedef struct OrtApi {
  void *slots0to1[2];
  const char *(*GetErrorMessage)(const OrtStatus *status);
  OrtStatus *(*CreateEnv)(int severity, const char *log_id, OrtEnv **out);
  void *slots4to6[3];
  OrtStatus *(*CreateSession)(const OrtEnv *env, const char *path, const OrtSessionOptions *options, OrtSession **out);
  void *slot8;
  OrtStatus *(*Run)(OrtSession *session, const OrtRunOptions *options, const char *const *input_names,
                    const OrtValue *const *inputs, size_t input_count, const char *const *output_names,
                    size_t output_count, OrtValue **outputs);
  OrtStatus *(*CreateSessionOptions)(OrtSessionOptions **out);
  void *slots11to16[6];
  OrtStatus *(*DisableMemPattern)(OrtSessionOptions *options);
  void *slots18to21[4];
  OrtStatus *(*SetSessionLogSeverityLevel)(OrtSessionOptions *options, int severity);
  void *slot23;
  OrtStatus *(*SetIntraOpNumThreads)(OrtSessionOptions *options, int threads);
  OrtStatus *(*SetInterOpNumThreads)(OrtSessionOptions *options, int threads);
  void *slots26to48[23];
  OrtStatus *(*CreateTensorWithDataAsOrtValue)(const OrtMemoryInfo *info, void *data, size_t bytes,
                                               const int64_t *shape, size_t rank, int element_type, OrtValue **out);
  void *slot50;
  OrtStatus *(*GetTensorMutableData)(OrtValue *value, void **out);
  void *slots52to59[8];
  OrtStatus *(*GetTensorElementType)(const OrtTensorTypeAndShapeInfo *info, int *out);
  OrtStatus *(*GetDimensionsCount)(const OrtTensorTypeAndShapeInfo *info, size_t *out);
  OrtStatus *(*GetDimensions)(const OrtTensorTypeAndShapeInfo *info, int64_t *out, size_t rank);
  void *slots63to64[2];
  OrtStatus *(*GetTensorTypeAndShape)(const OrtValue *value, OrtTensorTypeAndShapeInfo **out);
  void *slots66to68[3];
  OrtStatus *(*CreateCpuMemoryInfo)(int allocator_type, int memory_type, OrtMemoryInfo **out);
  void *slots70to91[22];
  void (*ReleaseEnv)(OrtEnv *env);
  void (*ReleaseStatus)(OrtStatus *status);
  void (*ReleaseMemoryInfo)(OrtMemoryInfo *info);
  void (*ReleaseSession)(OrtSession *session);
  void (*ReleaseValue)(OrtValue *value);
  void *slots97to98[2];
  void (*ReleaseTensorTypeAndShapeInfo)(OrtTensorTypeAndShapeInfo *info);
  void (*ReleaseSessionOptions)(OrtSessionOptions *options);
  void *slots101to129[29];
  OrtStatus *(*AddSessionConfigEntry)(OrtSessionOptions *options, const char *key, const char *value);
} OrtApi;

typedef struct OrtApiBase {
  /// Null when the library is older than `version`.
  const OrtApi *(*GetApi)(uint32_t version);
  const char *(*GetVersionString)(void);
} OrtApiBase;

/// The type of the symbol "OrtGetApiBase".
typedef const OrtApiBase *(*OrtGetApiBaseFunction)(void);
