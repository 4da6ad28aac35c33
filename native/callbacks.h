// JavaScript functions that libtorch calls during backward: on the JavaScript thread, or from the threads of autograd's
// engine, which run the backward of a GPU.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>

#include "napi.h"

namespace woodshed {

class JavaScriptThread;

// A JavaScript object that native code keeps alive. May be released on any thread.
class JavaScriptObject {
 public:
  JavaScriptObject(napi_env env, napi_value value);
  virtual ~JavaScriptObject();
  JavaScriptObject(const JavaScriptObject&) = delete;
  JavaScriptObject& operator=(const JavaScriptObject&) = delete;
  // Only on the JavaScript thread.
  napi_value value(napi_env env) const;

 protected:
  const std::shared_ptr<JavaScriptThread> thread_;

 private:
  napi_ref reference_ = nullptr;
};

// A function that the graph of a tensor calls. While one is alive, `runEngine` keeps the JavaScript thread reachable.
class JavaScriptFunction : public JavaScriptObject {
 public:
  using Body = std::function<void(napi_env, napi_value function)>;

  JavaScriptFunction(napi_env env, napi_value function);
  ~JavaScriptFunction() override;
  // Runs `body` on the JavaScript thread, with the caller's modes (gradients, autocast); waits for its end. An exception
  // of JavaScript becomes a JavaScriptError.
  void call(const Body& body) const;
};

// A value that JavaScript threw, on its way through the engine. `rethrowToJavaScript` throws the same value again.
struct JavaScriptError : std::runtime_error {
  explicit JavaScriptError(std::shared_ptr<JavaScriptObject> holder)
      : std::runtime_error("an error of JavaScript"), holder(std::move(holder)) {}
  // An array of one element: a reference to a primitive value is impossible.
  std::shared_ptr<JavaScriptObject> holder;
};

// Runs a backward pass so that it can call JavaScript. On the CPU the engine runs on this thread and calls directly. The
// engine's threads of a GPU cannot: then another thread starts the engine, and this one serves calls until it ends.
void runEngine(const std::function<void()>& body);

void registerCallbacks(napi_env env, napi_value exports);

}  // namespace woodshed
