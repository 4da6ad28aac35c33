#include "dtypes.h"

#include <unordered_map>

#include "napi.h"

namespace woodshed {

namespace {
const std::unordered_map<std::string, c10::ScalarType>& dtypes() {
  static const std::unordered_map<std::string, c10::ScalarType> table{
      {"float32", c10::kFloat},        {"float64", c10::kDouble},   {"float16", c10::kHalf},
      {"bfloat16", c10::kBFloat16},    {"int64", c10::kLong},       {"int32", c10::kInt},
      {"int16", c10::kShort},          {"int8", c10::kChar},        {"uint8", c10::kByte},
      {"bool", c10::kBool},            {"complex64", c10::kComplexFloat},
      {"complex128", c10::kComplexDouble}, {"complex32", c10::kComplexHalf}, {"uint16", c10::kUInt16}, {"uint32", c10::kUInt32},
      {"uint64", c10::kUInt64},        {"qint8", c10::kQInt8},      {"quint8", c10::kQUInt8},
      {"qint32", c10::kQInt32}};
  return table;
}
}  // namespace

std::string dtypeName(c10::ScalarType dtype) {
  for (const auto& [name, value] : dtypes()) {
    if (value == dtype) return name;
  }
  return c10::toString(dtype);
}

c10::ScalarType dtypeOf(const std::string& name) {
  auto found = dtypes().find(name);
  if (found == dtypes().end()) throw ArgumentError("unknown dtype \"" + name + "\"; use float32, int64, bool, ...");
  return found->second;
}

c10::Layout layoutOf(const std::string& name) {
  if (name == "strided") return c10::kStrided;
  if (name == "sparse_coo") return c10::kSparse;
  if (name == "sparse_csr") return c10::kSparseCsr;
  if (name == "sparse_csc") return c10::kSparseCsc;
  if (name == "sparse_bsr") return c10::kSparseBsr;
  if (name == "sparse_bsc") return c10::kSparseBsc;
  throw ArgumentError("unknown layout \"" + name + "\"; use strided or sparse_coo");
}

c10::MemoryFormat memoryFormatOf(const std::string& name) {
  if (name == "contiguous_format") return c10::MemoryFormat::Contiguous;
  if (name == "preserve_format") return c10::MemoryFormat::Preserve;
  if (name == "channels_last") return c10::MemoryFormat::ChannelsLast;
  if (name == "channels_last_3d") return c10::MemoryFormat::ChannelsLast3d;
  throw ArgumentError("unknown memory format \"" + name +
                      "\"; use contiguous_format, preserve_format, channels_last or channels_last_3d");
}

}  // namespace woodshed
