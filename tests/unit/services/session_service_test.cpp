#include "main/services/session_service.hpp"

#include <gtest/gtest.h>

#include "ripple/json.hpp"

namespace ripple::services {
namespace {

TEST(SessionQuery, ReadsWhatItKnowsAndDecodesIt) {
  const Result<SessionQuery> query =
      SessionQuery::parse("x=1&appId=my%20app%2B&session=a+b&RPCv2=true&appId2=no");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->app_id, "my app+");
  EXPECT_EQ(query->session_id, "a b");
  EXPECT_TRUE(query->rpcv2);
}

TEST(SessionQuery, TakesAnythingAsLongAsItsEscapesAreRight) {
  for (const char* query : {"", "&", "&&&", "=", "appId", "appId=", "=&=", "a=b=c", "?"}) {
    const Result<SessionQuery> parsed = SessionQuery::parse(query);
    ASSERT_TRUE(parsed) << query;
    EXPECT_EQ(parsed->app_id, "");
    EXPECT_FALSE(parsed->rpcv2);
  }
  EXPECT_FALSE(SessionQuery::parse("RPCv2=1")->rpcv2);
}

TEST(SessionQuery, RefusesAnEscapeThatIsNone) {
  for (const char* query : {"appId=%", "appId=%4", "appId=%zz", "appId=%4x", "x=%g0&appId=a"}) {
    const Result<SessionQuery> parsed = SessionQuery::parse(query);
    ASSERT_FALSE(parsed) << query;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidParams);
  }
}

TEST(SessionQuery, RefusesTextThatIsNotUtf8) {
  for (const char* query : {"appId=%ff", "session=a%c3", "appId=%ed%a0%80"}) {
    const Result<SessionQuery> parsed = SessionQuery::parse(query);
    ASSERT_FALSE(parsed) << query;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidParams);
  }
  EXPECT_EQ(SessionQuery::parse("appId=gr%c3%bcn")->app_id, "grün");
}

SessionQuery with_app(const std::string& app_id) {
  SessionQuery query;
  query.app_id = app_id;
  return query;
}

SessionQuery with_session(const std::string& session_id) {
  SessionQuery query;
  query.session_id = session_id;
  return query;
}

class SessionServiceTest : public ::testing::Test {
 protected:
  Result<void> configure(std::string_view json) { return sessions_.configure(*parse_json(json)); }

  SessionRegistry registry_;
  manifest::DeviceManifest manifest_;
  SessionService sessions_{registry_, manifest_};
};

TEST_F(SessionServiceTest, KnowsAnAppByItsSession) {
  const std::string id = registry_.open("refui");
  SessionQuery query = with_session(id);
  query.rpcv2 = true;
  const Result<Session> session = sessions_.open(query, false);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->app_id, "refui");
  EXPECT_TRUE(session->rpcv2);
  EXPECT_FALSE(session->internal);
  EXPECT_FALSE(session->trusted);
  EXPECT_EQ(session->context, R"({"app_id":"refui","internal":false,"session_id":")" + id + "\"}");
  registry_.close(id);
  EXPECT_EQ(sessions_.open(with_session(id), false).error().code, ErrorCode::kNotPermitted);
}

TEST_F(SessionServiceTest, TakesAnAppsWordForItsNameOnTheInternalPortOnly) {
  EXPECT_EQ(sessions_.open(with_app("refui"), true)->app_id, "refui");
  EXPECT_TRUE(sessions_.open(with_app("refui"), true)->internal);
  const Result<Session> refused = sessions_.open(with_app("refui"), false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(sessions_.open({}, true).error().code, ErrorCode::kNotPermitted);
  EXPECT_EQ(sessions_.open({}, false).error().code, ErrorCode::kNotPermitted);
}

TEST_F(SessionServiceTest, TakesAnonymousInternalConnectionsForTheManifestsInternalApp) {
  manifest_.internal_app_id = "ripple_internal";
  const SessionService sessions(registry_, manifest_);
  EXPECT_EQ(sessions.open({}, true)->app_id, "ripple_internal");
  EXPECT_FALSE(sessions.open({}, false));
  EXPECT_FALSE(sessions.open(with_session("unknown"), true));
}

TEST_F(SessionServiceTest, AddsSessionsForLaboratoriesAllOrNone) {
  ASSERT_TRUE(configure(R"({"sessions":{"lab":"refui"}})"));
  ASSERT_TRUE(configure(R"({"sessions":{"lab":"refui"}})"));
  EXPECT_EQ(sessions_.open(with_session("lab"), false)->app_id, "refui");
  for (const char* wrong :
       {R"({"sessions":{"a":"x","lab":"other"}})", R"({"sessions":{"a":"x","b":""}})",
        R"({"sessions":{"a":"x"},"more":1})", R"({"sessions":[]})", "[]"}) {
    const Result<void> done = configure(wrong);
    ASSERT_FALSE(done) << wrong;
    EXPECT_EQ(done.error().code, ErrorCode::kInvalidParams);
    EXPECT_FALSE(registry_.app_of("a")) << wrong;
  }
}

TEST_F(SessionServiceTest, OpensASessionForAnExtension) {
  const Session own = SessionService::open_for_extension("");
  EXPECT_TRUE(own.trusted);
  EXPECT_EQ(own.context, "");
  const Session other = SessionService::open_for_extension("refui");
  EXPECT_FALSE(other.trusted);
  EXPECT_EQ(other.context, R"({"app_id":"refui","internal":true,"session_id":""})");
}

}  // namespace
}  // namespace ripple::services
