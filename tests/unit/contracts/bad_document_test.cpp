#include <gtest/gtest.h>
#include <json/json.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <ripple/json.hpp>
#include <string>

namespace ripple::contracts {
namespace {

constexpr const char* kGood = R"json({
  "openrpc": "1.2.4",
  "info": {"title": "lamp", "version": "1.0.0", "description": "A lamp.", "x-type": "Lamp"},
  "methods": [
    {"name": "lamp.mode", "summary": "Its mode.",
     "tags": [{"name": "capabilities", "x-uses": ["xrn:firebolt:capability:lamp:mode"]}],
     "params": [{"name": "at", "schema": {"type": "integer"}}],
     "result": {"name": "mode", "schema": {"$ref": "#/components/schemas/ModeWord"}}},
    {"name": "lamp.onModeChanged", "summary": "Another mode.", "x-audience": "extensions",
     "tags": [{"name": "event"}], "params": [],
     "result": {"name": "mode", "schema": {"$ref": "#/components/schemas/ModeWord"}}}
  ],
  "components": {"schemas": {"ModeWord": {"type": "string", "enum": ["on", "off"]}}}
})json";

struct Outcome {
  int exit_code = 0;
  std::string output;
};

/// A folder of documents for the contract compiler, removed at the end of the test.
class BadDocument : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = (std::filesystem::temp_directory_path() / "contracts-XXXXXX").string();
    ASSERT_NE(mkdtemp(path.data()), nullptr);
    folder_ = path;
    std::filesystem::create_directories(folder_ / "documents");
    write("documents/lamp.json", kGood);
    write("aliases.json", "{}");
  }

  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }

  /// Changes the good document and writes it.
  void change(const std::function<void(Json::Value&)>& edit) {
    Json::Value document = *parse_json(kGood);
    edit(document);
    write("documents/lamp.json", print_json(document));
  }

  Outcome compile() {
    const std::string command = "cd " + folder_.string() +
                                " && " RIPPLE_CONTRACT_COMPILER
                                " --documents documents --aliases aliases.json --output out 2>&1";
    return run(command);
  }

  static Outcome run(const std::string& command) {
    Outcome outcome;
    FILE* const pipe = popen(command.c_str(), "r");
    char buffer[512];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) outcome.output += buffer;
    outcome.exit_code = WEXITSTATUS(pclose(pipe));
    return outcome;
  }

  /// The compiler stops, says exactly this and writes nothing.
  void expect_refusal(const std::string& expected) {
    const Outcome outcome = compile();
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.output, expected + "\n");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
  }

  std::filesystem::path folder_;
};

TEST_F(BadDocument, StartsFromAGoodOne) {
  const Outcome outcome = compile();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/registry.cpp"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/include/ripple/contracts/lamp.hpp"));
}

TEST_F(BadDocument, LeavesUnchangedOutputAlone) {
  ASSERT_EQ(compile().exit_code, 0);
  const auto before = std::filesystem::last_write_time(folder_ / "out/registry.cpp");
  std::filesystem::last_write_time(folder_ / "out/registry.cpp", before - std::chrono::hours(1));
  ASSERT_EQ(compile().exit_code, 0);
  EXPECT_EQ(std::filesystem::last_write_time(folder_ / "out/registry.cpp"),
            before - std::chrono::hours(1));
}

TEST_F(BadDocument, IsNotJson) {
  write("documents/lamp.json", "{\n  \"openrpc\": ,\n}");
  const Outcome outcome = compile();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.output.starts_with("documents/lamp.json:2:14: expected JSON, found: "))
      << outcome.output;
}

TEST_F(BadDocument, HasAKeyTwice) {
  write("documents/lamp.json", R"({"openrpc": "1.2.4", "openrpc": "1.2.4"})");
  const Outcome outcome = compile();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.output.find("Duplicate key: 'openrpc'"), std::string::npos) << outcome.output;
}

TEST_F(BadDocument, IsNotAnObject) {
  write("documents/lamp.json", "[]");
  expect_refusal("documents/lamp.json: #: expected an object, found an array");
}

TEST_F(BadDocument, LacksAMember) {
  change([](Json::Value& d) { d["methods"][0].removeMember("result"); });
  expect_refusal("documents/lamp.json: #/methods/0/result: expected an object, found nothing");
}

TEST_F(BadDocument, HasAMemberOfTheWrongType) {
  change([](Json::Value& d) { d["methods"][0]["result"] = "mode"; });
  expect_refusal("documents/lamp.json: #/methods/0/result: expected an object, found \"mode\"");
}

TEST_F(BadDocument, HasAnUnknownMember) {
  change([](Json::Value& d) { d["info"]["mandated"] = true; });
  expect_refusal(
      "documents/lamp.json: #/info/mandated: expected one of the members title, version, "
      "description, x-type, x-mandated, x-plural, found \"mandated\"");
}

TEST_F(BadDocument, HasAnotherOpenRpcVersion) {
  change([](Json::Value& d) { d["openrpc"] = "2.0.0"; });
  expect_refusal("documents/lamp.json: #/openrpc: expected \"1.2.4\", found \"2.0.0\"");
}

TEST_F(BadDocument, HasATitleUnlikeItsFile) {
  change([](Json::Value& d) { d["info"]["title"] = "torch"; });
  expect_refusal(
      "documents/lamp.json: #/info/title: expected the name of the file without .json, found "
      "\"torch\"");
}

TEST_F(BadDocument, HasABadVersion) {
  change([](Json::Value& d) { d["info"]["version"] = "1.0"; });
  expect_refusal(
      "documents/lamp.json: #/info/version: expected a version \"major.minor.patch\", found "
      "\"1.0\"");
}

TEST_F(BadDocument, HasABadMethodName) {
  change([](Json::Value& d) { d["methods"][0]["name"] = "Lamp.mode"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/name: expected a method (\"device.setName\": module in "
      "lower case, then camelCase), found \"Lamp.mode\"");
}

TEST_F(BadDocument, HasAnUnknownTag) {
  change([](Json::Value& d) { d["methods"][0]["tags"][1]["name"] = "shiny"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/tags/1/name: expected a known tag (event, capabilities, "
      "property, setter, ...), found \"shiny\"");
}

TEST_F(BadDocument, HasAnUnknownAudience) {
  change([](Json::Value& d) { d["methods"][0]["x-audience"] = "all"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/x-audience: expected \"app\" or \"extensions\", found "
      "\"all\"");
}

TEST_F(BadDocument, LetsAppsCallWithoutACapability) {
  change([](Json::Value& d) { d["methods"][0].removeMember("tags"); });
  expect_refusal(
      "documents/lamp.json: #/methods/0/tags: expected a tag \"capabilities\", which apps are "
      "judged by, found nothing");
}

TEST_F(BadDocument, HasACapabilityThatIsNone) {
  change([](Json::Value& d) { d["methods"][0]["tags"][0]["x-uses"][0] = "lamp:mode"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/tags/0/x-uses: expected capabilities "
      "(\"xrn:firebolt:...\"), found \"lamp:mode\"");
}

TEST_F(BadDocument, NamesAnEventLikeACall) {
  change([](Json::Value& d) { d["methods"][1]["name"] = "lamp.modeChanged"; });
  expect_refusal(
      "documents/lamp.json: #/methods/1/name: expected an event's name (onNameChanged), found "
      "\"lamp.modeChanged\"");
}

TEST_F(BadDocument, NamesACallLikeAnEvent) {
  change([](Json::Value& d) { d["methods"][0]["name"] = "lamp.onMode"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/name: expected a tag \"event\" beside it, found "
      "\"lamp.onMode\"");
}

TEST_F(BadDocument, ListsListenAsAParameterOfAnEvent) {
  change([](Json::Value& d) {
    Json::Value& param = d["methods"][1]["params"][0];
    param["name"] = "listen";
    param["schema"]["type"] = "boolean";
  });
  expect_refusal(
      "documents/lamp.json: #/methods/1/params/0/name: expected only the context of the event, "
      "because listen is implied, found \"listen\"");
}

TEST_F(BadDocument, HasAParameterTwice) {
  change([](Json::Value& d) { d["methods"][0]["params"][1] = d["methods"][0]["params"][0]; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/params/1/name: expected a parameter of its own name, "
      "found \"at\"");
}

TEST_F(BadDocument, HasParametersOfOneCxxName) {
  change([](Json::Value& d) {
    d["methods"][0]["params"][1] = d["methods"][0]["params"][0];
    d["methods"][0]["params"][1]["name"] = "At";
  });
  expect_refusal(
      "documents/lamp.json: #/methods/0/params/1/schema: expected a name that differs from its "
      "neighbours' in C++, found \"at\" again");
}

TEST_F(BadDocument, RequiresAParameterAfterAnOptionalOne) {
  change([](Json::Value& d) {
    d["methods"][0]["params"][1] =
        *parse_json(R"({"name": "to", "required": true, "schema": {"type": "string"}})");
  });
  expect_refusal(
      "documents/lamp.json: #/methods/0/params/1/required: expected required parameters before "
      "optional ones, found true");
}

TEST_F(BadDocument, RefersToASchemaThatIsNotThere) {
  change([](Json::Value& d) {
    d["methods"][0]["result"]["schema"]["$ref"] = "#/components/schemas/Modes";
  });
  expect_refusal(
      "documents/lamp.json: #/methods/0/result/schema/$ref: expected the name of a schema in "
      "#/components/schemas, found \"#/components/schemas/Modes\"");
}

TEST_F(BadDocument, RefersOutsideItsComponents) {
  change([](Json::Value& d) { d["methods"][0]["result"]["schema"]["$ref"] = "#/x-schemas/Mode"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/result/schema/$ref: expected a reference into "
      "#/components/schemas/, found \"#/x-schemas/Mode\"");
}

TEST_F(BadDocument, UsesAKeywordThatIsNotSupported) {
  change([](Json::Value& d) { d["methods"][0]["params"][0]["schema"]["nullable"] = true; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/params/0/schema/nullable: expected a JSON Schema "
      "(draft-07) keyword that contracts may use, found \"nullable\"");
}

TEST_F(BadDocument, HasATypeThatIsNone) {
  change([](Json::Value& d) { d["methods"][0]["params"][0]["schema"]["type"] = "int"; });
  expect_refusal(
      "documents/lamp.json: #/methods/0/params/0/schema/type: expected one or more of array, "
      "boolean, integer, null, number, object, string, found \"int\"");
}

TEST_F(BadDocument, HasAPatternThatIsNone) {
  change([](Json::Value& d) { d["components"]["schemas"]["ModeWord"]["pattern"] = "(on"; });
  expect_refusal(
      "documents/lamp.json: #/components/schemas/ModeWord/pattern: expected a regular expression, "
      "found \"(on\"");
}

TEST_F(BadDocument, HasASchemaThatNothingUses) {
  change([](Json::Value& d) { d["components"]["schemas"]["Spare"]["type"] = "string"; });
  expect_refusal(
      "documents/lamp.json: #/components/schemas/Spare: expected a schema that a method refers "
      "to, found one that none does");
}

TEST_F(BadDocument, HasASchemaThatContainsItself) {
  change([](Json::Value& d) {
    d["components"]["schemas"]["ModeWord"] = *parse_json(
        R"({"type": "object", "properties": {"next": {"$ref": "#/components/schemas/ModeWord"}}})");
  });
  expect_refusal(
      "documents/lamp.json: #/components/schemas/ModeWord/properties/next: expected a schema that "
      "does not contain itself, found \"ModeWord\" inside itself");
}

TEST_F(BadDocument, HasTwoThingsOfOneCxxName) {
  change([](Json::Value& d) {
    d["components"]["schemas"]["Mode"] = d["components"]["schemas"]["ModeWord"];
    d["components"]["schemas"].removeMember("ModeWord");
    for (Json::Value& method : d["methods"]) {
      method["result"]["schema"]["$ref"] = "#/components/schemas/Mode";
    }
  });
  expect_refusal(
      "documents/lamp.json: #/components/schemas/Mode: expected a C++ name of its own (set "
      "x-type), found \"Mode\", which #/methods/0 has");
}

TEST_F(BadDocument, HasWordsThatAreOneInCxx) {
  change([](Json::Value& d) { d["components"]["schemas"]["ModeWord"]["enum"][1] = "On"; });
  expect_refusal(
      "documents/lamp.json: #/components/schemas/ModeWord/enum: expected values that differ in "
      "C++, found \"kOn\" twice");
}

TEST_F(BadDocument, HasAMethodOfAnotherDocument) {
  change([](Json::Value& d) {
    d["info"]["title"] = "torch";
    d["info"]["x-type"] = "Torch";
    d["methods"][1]["name"] = "torch.onModeChanged";
  });
  std::filesystem::rename(folder_ / "documents/lamp.json", folder_ / "documents/torch.json");
  write("documents/lamp.json", kGood);
  expect_refusal(
      "documents/torch.json: #/methods/0/name: expected a method of its own name, found "
      "\"lamp.mode\", which is also at documents/lamp.json #/methods/0");
}

TEST_F(BadDocument, HasTheTypeOfAnotherDocument) {
  change([](Json::Value& d) {
    d["info"]["title"] = "torch";
    d["methods"][0]["name"] = "torch.mode";
    d["methods"][1]["name"] = "torch.onModeChanged";
  });
  std::filesystem::rename(folder_ / "documents/lamp.json", folder_ / "documents/torch.json");
  write("documents/lamp.json", kGood);
  expect_refusal(
      "documents/torch.json: #/info/x-type: expected a C++ type of its own, found \"Lamp\", which "
      "documents/lamp.json has");
}

TEST_F(BadDocument, StreamsFromAnEvent) {
  change([](Json::Value& document) { document["methods"][1]["x-result-stream"] = true; });
  expect_refusal(
      "documents/lamp.json: #/methods/1/x-result-stream: expected a call, because an event comes "
      "many times anyway, found nothing");
  change([](Json::Value& document) {
    document["methods"][1]["x-items"] = *parse_json(R"({"name": "i", "schema": {"type": "null"}})");
  });
  expect_refusal(
      "documents/lamp.json: #/methods/1/x-items: expected a call, because nobody sends anything to "
      "an event, found nothing");
}

TEST_F(BadDocument, HasItemsWithoutASchema) {
  change([](Json::Value& document) { document["methods"][0]["x-items"]["name"] = "item"; });
  expect_refusal("documents/lamp.json: #/methods/0/x-items/schema: expected an object, found nothing");
}

TEST_F(BadDocument, IsReportedTogetherWithTheOthers) {
  change([](Json::Value& d) {
    d["info"]["version"] = "one";
    d["methods"][0]["result"] = 3;
  });
  expect_refusal(
      "documents/lamp.json: #/info/version: expected a version \"major.minor.patch\", found "
      "\"one\"\n"
      "documents/lamp.json: #/methods/0/result: expected an object, found 3");
}

TEST_F(BadDocument, IsAnAliasForNoContract) {
  write("aliases.json", R"({"light": "lantern"})");
  expect_refusal("aliases.json: #/light: expected the name of a contract, found \"lantern\"");
}

TEST_F(BadDocument, IsAnAliasThatIsAContract) {
  write("aliases.json", R"({"lamp": "lamp"})");
  expect_refusal(
      "aliases.json: #/lamp: expected a spelling that is not a contract itself, found \"lamp\"");
}

TEST_F(BadDocument, IsNotThere) {
  std::filesystem::remove(folder_ / "documents/lamp.json");
  expect_refusal("documents: expected a folder of contract documents, found no .json file");
}

TEST_F(BadDocument, IsNotNamedOnTheCommandLine) {
  const Outcome outcome = run(RIPPLE_CONTRACT_COMPILER " --documents x 2>&1");
  EXPECT_EQ(outcome.exit_code, 64);
  EXPECT_EQ(outcome.output,
            "usage: ripple-contract-compiler --documents DIR --aliases FILE --output DIR\n");
}

}  // namespace
}  // namespace ripple::contracts
