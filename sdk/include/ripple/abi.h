/* The boundary between Main and an extension: the only thing both sides must agree on.
 *
 * Everything here is plain C. No C++ type, no exception and no allocation ownership crosses it.
 * Extension authors normally never include this file: <ripple/sdk.hpp> wraps it.
 *
 * A library exports one data symbol, RIPPLE_LIBRARY_SYMBOL, of type ripple_library:
 *
 *     const ripple_library ripple_extn_library = {sizeof(ripple_library), RIPPLE_ABI_MAJOR,
 *                                                 RIPPLE_ABI_MINOR, ...};
 *
 * The life of a channel, in order, all calls on Main's thread unless said otherwise:
 *
 *     builder->build()      the channel exists; it has started no thread and sends nothing
 *     channel->start()      it may send from now on; it reports RIPPLE_STATUS_READY (or _ERROR)
 *     channel->deliver()    any number of times
 *     channel->stop()       asked to end: it answers what it still holds, then reports
 *                           RIPPLE_STATUS_STOPPED as its last message
 *     channel->destroy()    after _STOPPED, or instead of start() when bootstrap is undone
 *     (the library is unloaded)
 *
 * How this grows: every struct begins with its own size, new members are added at the end together
 * with RIPPLE_ABI_MINOR, a reader looks at a member only if the struct is large enough to hold it,
 * and optional abilities are found by name (ripple_host::ability). RIPPLE_ABI_MAJOR changes when
 * an existing member changes its meaning; Main then refuses the library.
 *
 * Thread marks: [main] Main's thread; for a channel that is not inline no other thread of the
 * extension may assume it. [any] any thread. Nothing in this file may block.
 */
#ifndef RIPPLE_ABI_H
#define RIPPLE_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RIPPLE_ABI_MAJOR 1
#define RIPPLE_ABI_MINOR 1
#define RIPPLE_LIBRARY_SYMBOL "ripple_extn_library"

/* An index that stands for nothing (no target, unknown contract, unknown method). */
#define RIPPLE_NO_INDEX UINT32_MAX

/* UTF-8, `size` bytes, not terminated. Borrowed: valid as long as whatever handed it out says. */
typedef struct ripple_string {
  const char* data;
  size_t size;
} ripple_string;

/* A reference-counted run of bytes that never changes after it is shared.
 * retain and release [any]. The last release frees it with whatever allocated it. */
typedef struct ripple_buffer {
  uint32_t struct_size;
  const char* data;
  size_t size;
  void (*retain)(struct ripple_buffer*);
  void (*release)(struct ripple_buffer*);
} ripple_buffer;

/* A part of the message's buffer. */
typedef struct ripple_slice {
  uint32_t offset;
  uint32_t size;
} ripple_slice;

enum ripple_message_kind {
  /* Wants exactly one answer (RESPONSE or ERROR with the same id) before its deadline.
   * payload: the params as JSON text, or empty when there are none. */
  RIPPLE_REQUEST = 1,
  /* payload: the result as JSON text. */
  RIPPLE_RESPONSE = 2,
  /* code: the JSON-RPC code. payload: {"message":TEXT} or {"message":TEXT,"data":ANY}. */
  RIPPLE_ERROR = 3,
  /* contract and method name the event. payload: its value as JSON text. context: the audience,
   * {} or {"app_id":TEXT} and/or {"params":{..}}, see RippleContract documents. No answer. */
  RIPPLE_EVENT = 4,
  /* To Main. code: a ripple_status_code. With _PROCESSOR, contract names what is now served.
   * payload: {"message":TEXT} for _ERROR and _INTERRUPTED. */
  RIPPLE_STATUS = 5,
  /* The request `id` is not wanted any more; answering it is harmless. */
  RIPPLE_CANCEL = 6,
  /* To Main. From now on (until UNSUBSCRIBE) the events of contract and method are delivered.
   * Answered like a request, with result true or an error. */
  RIPPLE_SUBSCRIBE = 7,
  RIPPLE_UNSUBSCRIBE = 8,
  /* From Main to everybody. payload: the whole platform context (network, power, time zone, ..).*/
  RIPPLE_CONTEXT = 9,
  /* Since 1.1. From whoever sent the request `id` of a method that takes a stream. payload: one item
   * as JSON text. */
  RIPPLE_ITEM = 10,
  /* Since 1.1. There are no further items for the request `id`. */
  RIPPLE_ITEMS_END = 11,
  /* Since 1.1. Who receives a stream has room for `code` more: without flags the provider for ITEMs,
   * with RIPPLE_FLAG_MORE the requester for RESPONSEs. The first RIPPLE_STREAM_WINDOW need none. Who
   * sends more than that has the request ended with an error. */
  RIPPLE_CREDIT = 12
};

/* How much of a stream may be under way before its receiver has said that there is room. */
#define RIPPLE_STREAM_WINDOW 32

enum ripple_status_code {
  RIPPLE_STATUS_READY = 1,
  RIPPLE_STATUS_ERROR = 2,
  RIPPLE_STATUS_INTERRUPTED = 3,
  RIPPLE_STATUS_STOPPED = 4,
  /* ContractStatus: a processor for `contract` is registered. */
  RIPPLE_STATUS_PROCESSOR = 5
};

enum ripple_message_flags {
  /* On a RESPONSE: one of many; more responses to the same request follow. The last, without the
   * flag, ends the stream and, when the method streams results, has no value.
   * On a REQUEST, since 1.1: the sender knows that the method streams. Required then; such a request
   * has no deadline unless it names one.
   * On a CREDIT: see there. */
  RIPPLE_FLAG_MORE = 1
};

/* A flat header and one buffer; nothing in it points elsewhere, so it can leave the process.
 * Indices are Main's: resolve names once with ripple_host and keep the result. */
typedef struct ripple_message {
  uint32_t struct_size;
  uint16_t kind;  /* ripple_message_kind */
  uint16_t flags; /* ripple_message_flags */
  uint64_t id;    /* REQUEST, SUBSCRIBE: chosen by the sender, unique among its open requests */
  uint32_t origin;   /* index of the ExtnId that sent it; Main overwrites it with the truth */
  uint32_t target;   /* index of an ExtnId, or RIPPLE_NO_INDEX: whoever provides the contract */
  uint32_t contract; /* index of the RippleContract */
  uint32_t method;   /* index of the method or event inside the contract's document */
  int64_t deadline;  /* CLOCK_MONOTONIC in nanoseconds; 0: the default of the platform */
  uint32_t label;    /* interned confidentiality and integrity tags; 0: public, untrusted */
  int32_t code;      /* ERROR, STATUS */
  ripple_slice payload;
  /* REQUEST: who asked at the gateway, {"app_id":TEXT,"session_id":TEXT,..}; empty when the
   * request comes from an extension on its own behalf. EVENT: the audience. */
  ripple_slice context;
  ripple_buffer* buffer; /* one reference travels with the message; may be NULL: both empty */
} ripple_message;

enum ripple_result {
  RIPPLE_OK = 0,
  RIPPLE_FULL = 1,    /* a bounded queue has no room; nothing was taken */
  RIPPLE_CLOSED = 2,  /* the receiver has stopped */
  RIPPLE_INVALID = 3, /* the message is malformed */
  RIPPLE_FAILED = 4   /* build or start failed; the ripple_failure says why */
};

enum ripple_log_level {
  RIPPLE_LOG_TRACE = 0,
  RIPPLE_LOG_DEBUG = 1,
  RIPPLE_LOG_INFO = 2,
  RIPPLE_LOG_WARNING = 3,
  RIPPLE_LOG_ERROR = 4,
  RIPPLE_LOG_OFF = 5
};

/* Main, as one channel sees it. Lives from build() to the return of destroy(). */
typedef struct ripple_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  void* self;

  /* [any] Consumes the message's buffer reference whatever it returns. RIPPLE_FULL: Main's queue
   * is full; the request or event is then not sent. Answers and status are never refused. */
  int32_t (*send)(const struct ripple_host*, const ripple_message*);

  /* [any] CLOCK_MONOTONIC in nanoseconds, or the virtual time of a test host. */
  int64_t (*now)(const struct ripple_host*);

  /* [any] A line in Main's log, marked with the channel's ExtnId. Dropped, and counted, when the
   * log cannot keep up. log_enabled is cheap: ask before formatting. */
  void (*log)(const struct ripple_host*, int32_t level, ripple_string text);
  int32_t (*log_enabled)(const struct ripple_host*, int32_t level);

  /* [any] Names to indices, RIPPLE_NO_INDEX when Main does not know the name. Constant for the
   * life of the process. */
  uint32_t (*contract_index)(const struct ripple_host*, ripple_string contract);
  uint32_t (*method_index)(const struct ripple_host*, uint32_t contract, ripple_string method);
  uint32_t (*extn_index)(const struct ripple_host*, ripple_string extn_id);
  /* The string lives as long as the host. Empty when the index is unknown. */
  ripple_string (*extn_name)(const struct ripple_host*, uint32_t index);

  /* [any] An optional ability by name ("ripple.host.loop/1"), NULL when Main has it not. */
  const void* (*ability)(const struct ripple_host*, ripple_string name);
} ripple_host;

/* Ability "ripple.host.loop/1": what an inline channel uses instead of a loop of its own. All
 * [main], except post [any]. A callback runs on Main's thread and must return soon. */
#define RIPPLE_HOST_LOOP "ripple.host.loop/1"
typedef struct ripple_host_loop {
  uint32_t struct_size;
  void (*post)(const ripple_host*, void (*run)(void*), void* argument);
  /* Runs once at `at` (CLOCK_MONOTONIC ns). Returns an id for cancel_timer, never 0. */
  uint64_t (*set_timer)(const ripple_host*, int64_t at, void (*run)(void*), void* argument);
  /* After it returns the callback does not run. Unknown and spent ids are ignored. */
  void (*cancel_timer)(const ripple_host*, uint64_t id);
} ripple_host_loop;

/* Why build() or start() failed. Filled by the callee into memory of the caller; `text` is cut to
 * fit and always terminated. */
typedef struct ripple_failure {
  uint32_t struct_size;
  char text[1020];
} ripple_failure;

/* A running extension instance. Owned by the extension; Main gives it back with destroy(). */
typedef struct ripple_channel {
  uint32_t struct_size;
  void* self;
  /* [main] RIPPLE_OK or RIPPLE_FAILED. */
  int32_t (*start)(struct ripple_channel*, ripple_failure*);
  /* [main] Consumes the message's buffer reference whatever it returns. RIPPLE_FULL when the
   * mailbox is full: Main answers a request in its place, and drops and counts an event. Answers
   * and cancellations are never refused: the channel's own requests bound their number. A channel
   * that is not inline only queues the message and wakes its thread. */
  int32_t (*deliver)(struct ripple_channel*, const ripple_message*);
  /* [main] See the life of a channel above. Called once. */
  void (*stop)(struct ripple_channel*);
  /* [main] May join a thread that has reported RIPPLE_STATUS_STOPPED. */
  void (*destroy)(struct ripple_channel*);
} ripple_channel;

/* What a channel is built from; borrowed during the call. */
typedef struct ripple_build_arguments {
  uint32_t struct_size;
  const ripple_host* host; /* lives until destroy() has returned */
  ripple_string extn_id;   /* as in the manifest */
  ripple_string config;    /* JSON object: the symbol's `config` of the extension manifest */
  uint32_t mailbox_limit;  /* most messages the channel may hold undelivered */
} ripple_build_arguments;

#define RIPPLE_BUILDER_CHANNEL "channel"
#define RIPPLE_BUILDER_JSONRPC "jsonrpc"

/* Builds channels. `kind` says which: a "jsonrpc" builder also hands Main an OpenRPC document
 * whose methods join the gateway; requests for them arrive with contract json_rpsee and method =
 * position in the document. Builders live as long as the library. */
typedef struct ripple_builder {
  uint32_t struct_size;
  ripple_string kind;
  ripple_string openrpc; /* "jsonrpc" only */
  /* [main] RIPPLE_OK and a channel, or RIPPLE_FAILED and a failure. */
  int32_t (*build)(const struct ripple_builder*, const ripple_build_arguments*,
                   ripple_channel** channel, ripple_failure*);
  void* self;
} ripple_builder;

typedef struct ripple_contract_reference {
  ripple_string name;    /* manifest form: "device_info", "local.storage" */
  ripple_string version; /* of the contract document it was compiled against: "1.0.0"; empty: of
                            none, any version will do */
} ripple_contract_reference;

enum ripple_entry_flags {
  /* The channel runs on Main's thread: it must never block. */
  RIPPLE_ENTRY_INLINE = 1
};

/* ExtnMetadataEntry: one symbol that the library offers. */
typedef struct ripple_entry {
  uint32_t struct_size;
  uint32_t flags;
  ripple_string id;               /* ExtnId */
  ripple_string version;          /* of the extension, semantic version */
  ripple_string required_version; /* least version of Main it works with; empty: any */
  const ripple_contract_reference* provides;
  size_t provides_count;
  const ripple_contract_reference* uses;
  size_t uses_count;
  const ripple_builder* builder; /* NULL is refused: "builder missing" */
} ripple_entry;

/* The exported symbol. `entry` [main] returns NULL past the end. */
typedef struct ripple_library {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  ripple_string name;
  uint32_t entry_count;
  const ripple_entry* (*entry)(uint32_t index);
} ripple_library;

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* RIPPLE_ABI_H */
