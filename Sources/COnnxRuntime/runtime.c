#include "COnnxRuntime.h"

// Places in the table, counted in onnxruntime_c_api.h.
#define ASSERT_SLOT(name, slot) \
  _Static_assert(offsetof(OrtApi, name) == (slot) * sizeof(void *), #name " is function " #slot " of OrtApi")

ASSERT_SLOT(GetErrorMessage, 2);
ASSERT_SLOT(CreateEnv, 3);
ASSERT_SLOT(CreateSession, 7);
ASSERT_SLOT(Run, 9);
ASSERT_SLOT(CreateSessionOptions, 10);
ASSERT_SLOT(DisableMemPattern, 17);
ASSERT_SLOT(SetSessionLogSeverityLevel, 22);
ASSERT_SLOT(SetIntraOpNumThreads, 24);
ASSERT_SLOT(SetInterOpNumThreads, 25);
ASSERT_SLOT(CreateTensorWithDataAsOrtValue, 49);
ASSERT_SLOT(GetTensorMutableData, 51);
ASSERT_SLOT(GetTensorElementType, 60);
ASSERT_SLOT(GetDimensionsCount, 61);
ASSERT_SLOT(GetDimensions, 62);
ASSERT_SLOT(GetTensorTypeAndShape, 65);
ASSERT_SLOT(CreateCpuMemoryInfo, 69);
ASSERT_SLOT(ReleaseEnv, 92);
ASSERT_SLOT(ReleaseStatus, 93);
ASSERT_SLOT(ReleaseMemoryInfo, 94);
ASSERT_SLOT(ReleaseSession, 95);
ASSERT_SLOT(ReleaseValue, 96);
ASSERT_SLOT(ReleaseTensorTypeAndShapeInfo, 99);
ASSERT_SLOT(ReleaseSessionOptions, 100);
ASSERT_SLOT(AddSessionConfigEntry, 130);
