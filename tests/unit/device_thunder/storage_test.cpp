// local.storage and secure.storage on org.rdk.PersistentStore.

#include "channel_fixture.hpp"

namespace ripple::device_thunder {
namespace {

using contracts::LocalStorage;
using contracts::SecureStorage;
using ripple::testing::Caller;
using Scope = SecureStorage::StorageScope;

class StorageTest : public ChannelTest {
 protected:
  const Json::Value& stored() { return plugin("org.rdk.PersistentStore").values["data"]; }
};

}  // namespace

TEST_F(StorageTest, KeepsValuesOfExtensionsInTheFormOfRipple) {
  start();
  const Json::Value value = json(R"({"deep":[1,2]})");
  EXPECT_FALSE(ask(LocalStorage::get{"acme", "k", {}}).value());
  EXPECT_TRUE(ask(LocalStorage::list{"acme", {}}).value().empty());
  EXPECT_TRUE(ask(LocalStorage::set{"acme", "k", value, {}}).value());
  EXPECT_FALSE(ask(LocalStorage::set{"acme", "k", value, {}}).value());
  const auto found = ask(LocalStorage::get{"acme", "k", {}}).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, value);
  EXPECT_EQ(found->update_time, "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(json(stored()["acme"]["k"].asString()),
            json(R"({"value":{"deep":[1,2]},"update_time":"2023-11-14T22:13:20.123Z"})"));
  EXPECT_EQ(ask(LocalStorage::list{"acme", {}}).value(), std::vector<std::string>{"k"});
  EXPECT_TRUE(ask(LocalStorage::delete_{"acme", "k", {}}).value());
  EXPECT_FALSE(ask(LocalStorage::delete_{"acme", "k", {}}).value());
  EXPECT_FALSE(ask(LocalStorage::get{"acme", "k", {}}).value());
}

TEST_F(StorageTest, KeepsScopesApart) {
  start();
  EXPECT_TRUE(ask(LocalStorage::set{"b", "k", 1, "a"}).value());
  EXPECT_TRUE(ask(LocalStorage::set{"x/b", "k", 2, "a"}).value());
  EXPECT_TRUE(ask(LocalStorage::set{"b", "k", 3, "a/x"}).value());
  EXPECT_FALSE(ask(LocalStorage::get{"b", "k", {}}).value());
  EXPECT_EQ(ask(LocalStorage::get{"b", "k", "a"}).value()->value, 1);
  EXPECT_EQ(ask(LocalStorage::get{"x/b", "k", "a"}).value()->value, 2);
  EXPECT_EQ(ask(LocalStorage::get{"b", "k", "a/x"}).value()->value, 3);
  EXPECT_EQ(ask(LocalStorage::list{"b", "a"}).value(), std::vector<std::string>{"k"});
}

TEST_F(StorageTest, DoesNotShowSecretsAsValues) {
  start();
  ASSERT_TRUE(ask(SecureStorage::set{Scope::kDevice, "k", "secret", {}}, Caller{"one"}));
  for (const auto code : {ask(LocalStorage::get{"@app/one", "k", {}}).error().code,
                          ask(LocalStorage::set{"@app/one", "k", 1, {}}).error().code,
                          ask(LocalStorage::delete_{"@app/one", "k", {}}).error().code,
                          ask(LocalStorage::list{"@app/one", {}}).error().code}) {
    EXPECT_EQ(code, ErrorCode::kInvalidParams);
  }
  EXPECT_FALSE(ask(LocalStorage::get{"one", "k", {}}).value());
}

TEST_F(StorageTest, SaysThatAnotherProgramWroteWhatIsNoValueAndReplacesItWhenAsked) {
  start();
  plugin("org.rdk.PersistentStore").values["data"]["acme"]["k"] = "plain";
  EXPECT_EQ(ask(LocalStorage::get{"acme", "k", {}}).error().code, ErrorCode::kServiceFailure);
  EXPECT_TRUE(ask(LocalStorage::set{"acme", "k", 1, {}}).value());
  EXPECT_EQ(ask(LocalStorage::get{"acme", "k", {}}).value()->value, 1);
}

TEST_F(StorageTest, TakesWhatThePluginHasForMissing) {
  start();
  auto& methods = plugin("org.rdk.PersistentStore").methods;
  methods["getValue"] = json(R"({"error":{"code":-31043,"message":"ERROR_NOT_EXIST"}})");
  EXPECT_FALSE(ask(LocalStorage::get{"acme", "k", {}}).value());
  methods["setValue"] = json(R"({"error":{"code":-31016,"message":"too long"}})");
  EXPECT_EQ(ask(LocalStorage::set{"acme", "k", 1, {}}).error().code, ErrorCode::kTooLarge);
}

TEST_F(StorageTest, KeepsSecretsOfEachAppApart) {
  start();
  const Caller one{"one"};
  const Caller two{"two"};
  ASSERT_TRUE(ask(SecureStorage::set{Scope::kDevice, "k", "secret", {}}, one));
  EXPECT_EQ(ask(SecureStorage::get{Scope::kDevice, "k"}, one).value(), "secret");
  EXPECT_FALSE(ask(SecureStorage::get{Scope::kAccount, "k"}, one).value());
  EXPECT_FALSE(ask(SecureStorage::get{Scope::kDevice, "k"}, two).value());
  EXPECT_EQ(ask(SecureStorage::get{Scope::kDevice, "k"}).error().code,
            ErrorCode::kUnsupportedOperation);
  ASSERT_TRUE(ask(SecureStorage::set_for_app{"two", Scope::kAccount, "k", "other", {}}));
  EXPECT_EQ(ask(SecureStorage::get{Scope::kAccount, "k"}, two).value(), "other");
  ASSERT_TRUE(ask(SecureStorage::clear{Scope::kDevice}, one));
  EXPECT_FALSE(ask(SecureStorage::get{Scope::kDevice, "k"}, one).value());
  ASSERT_TRUE(ask(SecureStorage::remove_for_app{"two", Scope::kAccount, "k"}));
  EXPECT_FALSE(ask(SecureStorage::get{Scope::kAccount, "k"}, two).value());
  ASSERT_TRUE(ask(SecureStorage::clear_for_app{"three", Scope::kDevice}));
  ASSERT_TRUE(ask(SecureStorage::remove{Scope::kDevice, "nothing"}, one));
}

TEST_F(StorageTest, ForgetsASecretWhenItsTimeIsOver) {
  start();
  const Caller app{"app"};
  ASSERT_TRUE(
      ask(SecureStorage::set{Scope::kDevice, "k", "v", SecureStorage::StorageOptions{1.5}}, app));
  now_ += 1499;
  EXPECT_EQ(ask(SecureStorage::get{Scope::kDevice, "k"}, app).value(), "v");
  now_ += 1;
  EXPECT_FALSE(ask(SecureStorage::get{Scope::kDevice, "k"}, app).value());
  EXPECT_FALSE(stored()["@app/app"].isMember("k"));
  EXPECT_EQ(ask(SecureStorage::set{Scope::kDevice, "k", "v", SecureStorage::StorageOptions{0}}, app)
                .error()
                .code,
            ErrorCode::kInvalidParams);
}

}  // namespace ripple::device_thunder
