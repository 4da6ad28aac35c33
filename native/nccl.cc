// NCCL process groups, compiled in if libtorch has CUDA and NCCL's headers are installed.
#include "distributed.h"

#ifdef WOODSHED_NCCL
#define USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

namespace woodshed {

#ifdef WOODSHED_NCCL
void addNccl(const c10::intrusive_ptr<c10d::ProcessGroup>& group, const c10::intrusive_ptr<c10d::Store>& store,
             std::chrono::milliseconds timeout) {
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = timeout;
  auto nccl = c10::make_intrusive<c10d::ProcessGroupNCCL>(store, group->getRank(), group->getSize(), options);
  nccl->setSequenceNumberForGroup();
  constexpr auto kNccl = c10d::ProcessGroup::BackendType::NCCL;
  group->setBackend(c10::DeviceType::CUDA, kNccl, nccl);
  group->setDefaultBackend(kNccl);
}
#else
void addNccl(const c10::intrusive_ptr<c10d::ProcessGroup>&, const c10::intrusive_ptr<c10d::Store>&,
             std::chrono::milliseconds) {
  throw ArgumentError("the addon was built without NCCL: it needs a CUDA build of torch and NCCL's headers");
}
#endif

}  // namespace woodshed
