#include "operators.h"

#include <ATen/ATen.h>

#include <memory>

#include "tensors.h"

namespace woodshed {

namespace {

// "aten::conv1d(input: float32 [8, 80, 200], weight: float32 [64, 40, 3], bias: null)"
std::string describeCall(const Call& call, const Operator& op) {
  std::string text = op.name + "(";
  for (size_t i = 0; i < op.arguments.size() && i < call.count; i++) {
    const ArgumentSpec& spec = op.arguments[i];
    if (typeOf(call.env, call.values[i]) == napi_undefined) continue;
    if (text.back() != '(') text += ", ";
    text += spec.name + ": ";
    int32_t handle = 0;
    bool isTensor = spec.kind == Kind::Tensor || spec.kind == Kind::OptionalTensor;
    if (isTensor && napi_get_value_int32(call.env, call.values[i], &handle) == napi_ok) {
      try {
        text += describeTensor(tensors.at(handle));
      } catch (const ArgumentError&) {
        text += "a dead tensor";
      }
    } else {
      text += describeValue(call.env, call.values[i]);
    }
  }
  return text + ")";
}

// Calls the most frequent signatures through the dispatcher's typed entry. Returns false for other signatures
// and for other arguments: the boxed call then reports the mistake.
bool callTyped(const Call& call, const Operator& op, at::Tensor* result) {
  int32_t a, b;
  switch (op.shape) {
    case Shape::Any: return false;
    case Shape::Unary:
      if (call.count != 1 || napi_get_value_int32(call.env, call.values[0], &a) != napi_ok) return false;
      *result = op.handle.typed<at::Tensor(const at::Tensor&)>().call(tensors.at(a));
      return true;
    case Shape::Binary:
    case Shape::BinaryScaled:
      if (call.count != 2 || napi_get_value_int32(call.env, call.values[0], &a) != napi_ok ||
          napi_get_value_int32(call.env, call.values[1], &b) != napi_ok)
        return false;
      if (op.shape == Shape::Binary) {
        *result = op.handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&)>().call(tensors.at(a), tensors.at(b));
      } else {
        *result = op.handle.typed<at::Tensor(const at::Tensor&, const at::Tensor&, const at::Scalar&)>().call(
            tensors.at(a), tensors.at(b), op.arguments[2].defaultValue.toScalar());
      }
      return true;
  }
  return false;
}

// Empties the stack when the call ends: a tensor left on it would outlive its scope.
struct StackGuard {
  torch::jit::Stack& stack;
  ~StackGuard() { stack.clear(); }
};

napi_value callOperator(napi_env env, napi_callback_info info) {
  static thread_local torch::jit::Stack reused;
  // A getter in a list of arguments may call another operator before this call's stack is complete.
  torch::jit::Stack nested;
  torch::jit::Stack& stack = reused.empty() ? reused : nested;
  const Operator* op = nullptr;
  try {
    Call call(env, info);
    op = static_cast<const Operator*>(call.data);
    try {
      at::Tensor result;
      if (callTyped(call, *op, &result)) return makeInt(env, tensors.put(std::move(result)));
    } catch (...) {
      rethrowToJavaScript(env, [&] { return describeCall(call, *op); });
      return nullptr;
    }
    StackGuard guard{stack};
    const size_t expected = op->arguments.size();
    for (size_t i = 0; i < expected; i++) {
      const ArgumentSpec& spec = op->arguments[i];
      try {
        if (i < call.count) {
          stack.push_back(toIValue(env, call.values[i], spec));
        } else if (spec.hasDefault) {
          stack.push_back(spec.defaultValue);
        } else if (spec.isOptional) {
          stack.emplace_back();
        } else {
          throw ArgumentError("is missing");
        }
      } catch (const ArgumentError& error) {
        throw ArgumentError("argument '" + spec.name + "' (number " + std::to_string(i + 1) + "): " + error.what());
      }
    }
    try {
      op->handle.callBoxed(stack);
      if (op->aliasedArgument >= 0 || op->returns.empty()) return nullptr;
      if (op->returns.size() == 1) return fromIValue(env, std::move(stack.back()), op->returns[0]);
      napi_value results;
      check(napi_create_array_with_length(env, op->returns.size(), &results));
      for (size_t i = 0; i < op->returns.size(); i++)
        check(napi_set_element(env, results, i, fromIValue(env, std::move(stack[i]), op->returns[i])));
      return results;
    } catch (...) {
      rethrowToJavaScript(env, [&] { return describeCall(call, *op); });
      return nullptr;
    }
  } catch (...) {
    rethrowToJavaScript(env, [&] { return op ? op->name : std::string("operator"); });
    return nullptr;
  }
}

napi_value describeSpec(napi_env env, const Operator& op) {
  napi_value result, arguments, returns;
  check(napi_create_object(env, &result));
  check(napi_create_array_with_length(env, op.arguments.size(), &arguments));
  for (size_t i = 0; i < op.arguments.size(); i++) {
    const ArgumentSpec& spec = op.arguments[i];
    napi_value argument;
    check(napi_create_object(env, &argument));
    check(napi_set_named_property(env, argument, "name", makeString(env, spec.name)));
    check(napi_set_named_property(env, argument, "kind", makeString(env, nameOf(spec.kind))));
    check(napi_set_named_property(env, argument, "isOptional", makeBool(env, spec.isOptional)));
    check(napi_set_named_property(env, argument, "isKeywordOnly", makeBool(env, spec.isKeywordOnly)));
    check(napi_set_named_property(env, argument, "hasDefault", makeBool(env, spec.hasDefault)));
    check(napi_set_named_property(env, argument, "listSize", makeInt(env, spec.listSize)));
    check(napi_set_element(env, arguments, i, argument));
  }
  check(napi_create_array_with_length(env, op.returns.size(), &returns));
  for (size_t i = 0; i < op.returns.size(); i++)
    check(napi_set_element(env, returns, i, makeString(env, nameOf(op.returns[i]))));
  check(napi_set_named_property(env, result, "name", makeString(env, op.name)));
  check(napi_set_named_property(env, result, "arguments", arguments));
  check(napi_set_named_property(env, result, "returns", returns));
  check(napi_set_named_property(env, result, "aliasedArgument", makeInt(env, op.aliasedArgument)));
  return result;
}

c10::OperatorHandle find(const std::string& name, const std::string& overload) {
  auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
  if (!handle)
    throw ArgumentError("this libtorch has no operator " + name + (overload.empty() ? "" : "." + overload));
  return *handle;
}

// findOperator("aten::add", "Tensor"): returns its specification with `call`, a function bound to it.
napi_value findOperator(Call& call) {
  auto op = std::make_unique<Operator>(specify(find(call.string(0), call.string(1))));
  for (Kind kind : op->returns) {
    if (kind == Kind::Unsupported)
      throw ArgumentError(op->name + " returns a type that cannot be passed to JavaScript");
  }
  napi_value spec = describeSpec(call.env, *op);
  napi_value function;
  // Operators are never freed: JavaScript stores each one that it has looked up.
  check(napi_create_function(call.env, op->name.c_str(), NAPI_AUTO_LENGTH, callOperator, op.get(), &function));
  check(napi_set_named_property(call.env, spec, "call", function));
  op.release();
  return spec;
}

// Returns the specification of every registered operator, for the generator.
napi_value listOperators(Call& call) {
  napi_value list;
  check(napi_create_array(call.env, &list));
  uint32_t count = 0;
  for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
    auto handle = c10::Dispatcher::singleton().findSchema(name);
    if (!handle) continue;
    check(napi_set_element(call.env, list, count++, describeSpec(call.env, specify(*handle))));
  }
  return list;
}

// Returns the overload names of an operator: ["Tensor", "Scalar", ...] for "aten::add".
napi_value overloads(Call& call) {
  std::string wanted = call.string(0);
  napi_value list;
  check(napi_create_array(call.env, &list));
  uint32_t count = 0;
  for (const auto& name : c10::Dispatcher::singleton().getAllOpNames()) {
    if (name.name != wanted || !c10::Dispatcher::singleton().findSchema(name)) continue;
    check(napi_set_element(call.env, list, count++, makeString(call.env, name.overload_name)));
  }
  return list;
}

}  // namespace

void registerOperators(napi_env env, napi_value exports) {
  define(env, exports, "findOperator", findOperator);
  define(env, exports, "listOperators", listOperators);
  define(env, exports, "overloads", overloads);
}

}  // namespace woodshed
