#include "device_linux/key_value_store.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "machine_fixture.hpp"

using ripple::ErrorCode;
using ripple::device_linux::Database;
using ripple::device_linux::EntryName;
using ripple::device_linux::KeyValueStore;
using ripple::device_linux::StoreLimits;

namespace {

class KeyValueStoreTest : public testing::Test {
 protected:
  KeyValueStoreTest() { open(); }

  void open() {
    store_.reset();
    database_.reset();
    auto database = Database::open(file());
    ASSERT_TRUE(database) << database.error().message;
    database_ = std::move(*database);
    auto store =
        KeyValueStore::open(*database_, "entries", StoreLimits{16, 32, 3}, [this] { return now_; });
    ASSERT_TRUE(store) << store.error().message;
    store_.emplace(std::move(*store));
  }

  std::optional<std::string> value(const EntryName& name) {
    const auto stored = store_->get(name).value();
    if (!stored) return std::nullopt;
    return stored->value;
  }

  std::filesystem::path file() const { return machine_.root() / "saved" / "storage.sqlite3"; }

  MachineFixture machine_;
  std::int64_t now_ = 1'000'000;
  std::optional<Database> database_;
  std::optional<KeyValueStore> store_;
};

}  // namespace

TEST_F(KeyValueStoreTest, KeepsValuesApartByScopeNamespaceAndKey) {
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "one"));
  ASSERT_TRUE(store_->set({"account", "app", "k"}, "two"));
  ASSERT_TRUE(store_->set({"device", "other", "k"}, ""));
  EXPECT_EQ(value({"device", "app", "k"}), "one");
  EXPECT_EQ(value({"account", "app", "k"}), "two");
  EXPECT_EQ(value({"device", "other", "k"}), "");
  EXPECT_EQ(value({"device", "app", "j"}), std::nullopt);
}

TEST_F(KeyValueStoreTest, ReplacesAndRemoves) {
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "one"));
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "two"));
  EXPECT_EQ(value({"device", "app", "k"}), "two");
  EXPECT_TRUE(store_->remove({"device", "app", "k"}).value());
  EXPECT_FALSE(store_->remove({"device", "app", "k"}).value());
  EXPECT_EQ(value({"device", "app", "k"}), std::nullopt);
}

TEST_F(KeyValueStoreTest, KnowsWhenAValueWasSet) {
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "one"));
  now_ += 7;
  EXPECT_EQ(store_->get({"device", "app", "k"}).value()->updated, now_ - 7);
}

TEST_F(KeyValueStoreTest, ListsTheKeysOfANamespaceSorted) {
  ASSERT_TRUE(store_->set({"device", "app", "b"}, "2"));
  ASSERT_TRUE(store_->set({"device", "app", "a"}, "1"));
  ASSERT_TRUE(store_->set({"device", "other", "c"}, "3"));
  EXPECT_EQ(store_->keys("device", "app").value(), (std::vector<std::string>{"a", "b"}));
  ASSERT_TRUE(store_->clear("device", "app"));
  EXPECT_TRUE(store_->keys("device", "app").value().empty());
  EXPECT_EQ(store_->keys("device", "other").value().size(), 1U);
}

TEST_F(KeyValueStoreTest, ForgetsAValueWhenItsTimeIsOver) {
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "one", 500));
  now_ += 499;
  EXPECT_EQ(value({"device", "app", "k"}), "one");
  now_ += 1;
  EXPECT_EQ(value({"device", "app", "k"}), std::nullopt);
  EXPECT_TRUE(store_->keys("device", "app").value().empty());
  EXPECT_FALSE(store_->remove({"device", "app", "k"}).value());
}

TEST_F(KeyValueStoreTest, KeepsForEverWhatIsSetAgainWithoutATime) {
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "one", 500));
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "two"));
  now_ += 1'000'000'000;
  EXPECT_EQ(value({"device", "app", "k"}), "two");
}

TEST_F(KeyValueStoreTest, RefusesWhatIsTooLarge) {
  const auto key = store_->set({"device", "app", std::string(17, 'k')}, "v");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().code, ErrorCode::kTooLarge);
  EXPECT_EQ(key.error().message, "expected a key in bytes of at most 16, found 17");
  const auto value = store_->set({"device", "app", "k"}, std::string(33, 'v'));
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::kTooLarge);
}

TEST_F(KeyValueStoreTest, RefusesOneKeyTooManyButStillReplaces) {
  for (const auto* key : {"a", "b", "c"}) ASSERT_TRUE(store_->set({"device", "app", key}, "v", 10));
  const auto fourth = store_->set({"device", "app", "d"}, "v");
  ASSERT_FALSE(fourth);
  EXPECT_EQ(fourth.error().code, ErrorCode::kTooLarge);
  EXPECT_TRUE(store_->set({"device", "app", "c"}, "w", 10));
  now_ += 10;
  EXPECT_TRUE(store_->set({"device", "app", "d"}, "v"));
}

TEST_F(KeyValueStoreTest, IsReadableByItsOwnerOnly) {
  ASSERT_TRUE(store_->set({"device", "app", "k"}, "v"));
  for (const auto* suffix : {"", "-wal"}) {
    struct stat status {};
    ASSERT_EQ(::stat((file().string() + suffix).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST_F(KeyValueStoreTest, HoldsWhatAKilledProcessHadSet) {
  store_.reset();
  database_.reset();
  const pid_t child = ::fork();
  if (child == 0) {
    auto database = Database::open(file());
    auto store = KeyValueStore::open(*database, "entries", {}, [] { return 0; });
    for (int i = 0; i < 100; ++i) {
      if (!store->set({"device", "app", "k" + std::to_string(i)}, "v")) ::_exit(1);
    }
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  open();
  EXPECT_EQ(store_->keys("device", "app").value().size(), 100U);
  EXPECT_EQ(value({"device", "app", "k99"}), "v");
}

TEST(Database, SaysWhichFileCannotBeWritten) {
  const auto database = Database::open("/proc/nowhere/storage.sqlite3");
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().message.find("/proc/nowhere/storage.sqlite3"), std::string::npos);
  EXPECT_NE(database.error().message.find("saved_dir"), std::string::npos);
}

TEST(Database, RefusesAFileThatIsNoDatabase) {
  MachineFixture machine;
  machine.write("storage.sqlite3", std::string(4096, 'x'));
  const auto database = Database::open(machine.root() / "storage.sqlite3");
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().message.find("not a database"), std::string::npos);
}
