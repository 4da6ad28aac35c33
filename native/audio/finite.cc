// Checks samples on their way to a model.
#include "napi.h"
#include "parts.h"
#include "samples.h"

namespace woodshed::audio {

namespace {

// areFinite(samples): false if any of them is infinite or NaN.
napi_value areFinite(Call& call) {
  constexpr uint32_t kInfinity = 0x7f800000;
  const auto samples = call.array<float>(0);
  napi_value result;
  check(napi_get_boolean(call.env, largestBits(samples.data, static_cast<int64_t>(samples.size)) < kInfinity, &result));
  return result;
}

}  // namespace

void registerFinite(napi_env env, napi_value exports) { define<areFinite>(env, exports, "areFinite"); }

}  // namespace woodshed::audio
