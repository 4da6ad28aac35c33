// The entry point of the addon of audio. Every thread that loads it gets functions of its own.
#include "napi.h"
#include "parts.h"

NAPI_MODULE_INIT() {
  try {
    woodshed::audio::registerResample(env, exports);
    woodshed::audio::registerFinite(env, exports);
    woodshed::audio::registerPcm(env, exports);
    woodshed::audio::registerSndfile(env, exports);
    woodshed::audio::registerFlac(env, exports);
    woodshed::audio::registerVorbis(env, exports);
    woodshed::audio::registerFfmpeg(env, exports);
  } catch (const std::exception& error) {
    napi_throw_error(env, "LOAD", error.what());
  } catch (const woodshed::audio::PendingException&) {
  }
  return exports;
}
