// Converts dtypes, layouts and memory formats from and to PyTorch's names.
#pragma once

#include <c10/core/Layout.h>
#include <c10/core/MemoryFormat.h>
#include <c10/core/ScalarType.h>

#include <string>

namespace woodshed {

std::string dtypeName(c10::ScalarType dtype);
// Throws ArgumentError for an unknown name.
c10::ScalarType dtypeOf(const std::string& name);
c10::Layout layoutOf(const std::string& name);
c10::MemoryFormat memoryFormatOf(const std::string& name);

}  // namespace woodshed
