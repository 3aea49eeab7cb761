#include "CSherpaOnnx.h"

#include <dlfcn.h>
#include <string.h>

// A function pointer cannot be cast from an object pointer in ISO C; copying its bytes is what POSIX recommends.
#define FIND(name)                                                      \
  do {                                                                  \
    void *symbol = dlsym(library, "SherpaOnnx" #name);                  \
    if (!symbol) return "SherpaOnnx" #name;                             \
    memcpy(&functions->name, &symbol, sizeof symbol);                   \
  } while (0)

const char *liveshelf_sherpa_functions(void *library, SherpaFunctions *functions) {
  FIND(GetVersionStr);
  FIND(CreateOfflineRecognizer);
  FIND(DestroyOfflineRecognizer);
  FIND(CreateOfflineStream);
  FIND(CreateOfflineStreamWithHotwords);
  FIND(DestroyOfflineStream);
  FIND(AcceptWaveformOffline);
  FIND(DecodeOfflineStream);
  FIND(GetOfflineStreamResult);
  FIND(DestroyOfflineRecognizerResult);
  FIND(CreateOnlineRecognizer);
  FIND(DestroyOnlineRecognizer);
  FIND(CreateOnlineStream);
  FIND(CreateOnlineStreamWithHotwords);
  FIND(DestroyOnlineStream);
  FIND(OnlineStreamAcceptWaveform);
  FIND(IsOnlineStreamReady);
  FIND(DecodeOnlineStream);
  FIND(GetOnlineStreamResult);
  FIND(DestroyOnlineRecognizerResult);
  FIND(OnlineStreamReset);
  FIND(OnlineStreamInputFinished);
  FIND(OnlineStreamIsEndpoint);
  return 0;
}
