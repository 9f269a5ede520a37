#include "main/gateway/envelope.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ripple/json.hpp"

namespace ripple::gateway {
namespace {

class EnvelopeTest : public ::testing::Test {
 protected:
  const Scan& scan(std::string_view text) {
    // Nothing but padding behind the text, so that a sanitizer sees a step too far.
    bytes_ = std::make_unique<char[]>(text.size() + EnvelopeScanner::kPadding);
    std::copy(text.begin(), text.end(), bytes_.get());
    return scanner_.scan({bytes_.get(), text.size()});
  }
  const Envelope& one(std::string_view text) {
    const Scan& found = scan(text);
    static const Envelope kNone;
    EXPECT_FALSE(found.error) << text << ": " << found.error->message;
    EXPECT_FALSE(found.batch);
    EXPECT_EQ(found.envelopes.size(), 1U) << text;
    return found.envelopes.empty() ? kNone : found.envelopes[0];
  }
  /// The whole frame is refused.
  void expect_refused(std::string_view text, ErrorCode code) {
    const Scan& found = scan(text);
    const std::string_view start = text.substr(0, 100);
    ASSERT_TRUE(found.error) << start;
    EXPECT_EQ(found.error->code, code) << start << ": " << found.error->message;
    if (code == ErrorCode::kParse) {
      EXPECT_TRUE(found.envelopes.empty());
    }
  }
  /// The one element of the frame is no request.
  void expect_invalid(std::string_view text, std::string_view part, std::string_view id = "") {
    const Envelope& envelope = one(text);
    const std::string_view start = text.substr(0, 100);
    ASSERT_TRUE(envelope.error) << start;
    EXPECT_EQ(envelope.error->code, ErrorCode::kInvalidRequest) << start;
    EXPECT_NE(envelope.error->message.find(part), std::string::npos) << envelope.error->message;
    EXPECT_EQ(envelope.id, id) << start;
  }

  EnvelopeScanner scanner_{{.nesting = 64, .batch_requests = 4}};
  std::unique_ptr<char[]> bytes_;
};

std::string with_params(const std::string& params) {
  return R"({"jsonrpc":"2.0","id":1,"method":"m","params":)" + params + "}";
}

std::string with_id(const std::string& id) {
  return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"m"})";
}

TEST_F(EnvelopeTest, FindsIdMethodAndParamsAsTheyWereWritten) {
  const Envelope& envelope =
      one(" { \"params\" : { \"a\" : [ 1 , {\"b\":\"]} \\\" \"} ] }\n, \"method\":\"device.make\" ,"
          "\"id\" : 7 , \"jsonrpc\" : \"2.0\" } \n");
  ASSERT_FALSE(envelope.error);
  EXPECT_EQ(envelope.id, "7");
  EXPECT_EQ(envelope.method, "device.make");
  EXPECT_EQ(envelope.params, "{ \"a\" : [ 1 , {\"b\":\"]} \\\" \"} ] }");
}

TEST_F(EnvelopeTest, LeavesWhatIsAbsentEmpty) {
  const Envelope& envelope = one(R"({"jsonrpc":"2.0","method":"m"})");
  ASSERT_FALSE(envelope.error);
  EXPECT_EQ(envelope.id, "");
  EXPECT_EQ(envelope.params, "");
}

TEST_F(EnvelopeTest, ReadsEscapesInKeysAndMethod) {
  const Envelope& envelope = one(R"({"jsonrpc":"2.0","\u0069d":1,"method":"device.m\u0061ke"})");
  ASSERT_FALSE(envelope.error);
  EXPECT_EQ(envelope.id, "1");
  EXPECT_EQ(envelope.method, "device.make");
}

TEST_F(EnvelopeTest, TakesEveryIdThatMayBeUsedAsItsText) {
  const std::string longest = "\"" + std::string(kLongestId - 2, 'i') + "\"";
  for (const std::string& id :
       {std::string("0"), std::string("-1"), std::string("9007199254740991"),
        std::string("-9007199254740991"), std::string("null"), std::string(R"("")"),
        std::string(R"("a\u00e9\"b")"), std::string("\"ü\""), longest}) {
    const Envelope& envelope = one(with_id(id));
    EXPECT_FALSE(envelope.error) << id;
    EXPECT_EQ(envelope.id, id);
  }
}

TEST_F(EnvelopeTest, RefusesIdsThatClientsCouldNotReadBack) {
  for (const char* id : {"9007199254740992", "9007199254740993", "-9007199254740992",
                         "123456789012345678901234567890"}) {
    expect_invalid(with_id(id), "up to 2^53-1");
  }
  for (const char* id : {"1.5", "1.0", "1e3", "true", "false", "[]", "[1]", "{}", R"({"a":1})"}) {
    expect_invalid(with_id(id), "expected a string, an integer or null as id");
  }
  expect_invalid(with_id("\"" + std::string(kLongestId - 1, 'i') + "\""), "at most 128 bytes");
  expect_invalid(with_id("[" + std::string(100'000, '1') + "]"), "at most 128 bytes");
}

TEST_F(EnvelopeTest, QuotesABadIdWithoutBreakingItsCharacters) {
  std::string id = "[\"a";
  for (int i = 0; i < 40; ++i) id += "é";
  const Envelope& envelope = one(with_id(id + "\"]"));
  ASSERT_TRUE(envelope.error);
  const std::string& message = envelope.error->message;
  // Every first byte of the two-byte character is followed by its second.
  for (std::size_t i = 0; i < message.size(); ++i) {
    if (message[i] == '\xc3') {
      EXPECT_TRUE(i + 1 < message.size() && message[i + 1] == '\xa9');
    }
  }
}

TEST_F(EnvelopeTest, RefusesBytesThatAreNotJson) {
  using namespace std::string_view_literals;
  for (const std::string_view text : {""sv,
                                      " "sv,
                                      "\n\t"sv,
                                      "{"sv,
                                      "}"sv,
                                      "["sv,
                                      "]"sv,
                                      "nul"sv,
                                      "tru"sv,
                                      "nulll"sv,
                                      "xyz"sv,
                                      "\""sv,
                                      "\"abc"sv,
                                      "\"\\x\""sv,
                                      "\"\\u12\""sv,
                                      "+1"sv,
                                      "01"sv,
                                      ".5"sv,
                                      "1."sv,
                                      "1e"sv,
                                      "-"sv,
                                      "NaN"sv,
                                      "Infinity"sv,
                                      "0x10"sv,
                                      "'a'"sv,
                                      "{'a':1}"sv,
                                      "{a:1}"sv,
                                      "{\"a\"}"sv,
                                      "{\"a\":}"sv,
                                      "{\"a\":1,}"sv,
                                      "{,}"sv,
                                      "[1,]"sv,
                                      "[,]"sv,
                                      "[1 2]"sv,
                                      "{\"a\":1 \"b\":2}"sv,
                                      "{}{}"sv,
                                      "{} {}"sv,
                                      "{}x"sv,
                                      "[]]"sv,
                                      "{}}"sv,
                                      "1 1"sv,
                                      "// comment\n{}"sv,
                                      "{}/**/"sv,
                                      "\0"sv,
                                      "{\"a\":\0}"sv,
                                      "{\"a\":\"\0\"}"sv,
                                      "\"a\nb\""sv,
                                      "{\"a\n\":1}"sv}) {
    expect_refused(text, ErrorCode::kParse);
  }
}

TEST_F(EnvelopeTest, RefusesParamsThatAreNotJson) {
  for (const char* params :
       {"[01]",        "[1.]",      "[.1]",       "[-]",       "[+1]",       "[1e+]",
        "[0x1]",       "[1x]",      "[tru]",      "[truee]",   "[nulll]",    "[falsey]",
        "[\"\\u12\"]", "[\"\\x\"]", "[\"a\nb\"]", "{\"a\" 1}", "{\"a\":1,}", "{1:1}",
        "[1,]",        "[",         "{",          "[}",        "{]",         ""}) {
    expect_refused(with_params(params), ErrorCode::kParse);
  }
}

TEST_F(EnvelopeTest, RefusesInvalidUtf8WhereverItIs) {
  for (const char* bytes : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
    const std::string text(bytes);
    expect_refused(with_params("[\"" + text + "\"]"), ErrorCode::kParse);
    expect_refused(with_params("{\"" + text + "\":1}"), ErrorCode::kParse);
    expect_refused(with_id("\"" + text + "\""), ErrorCode::kParse);
    expect_refused(R"({"jsonrpc":"2.0","method":")" + text + "\"}", ErrorCode::kParse);
    expect_refused(text, ErrorCode::kParse);
  }
}

TEST_F(EnvelopeTest, RefusesJsonThatIsNoRequest) {
  for (const char* text : {"1", "-1.5e3", "\"x\"", "null", "true", "false"}) {
    expect_refused(text, ErrorCode::kInvalidRequest);
  }
  expect_invalid("{}", "\"method\"");
  expect_invalid(R"({"jsonrpc":"2.0"})", "\"method\"");
  expect_invalid(R"({"method":"m","id":3})", "\"jsonrpc\":\"2.0\"", "3");
  for (const char* version : {"2.0", "2", "\"1.0\"", "\"2\"", "null", "[\"2.0\"]"}) {
    expect_invalid(std::string(R"({"method":"m","id":3,"jsonrpc":)") + version + "}",
                   "\"jsonrpc\":\"2.0\"", "3");
  }
  for (const char* method : {"1", "null", "true", "[\"m\"]", "{}"}) {
    expect_invalid(std::string(R"({"jsonrpc":"2.0","id":"i","method":)") + method + "}",
                   "expected a string as method", "\"i\"");
  }
  for (const char* params : {"1", "null", "true", "\"x\""}) {
    expect_invalid(with_params(params), "expected an object or an array as params", "1");
  }
}

TEST_F(EnvelopeTest, RefusesAKeyThatComesTwice) {
  expect_invalid(R"({"jsonrpc":"2.0","method":"a","method":"b"})", "duplicate key \"method\"");
  expect_invalid(R"({"jsonrpc":"2.0","method":"m","x":1,"x":2})", "duplicate key \"x\"");
  expect_invalid(R"({"jsonrpc":"2.0","method":"m","x":1,"\u0078":2})", "duplicate key \"x\"");
  expect_invalid(with_params(R"({"a":1,"a":1})"), "duplicate key \"a\"", "1");
  expect_invalid(with_params(R"([[{"b":{"a":1,"a":1}}]])"), "duplicate key \"a\"", "1");
  EXPECT_FALSE(one(with_params(R"([{"a":1},{"a":1},{"b":{"a":1}}])")).error);
}

TEST_F(EnvelopeTest, TellsManyKeysApart) {
  std::string members;
  for (int i = 0; i < 20'000; ++i) members += "\"k" + std::to_string(i) + "\":1,";
  EXPECT_FALSE(one(with_params("{" + members + "\"last\":1}")).error);
  expect_invalid(with_params("{" + members + "\"k3\":1}"), "duplicate key \"k3\"", "1");
  expect_invalid(with_params("{" + members + "\"k19999\":1}"), "duplicate key \"k19999\"", "1");
}

TEST_F(EnvelopeTest, RefusesWhatIsNestedTooDeepAndOnlyThat) {
  // The request is the first level.
  const auto nested = [](std::size_t levels) {
    return with_params(std::string(levels, '[') + std::string(levels, ']'));
  };
  EXPECT_FALSE(one(nested(63)).error);
  expect_invalid(nested(64), "nested deeper than 64 levels", "1");
  expect_invalid(nested(10'000), "nested deeper than 64 levels", "1");
  std::string objects;
  for (int i = 0; i < 10'000; ++i) objects += R"({"a":)";
  expect_invalid(with_params(objects + "1" + std::string(10'000, '}')), "nested deeper", "1");
  expect_refused(std::string(10'000, '['), ErrorCode::kParse);
  expect_refused(objects, ErrorCode::kParse);
  expect_refused(with_params(std::string(10'000, '[')), ErrorCode::kParse);
}

TEST_F(EnvelopeTest, SplitsABatch) {
  const Scan& found = scan(R"([{"jsonrpc":"2.0","id":1,"method":"a"},1,[],
                               {"jsonrpc":"2.0","method":"b","params":[2]}])");
  ASSERT_FALSE(found.error);
  EXPECT_TRUE(found.batch);
  ASSERT_EQ(found.envelopes.size(), 4U);
  EXPECT_EQ(found.envelopes[0].method, "a");
  EXPECT_FALSE(found.envelopes[0].error);
  EXPECT_EQ(found.envelopes[1].error->code, ErrorCode::kInvalidRequest);
  EXPECT_EQ(found.envelopes[2].error->code, ErrorCode::kInvalidRequest);
  EXPECT_EQ(found.envelopes[3].params, "[2]");
}

TEST_F(EnvelopeTest, RefusesABatchThatIsEmptyTooLargeOrBroken) {
  expect_refused("[]", ErrorCode::kInvalidRequest);
  expect_refused(" [ ] ", ErrorCode::kInvalidRequest);
  EXPECT_FALSE(scan("[1,2,3,4]").error);
  expect_refused("[1,2,3,4,5]", ErrorCode::kInvalidRequest);
  expect_refused(R"([{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc")", ErrorCode::kParse);
  expect_refused(R"([{"jsonrpc":"2.0","id":1,"method":"a"}] 1)", ErrorCode::kParse);
}

TEST_F(EnvelopeTest, ForgetsTheFrameBefore) {
  expect_refused("{", ErrorCode::kParse);
  EXPECT_FALSE(one(with_id("1")).error);
  EXPECT_TRUE(scan("[1]").batch);
  EXPECT_FALSE(one(with_id("2")).error);
  expect_invalid("{}", "\"method\"");
  EXPECT_EQ(one(with_id("3")).id, "3");
}

TEST_F(EnvelopeTest, NeverTakesAPartOfAFrameForTheWhole) {
  const std::string whole =
      R"([{"jsonrpc":"2.0","id":"é","method":"a","params":{"b":[1.5e3,true,null,"\u00e9"]}}])";
  EXPECT_FALSE(scan(whole).error);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    expect_refused(std::string_view(whole).substr(0, size), ErrorCode::kParse);
  }
}

TEST_F(EnvelopeTest, TakesNoDamagedFrameThatAJsonParserRefuses) {
  const std::string whole =
      R"([{"jsonrpc":"2.0","id":12,"method":"a.b","params":{"b":[1.5e3,true,null,"\u00e9é"]}}])";
  std::mt19937 random(7);
  constexpr std::string_view kBytes = "{}[]:,\"\\0123456789eE+-.tfnul \n\x01\x80\xc3\xff";
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 1 + round % 3; ++i) {
      damaged[random() % damaged.size()] = kBytes[random() % kBytes.size()];
    }
    const Scan& found = scan(damaged);
    const bool taken = !found.error && std::none_of(found.envelopes.begin(), found.envelopes.end(),
                                                    [](const auto& one) { return one.error; });
    if (taken) {
      EXPECT_TRUE(parse_json(damaged)) << damaged;
    }
  }
}

}  // namespace
}  // namespace ripple::gateway
