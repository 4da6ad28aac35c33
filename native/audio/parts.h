// The parts of the addon: each defines its functions on `exports`.
#pragma once

#include <node_api.h>

namespace woodshed::audio {

void registerResample(napi_env env, napi_value exports);
void registerFinite(napi_env env, napi_value exports);
void registerPcm(napi_env env, napi_value exports);
void registerSndfile(napi_env env, napi_value exports);
void registerFlac(napi_env env, napi_value exports);
void registerVorbis(napi_env env, napi_value exports);
void registerFfmpeg(napi_env env, napi_value exports);

}  // namespace woodshed::audio
