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

// Nanoseconds that this process waited for collectives to end; backward may wait on a thread of autograd's.
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

// newProcessGroup(store, rank, size, backend, timeoutMs, address, compares): Gloo listens on the address; the
// empty text leaves the choice to Gloo (GLOO_SOCKET_IFNAME, else the host's name). `compares` has the ranks
// tell each other what they call before they do it, over a Gloo group of its own.
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

// What a collective is given; each uses its part.
struct Given {
  Tensors outputs;
  Tensors inputs;
  std::string op;
  // Root, source or destination.
  int peer;
};

using Work = c10::intrusive_ptr<c10d::Work>;
using Collective = Work (*)(c10d::ProcessGroup&, Given&);

// One entry of outputs or inputs, where c10d wants a list of lists (one a device, of which there is one).
std::vector<Tensors> listed(Tensors& tensors) {
  if (tensors.empty()) return {};
  return {tensors};
}

Work broadcast(c10d::ProcessGroup& group, Given& given) {
  c10d::BroadcastOptions options;
  options.rootRank = given.peer;
  return group.broadcast(given.inputs, options);
}

Work allReduce(c10d::ProcessGroup& group, Given& given) {
  c10d::AllreduceOptions options;
  options.reduceOp = reduceOpOf(given.op);
  return group.allreduce(given.inputs, options);
}

Work reduce(c10d::ProcessGroup& group, Given& given) {
  c10d::ReduceOptions options;
  options.reduceOp = reduceOpOf(given.op);
  options.rootRank = given.peer;
  return group.reduce(given.inputs, options);
}

Work allGather(c10d::ProcessGroup& group, Given& given) {
  auto outputs = listed(given.outputs);
  return group.allgather(outputs, given.inputs);
}

Work gather(c10d::ProcessGroup& group, Given& given) {
  c10d::GatherOptions options;
  options.rootRank = given.peer;
  auto outputs = listed(given.outputs);
  return group.gather(outputs, given.inputs, options);
}

Work scatter(c10d::ProcessGroup& group, Given& given) {
  c10d::ScatterOptions options;
  options.rootRank = given.peer;
  auto inputs = listed(given.inputs);
  return group.scatter(given.outputs, inputs, options);
}

Work reduceScatter(c10d::ProcessGroup& group, Given& given) {
  c10d::ReduceScatterOptions options;
  options.reduceOp = reduceOpOf(given.op);
  auto inputs = listed(given.inputs);
  return group.reduce_scatter(given.outputs, inputs, options);
}

Work allToAll(c10d::ProcessGroup& group, Given& given) { return group.alltoall(given.outputs, given.inputs); }
Work send(c10d::ProcessGroup& group, Given& given) { return group.send(given.inputs, given.peer, 0); }
Work receive(c10d::ProcessGroup& group, Given& given) { return group.recv(given.outputs, given.peer, 0); }
Work barrier(c10d::ProcessGroup& group, Given&) { return group.barrier(); }

// collective(group, name, outputs, inputs, op, peer) starts one and gives its work.
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
  Given given{tensorsOf(call.env, call.values[2]), tensorsOf(call.env, call.values[3]), call.string(4),
              call.int32(5)};
  return makeInt(call.env, putShared(found->second(*group, given)));
}

// workWait(work) blocks until it is done; throws what it failed with.
napi_value workWait(Call& call) {
  waitCounted(sharedAt<c10d::Work>(call.int32(0), "work"));
  return nullptr;
}

napi_value workIsCompleted(Call& call) {
  return makeBool(call.env, sharedAt<c10d::Work>(call.int32(0), "work")->isCompleted());
}

// monitoredBarrier(group, timeoutMs): rank 0 names every rank that does not come. Gloo alone has it.
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
}

}  // namespace woodshed
