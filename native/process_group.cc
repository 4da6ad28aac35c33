// Process groups over Gloo and NCCL, and every collective.
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupWrapper.hpp>

#include <atomic>
#include <map>

#include "distributed.h"

namespace woodshed {

namespace {

using Tensors = std::vector<at::Tensor>;
using Milliseconds = std::chrono::milliseconds;

// Nanoseconds that this process waited for collectives. Atomic: an autograd thread may wait too.
std::atomic<int64_t> waitedNs{0};

constexpr auto kGloo = c10d::ProcessGroup::BackendType::GLOO;

c10::intrusive_ptr<c10d::ProcessGroupGloo> makeGloo(const c10::intrusive_ptr<c10d::Store>& store, int rank, int size,
                                                   Milliseconds timeout, const std::string& address) {
  auto options = address.empty() ? c10d::ProcessGroupGloo::Options::create_default(timeout)
                                 : c10d::ProcessGroupGloo::Options::create(timeout);
  if (!address.empty()) options->devices = {c10d::ProcessGroupGloo::createDeviceForHostname(address)};
  auto gloo = c10::make_intrusive<c10d::ProcessGroupGloo>(store, rank, size, options);
  gloo->setSequenceNumberForGroup();
  return gloo;
}

// newProcessGroup(store, rank, size, backend, timeoutMs, address, compares): Gloo listens on the address; with an
// empty text it chooses one (GLOO_SOCKET_IFNAME, else the host's name). With `compares`, ranks compare the name
// and shapes of each collective before they run it, over a second Gloo group.
napi_value newProcessGroup(Call& call) {
  auto store = sharedAt<c10d::Store>(call.int32(0), "store");
  int rank = call.int32(1);
  int size = call.int32(2);
  std::string backend = call.string(3);
  Milliseconds timeout(call.int64(4));
  std::string address = call.string(5);
  bool compares = call.boolean(6);
  auto group = c10::make_intrusive<c10d::ProcessGroup>(store, rank, size);
  if (backend == "nccl") {
    addNccl(group, store, timeout);
    return makeInt(call.env, putShared(std::move(group)));
  }
  c10::intrusive_ptr<c10d::Backend> gloo = makeGloo(store, rank, size, timeout, address);
  if (compares) {
    auto apart = c10::make_intrusive<c10d::PrefixStore>("compare", store);
    gloo = c10::make_intrusive<c10d::ProcessGroupWrapper>(gloo, makeGloo(apart, rank, size, timeout, address));
  }
  group->setBackend(c10::DeviceType::CPU, kGloo, gloo);
  if (at::hasCUDA()) group->setBackend(c10::DeviceType::CUDA, kGloo, gloo);
  group->setDefaultBackend(kGloo);
  return makeInt(call.env, putShared(std::move(group)));
}

c10d::ReduceOp reduceOpOf(const std::string& name) {
  static const std::map<std::string, c10d::ReduceOp::RedOpType> kOps{
      {"sum", c10d::ReduceOp::SUM}, {"avg", c10d::ReduceOp::AVG},   {"product", c10d::ReduceOp::PRODUCT},
      {"min", c10d::ReduceOp::MIN}, {"max", c10d::ReduceOp::MAX},   {"band", c10d::ReduceOp::BAND},
      {"bor", c10d::ReduceOp::BOR}, {"bxor", c10d::ReduceOp::BXOR},
  };
  auto found = kOps.find(name);
  if (found == kOps.end()) throw ArgumentError("no such reduction: " + name);
  return c10d::ReduceOp(found->second);
}

// The arguments of a collective; each uses some of them.
struct CollectiveArguments {
  Tensors outputs;
  Tensors inputs;
  std::string op;
  // Root, source or destination.
  int peer;
};

using Work = c10::intrusive_ptr<c10d::Work>;
using Collective = Work (*)(c10d::ProcessGroup&, CollectiveArguments&);

// c10d expects a list of lists here, one per device; a rank has one device.
std::vector<Tensors> listed(Tensors& tensors) {
  if (tensors.empty()) return {};
  return {tensors};
}

Work broadcast(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  c10d::BroadcastOptions options;
  options.rootRank = arguments.peer;
  return group.broadcast(arguments.inputs, options);
}

Work allReduce(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  c10d::AllreduceOptions options;
  options.reduceOp = reduceOpOf(arguments.op);
  return group.allreduce(arguments.inputs, options);
}

Work reduce(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  c10d::ReduceOptions options;
  options.reduceOp = reduceOpOf(arguments.op);
  options.rootRank = arguments.peer;
  return group.reduce(arguments.inputs, options);
}

Work allGather(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  auto outputs = listed(arguments.outputs);
  return group.allgather(outputs, arguments.inputs);
}

Work gather(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  c10d::GatherOptions options;
  options.rootRank = arguments.peer;
  auto outputs = listed(arguments.outputs);
  return group.gather(outputs, arguments.inputs, options);
}

Work scatter(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  c10d::ScatterOptions options;
  options.rootRank = arguments.peer;
  auto inputs = listed(arguments.inputs);
  return group.scatter(arguments.outputs, inputs, options);
}

Work reduceScatter(c10d::ProcessGroup& group, CollectiveArguments& arguments) {
  c10d::ReduceScatterOptions options;
  options.reduceOp = reduceOpOf(arguments.op);
  auto inputs = listed(arguments.inputs);
  return group.reduce_scatter(arguments.outputs, inputs, options);
}

Work allToAll(c10d::ProcessGroup& group, CollectiveArguments& arguments) { return group.alltoall(arguments.outputs, arguments.inputs); }
Work send(c10d::ProcessGroup& group, CollectiveArguments& arguments) { return group.send(arguments.inputs, arguments.peer, 0); }
Work receive(c10d::ProcessGroup& group, CollectiveArguments& arguments) { return group.recv(arguments.outputs, arguments.peer, 0); }
Work barrier(c10d::ProcessGroup& group, CollectiveArguments&) { return group.barrier(); }

// c10d reads and writes the memory of dense tensors directly, without looking at lazy bits or strides.
void expectPlainMemory(const Tensors& list) {
  for (const at::Tensor& tensor : list) {
    if (tensor.layout() != at::kStrided) continue;  // c10d checks other layouts
    if (!tensor._is_zerotensor() && !tensor.is_conj() && !tensor.is_neg() && tensor.is_non_overlapping_and_dense())
      continue;
    throw ArgumentError(describeTensor(tensor) +
                        " has no plain memory of its own (it is strided, expanded, lazily conjugated or negated, or a "
                        "ZeroTensor); pass a copy: x.clone().resolveConj().resolveNeg().contiguous()");
  }
}

// collective(group, name, outputs, inputs, op, peer): starts a collective and returns its work.
napi_value collective(Call& call) {
  static const std::map<std::string, Collective> kCollectives{
      {"broadcast", broadcast}, {"allReduce", allReduce}, {"reduce", reduce},
      {"allGather", allGather}, {"gather", gather},       {"scatter", scatter},
      {"reduceScatter", reduceScatter}, {"allToAll", allToAll}, {"send", send},
      {"receive", receive},     {"barrier", barrier},
  };
  auto group = groupAt(call.int32(0));
  auto found = kCollectives.find(call.string(1));
  if (found == kCollectives.end()) throw ArgumentError("no such collective: " + call.string(1));
  CollectiveArguments arguments{tensorsOf(call.env, call.values[2]), tensorsOf(call.env, call.values[3]),
                                call.string(4), call.int32(5)};
  expectPlainMemory(arguments.outputs);
  expectPlainMemory(arguments.inputs);
  return makeInt(call.env, putShared(found->second(*group, arguments)));
}

// workWait(work): blocks until the collective is done; throws its error if it failed.
napi_value workWait(Call& call) {
  waitCounted(sharedAt<c10d::Work>(call.int32(0), "work"));
  return nullptr;
}

napi_value workIsCompleted(Call& call) {
  return makeBool(call.env, sharedAt<c10d::Work>(call.int32(0), "work")->isCompleted());
}

// closeProcessGroup(group): ends its threads and connections, for which NCCL's destructor alone would warn.
napi_value closeProcessGroup(Call& call) {
  groupAt(call.int32(0))->shutdown();
  objects.release(call.int32(0));
  return nullptr;
}

// monitoredBarrier(group, timeoutMs): on rank 0, the error names every rank that does not arrive. Gloo only.
napi_value monitoredBarrier(Call& call) {
  auto group = groupAt(call.int32(0));
  c10d::BarrierOptions options;
  options.timeout = Milliseconds(call.int64(1));
  group->monitoredBarrier(options, true);
  return nullptr;
}

napi_value collectiveWaitMs(Call& call) {
  return makeDouble(call.env, static_cast<double>(waitedNs.load(std::memory_order_relaxed)) / 1e6);
}

}  // namespace

void waitCounted(const c10::intrusive_ptr<c10d::Work>& work) {
  struct Counted {
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    ~Counted() { waitedNs += std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count(); }
  } counted;
  work->wait();
}

std::vector<at::Tensor> tensorsOf(napi_env env, napi_value handles) {
  uint32_t length;
  if (napi_get_array_length(env, handles, &length) != napi_ok) throw ArgumentError("expected an array of Tensors");
  std::vector<at::Tensor> result;
  result.reserve(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    check(napi_get_element(env, handles, i, &element));
    int32_t handle;
    check(napi_get_value_int32(env, element, &handle));
    result.push_back(tensors.at(handle));
  }
  return result;
}

void registerProcessGroup(napi_env env, napi_value exports) {
  define(env, exports, "newProcessGroup", newProcessGroup);
  define(env, exports, "collective", collective);
  define(env, exports, "workWait", workWait);
  define(env, exports, "collectiveWaitMs", collectiveWaitMs);
  define(env, exports, "workIsCompleted", workIsCompleted);
  define(env, exports, "monitoredBarrier", monitoredBarrier);
  define(env, exports, "closeProcessGroup", closeProcessGroup);
}

}  // namespace woodshed
