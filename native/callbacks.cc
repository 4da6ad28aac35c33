#include "callbacks.h"

#include <ATen/ATen.h>
#include <ATen/ThreadLocalState.h>
#include <torch/csrc/autograd/graph_task.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

namespace woodshed {

namespace {

// Work that the JavaScript thread gives to a thread of the engine.
struct Task {
  const std::function<void()>& body;
  std::exception_ptr error;
  bool isDone;
};

// A call that a thread of the engine waits for. Meanwhile it runs the backward passes that the call starts: the engine
// allows a pass inside of another only on the same thread.
struct Job {
  const std::function<void()>& body;
  const at::ThreadLocalState modes;
  const int graphTask;
  Task* task;
  std::exception_ptr error;
  bool isDone;
};

// Tests set it, to serve calls without a GPU.
std::atomic<bool> alwaysServes{false};

constexpr const char* kEnded = "the JavaScript thread of this graph has ended";

std::exception_ptr caught(const std::function<void()>& body) {
  try {
    body();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace

class JavaScriptThread {
 public:
  explicit JavaScriptThread(napi_env env) : env(env) {}

  bool isHere() const { return std::this_thread::get_id() == id_; }

  // Deletes the reference now or, on another thread, at the next use of this object.
  void release(napi_ref reference) {
    std::lock_guard lock(mutex_);
    if (!isOpen_) return;
    if (isHere()) {
      napi_delete_reference(env, reference);
    } else {
      released_.push_back(reference);
    }
  }

  void deleteReleased() {
    std::lock_guard lock(mutex_);
    for (napi_ref reference : released_) napi_delete_reference(env, reference);
    released_.clear();
  }

  // The end of the environment: a graph that outlives it calls nothing.
  void close() {
    {
      std::lock_guard lock(mutex_);
      isOpen_ = false;
      changed_.notify_all();
    }
    if (starter_.joinable()) starter_.join();
  }

  // Called by a thread of the engine: runs `body` on the JavaScript thread, which serves.
  void request(const std::function<void()>& body) {
    Job job{body, at::ThreadLocalState(), torch::autograd::get_current_graph_task_id(), nullptr, nullptr, false};
    std::unique_lock lock(mutex_);
    if (!isOpen_) throw std::runtime_error(kEnded);
    jobs_.push_back(&job);
    changed_.notify_all();
    while (!job.isDone) {
      changed_.wait(lock, [&] { return job.isDone || job.task != nullptr || !isOpen_; });
      // The call ended the process: it never returns.
      if (!isOpen_) throw std::runtime_error(kEnded);
      if (job.task != nullptr) run(*std::exchange(job.task, nullptr), lock);
    }
    if (job.error) std::rethrow_exception(job.error);
  }

  // Called by the JavaScript thread: runs `body` on a thread of the engine, and serves calls until it ends.
  void delegate(const std::function<void()>& body) {
    Task task{body, nullptr, false};
    std::unique_lock lock(mutex_);
    // A call's own backward runs on the thread that waits for the call, and must not be held up by calls of the pass
    // around it, whose threads wait. Later passes have higher numbers.
    const int after = serving_.empty() ? std::numeric_limits<int>::min() : serving_.back()->graphTask;
    if (serving_.empty()) {
      if (!starter_.joinable()) starter_ = std::thread([this] { startTasks(); });
      task_ = &task;
    } else {
      serving_.back()->task = &task;
    }
    changed_.notify_all();
    auto next = jobs_.end();
    auto findJob = [&] {
      next = std::find_if(jobs_.begin(), jobs_.end(), [&](const Job* job) { return job->graphTask > after; });
      return next != jobs_.end();
    };
    for (;;) {
      changed_.wait(lock, [&] { return task.isDone || findJob(); });
      if (task.isDone) break;
      Job* job = *next;
      jobs_.erase(next);
      serving_.push_back(job);
      lock.unlock();
      {
        at::ThreadLocalStateGuard modes(job->modes);
        job->error = caught(job->body);
      }
      lock.lock();
      serving_.pop_back();
      job->isDone = true;
      changed_.notify_all();
    }
    lock.unlock();
    deleteReleased();
    if (task.error) std::rethrow_exception(task.error);
  }

  bool needsServing() const {
    // Inside of a call that was requested, the engine's thread waits for more.
    if (!serving_.empty()) return true;
    return numFunctions > 0 && depth == 0 && (alwaysServes || at::hasCUDA());
  }

  const napi_env env;
  // Functions that graphs may call.
  std::atomic<int> numFunctions{0};
  // Backward passes that run on this thread itself.
  int depth = 0;

 private:
  void run(Task& task, std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    task.error = caught(task.body);
    lock.lock();
    task.isDone = true;
    changed_.notify_all();
  }

  // The body of the thread that starts the engine.
  void startTasks() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return !isOpen_ || task_ != nullptr; });
      if (task_ == nullptr) return;
      run(*std::exchange(task_, nullptr), lock);
    }
  }

  const std::thread::id id_ = std::this_thread::get_id();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job*> jobs_;
  // Calls that run now; the last one is the innermost.
  std::vector<Job*> serving_;
  std::vector<napi_ref> released_;
  std::thread starter_;
  Task* task_ = nullptr;
  bool isOpen_ = true;
};

namespace {

thread_local std::shared_ptr<JavaScriptThread> currentThread;

struct HandleScope {
  explicit HandleScope(napi_env env) : env(env) { check(napi_open_handle_scope(env, &scope)); }
  ~HandleScope() { napi_close_handle_scope(env, scope); }
  napi_env env;
  napi_handle_scope scope = nullptr;
};

// serveBackward(always): for tests of serving without a GPU.
napi_value serveBackward(Call& call) {
  alwaysServes = call.boolean(0);
  return nullptr;
}

}  // namespace

JavaScriptObject::JavaScriptObject(napi_env env, napi_value value) : thread_(currentThread) {
  thread_->deleteReleased();
  check(napi_create_reference(env, value, 1, &reference_));
}

JavaScriptObject::~JavaScriptObject() { thread_->release(reference_); }

napi_value JavaScriptObject::value(napi_env env) const {
  napi_value value;
  check(napi_get_reference_value(env, reference_, &value));
  return value;
}

JavaScriptFunction::JavaScriptFunction(napi_env env, napi_value function) : JavaScriptObject(env, function) {
  thread_->numFunctions++;
}

JavaScriptFunction::~JavaScriptFunction() { thread_->numFunctions--; }

void JavaScriptFunction::call(const Body& body) const {
  auto callHere = [&] {
    const napi_env env = thread_->env;
    HandleScope scope(env);
    try {
      body(env, value(env));
    } catch (const PendingException&) {
      napi_value thrown, holder;
      check(napi_get_and_clear_last_exception(env, &thrown));
      check(napi_create_array_with_length(env, 1, &holder));
      check(napi_set_element(env, holder, 0, thrown));
      throw JavaScriptError(std::make_shared<JavaScriptObject>(env, holder));
    }
  };
  if (thread_->isHere()) {
    callHere();
  } else {
    thread_->request(callHere);
  }
}

void runEngine(const std::function<void()>& body) {
  JavaScriptThread& thread = *currentThread;
  if (thread.needsServing()) [[unlikely]] {
    const at::ThreadLocalState modes;
    thread.delegate([&] {
      at::ThreadLocalStateGuard guard(modes);
      body();
    });
    return;
  }
  struct Depth {
    explicit Depth(int& depth) : depth(depth) { depth++; }
    ~Depth() { depth--; }
    int& depth;
  } depth(thread.depth);
  body();
}

void registerCallbacks(napi_env env, napi_value exports) {
  currentThread = std::make_shared<JavaScriptThread>(env);
  auto kept = std::make_unique<std::shared_ptr<JavaScriptThread>>(currentThread);
  auto close = [](void* data) {
    std::unique_ptr<std::shared_ptr<JavaScriptThread>> thread(static_cast<std::shared_ptr<JavaScriptThread>*>(data));
    (*thread)->close();
  };
  check(napi_add_env_cleanup_hook(env, close, kept.get()));
  kept.release();
  define(env, exports, "serveBackward", serveBackward);
}

}  // namespace woodshed
