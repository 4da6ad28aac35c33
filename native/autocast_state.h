// Autocast as it was at one moment, restored where a backward pass computes like the forward pass did.
#pragma once

#include <ATen/autocast_mode.h>

#include <array>

namespace woodshed {

class AutocastState {
 public:
  AutocastState() {
    for (size_t i = 0; i < kDevices.size(); i++)
      devices_[i] = {at::autocast::is_autocast_enabled(kDevices[i]), at::autocast::get_autocast_dtype(kDevices[i])};
  }

  void apply() const {
    for (size_t i = 0; i < kDevices.size(); i++) {
      at::autocast::set_autocast_enabled(kDevices[i], devices_[i].isEnabled);
      at::autocast::set_autocast_dtype(kDevices[i], devices_[i].dtype);
    }
  }

 private:
  static constexpr std::array kDevices{at::kCPU, at::kCUDA};
  struct Device {
    bool isEnabled;
    at::ScalarType dtype;
  };
  std::array<Device, kDevices.size()> devices_;
};

// Restores a state, and at its end the one before. Cast weights are cached in between, as in JavaScript's autocast.
class AutocastGuard {
 public:
  explicit AutocastGuard(const AutocastState& state) {
    state.apply();
    at::autocast::increment_nesting();
  }
  ~AutocastGuard() {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    before_.apply();
  }

 private:
  const AutocastState before_;
};

}  // namespace woodshed
