// Precompiled once: libtorch's headers cost 20 s a translation unit, ours nothing.
#pragma once

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <node_api.h>
