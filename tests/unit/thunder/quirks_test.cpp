// The table of Thunder's habits names tests that there are.

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace ripple::thunder {
namespace {

std::set<std::string> all_tests() {
  std::set<std::string> names;
  const testing::UnitTest& program = *testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *program.GetTestSuite(i);
    for (int k = 0; k < suite.total_test_count(); ++k) {
      names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(k)->name());
    }
  }
  return names;
}

// The names in backticks of each row.
std::vector<std::string> named_tests(std::istream& table) {
  const std::regex name("`([A-Za-z0-9]+\\.[A-Za-z0-9]+)`");
  std::vector<std::string> names;
  for (std::string line; std::getline(table, line);) {
    if (!line.starts_with('|')) continue;
    for (std::sregex_iterator it(line.begin(), line.end(), name), end; it != end; ++it) {
      names.push_back((*it)[1]);
    }
  }
  return names;
}

TEST(Quirks, AreEachCoveredByATestThatThereIs) {
  std::ifstream table(RIPPLE_THUNDER_QUIRKS);
  ASSERT_TRUE(table);
  const std::set<std::string> tests = all_tests();
  const std::vector<std::string> named = named_tests(table);
  EXPECT_GT(named.size(), 90U);
  for (const std::string& name : named) EXPECT_TRUE(tests.contains(name)) << name;
}

}  // namespace
}  // namespace ripple::thunder
