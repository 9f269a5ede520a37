#include "every_contract.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <ripple/contracts/registry.hpp>
#include <ripple/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace ripple::contracts {
namespace {

template <typename Contract>
const ContractInfo& info() {
  return registry()[static_cast<std::size_t>(Contract::kContract)];
}

/// Calls `visit` with a null pointer to the struct of each call of the contract.
template <typename Contract, typename Visit>
void for_each_call(const Visit& visit) {
  using Invocations = typename Contract::Invocation;
  // The last alternative is the UnknownInvocation.
  [&visit]<std::size_t... Index>(std::index_sequence<Index...>) {
    (visit(static_cast<typename std::variant_alternative_t<Index, Invocations>::Method*>(nullptr)),
     ...);
  }
  (std::make_index_sequence<std::variant_size_v<Invocations> - 1>{});
}

template <typename Contract>
class EveryContractTest : public ::testing::Test {};

struct ContractName {
  template <typename Contract>
  static std::string GetName(int) {
    return std::string(info<Contract>().type);
  }
};
TYPED_TEST_SUITE(EveryContractTest, EveryContract, ContractName);

TYPED_TEST(EveryContractTest, AgreesWithTheRegistry) {
  EXPECT_EQ(info<TypeParam>().id, TypeParam::kContract);
  EXPECT_EQ(info<TypeParam>().name, TypeParam::kName);
  EXPECT_EQ(info<TypeParam>().version, TypeParam::kVersion);
  ASSERT_EQ(info<TypeParam>().methods.size(), TypeParam::kMethods.size());
  for (std::size_t i = 0; i < TypeParam::kMethods.size(); ++i) {
    EXPECT_EQ(info<TypeParam>().methods[i].name, TypeParam::kMethods[i]);
  }
}

TYPED_TEST(EveryContractTest, HasAnInvocationForEachCallAndNoEvent) {
  std::size_t calls = 0;
  for (const MethodInfo& method : info<TypeParam>().methods) {
    calls += method.kind == MethodKind::kCall ? 1U : 0U;
  }
  EXPECT_EQ(std::variant_size_v<typename TypeParam::Invocation>, calls + 1);
  for_each_call<TypeParam>([](auto* none) {
    using Call = std::remove_pointer_t<decltype(none)>;
    static_assert(std::is_same_v<typename Call::Contract, TypeParam>);
    ASSERT_LT(Call::kMethod, TypeParam::kMethods.size());
    EXPECT_EQ(info<TypeParam>().methods[Call::kMethod].kind, MethodKind::kCall);
  });
}

TYPED_TEST(EveryContractTest, ReadsTheParamsAndResultsThatItWrites) {
  for_each_call<TypeParam>([](auto* none) {
    using Call = std::remove_pointer_t<decltype(none)>;
    const Call written{};
    Call read{};
    const Result<void> params = from_json(to_json(written), read);
    EXPECT_TRUE(params) << TypeParam::kMethods[Call::kMethod] << " " << params.error().message;
    EXPECT_EQ(read, written);

    const typename Call::Result result{};
    typename Call::Result again{};
    EXPECT_TRUE(from_json(to_json(result), again)) << TypeParam::kMethods[Call::kMethod];
    EXPECT_EQ(again, result);
  });
}

}  // namespace
}  // namespace ripple::contracts
