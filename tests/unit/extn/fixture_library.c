/* A tiny extension library. Without definitions it is a good one; each FIXTURE_ definition makes
 * one thing of it bad. */
#include <ripple/abi.h>

#ifndef FIXTURE_ABI_MAJOR
#define FIXTURE_ABI_MAJOR RIPPLE_ABI_MAJOR
#endif
#ifndef FIXTURE_ABI_MINOR
#define FIXTURE_ABI_MINOR RIPPLE_ABI_MINOR
#endif
#ifndef FIXTURE_ID
#define FIXTURE_ID "ripple:channel:device:fixture"
#endif
#ifndef FIXTURE_CONTRACT
#define FIXTURE_CONTRACT "device_info"
#endif
#ifndef FIXTURE_CONTRACT_VERSION
#define FIXTURE_CONTRACT_VERSION "1.0.0"
#endif
#ifndef FIXTURE_REQUIRED_VERSION
#define FIXTURE_REQUIRED_VERSION "1.0.0"
#endif
#ifndef FIXTURE_KIND
#define FIXTURE_KIND RIPPLE_BUILDER_CHANNEL
#endif
#ifndef FIXTURE_OPENRPC
#define FIXTURE_OPENRPC ""
#endif
#ifndef FIXTURE_BUILDER
#define FIXTURE_BUILDER &builder
#endif
#ifndef FIXTURE_BUILD
#define FIXTURE_BUILD build
#endif
#ifndef FIXTURE_LIBRARY_SIZE
#define FIXTURE_LIBRARY_SIZE sizeof(ripple_library)
#endif
#ifndef FIXTURE_ENTRY_SIZE
#define FIXTURE_ENTRY_SIZE sizeof(ripple_entry)
#endif
#ifndef FIXTURE_ENTRY_COUNT
#define FIXTURE_ENTRY_COUNT 1
#endif
#ifndef FIXTURE_ENTRY
#define FIXTURE_ENTRY entry
#endif

#define TEXT(literal) \
  { literal, sizeof(literal) - 1 }

int32_t build(const ripple_builder* self, const ripple_build_arguments* arguments,
              ripple_channel** channel, ripple_failure* failure);

int32_t build(const ripple_builder* self, const ripple_build_arguments* arguments,
              ripple_channel** channel, ripple_failure* failure) {
  (void)self;
  (void)arguments;
  (void)channel;
  (void)failure;
  return RIPPLE_FAILED;
}

static const ripple_contract_reference provides[] = {
    {TEXT(FIXTURE_CONTRACT), TEXT(FIXTURE_CONTRACT_VERSION)},
    {TEXT("local.storage"), TEXT("1.0.0")}};
static const ripple_contract_reference uses[] = {{TEXT("config"), TEXT("1.0.0")}};

const ripple_builder builder = {sizeof(ripple_builder), TEXT(FIXTURE_KIND), TEXT(FIXTURE_OPENRPC),
                                FIXTURE_BUILD, NULL};

static const ripple_entry the_entry = {FIXTURE_ENTRY_SIZE,
                                       0,
                                       TEXT(FIXTURE_ID),
                                       TEXT("1.2.3"),
                                       TEXT(FIXTURE_REQUIRED_VERSION),
                                       provides,
                                       2,
                                       uses,
                                       1,
                                       FIXTURE_BUILDER};

const ripple_entry* entry(uint32_t index);

const ripple_entry* entry(uint32_t index) { return index == 0 ? &the_entry : NULL; }

const ripple_library ripple_extn_library = {FIXTURE_LIBRARY_SIZE, FIXTURE_ABI_MAJOR,
                                            FIXTURE_ABI_MINOR,    TEXT("fixture"),
                                            FIXTURE_ENTRY_COUNT,  FIXTURE_ENTRY};
