// Precompiled once: libtorch's headers take 20 s per translation unit, ours almost nothing.
#pragma once

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <node_api.h>
