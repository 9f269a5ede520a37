/// The outside of a JSON-RPC request: found by one pass over the bytes, without a tree. What lies
/// inside `params` is checked to be JSON, and otherwise left as it is.
///
///     EnvelopeScanner scanner(64);
///     Scan scan = scanner.scan(text, capacity);
///     for (const Envelope& envelope : scan.envelopes) ...
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ripple/error.hpp"

namespace ripple::gateway {

/// One element of a frame. Views point into the frame, or into the scanner until its next scan.
struct Envelope {
  std::string_view id;      ///< JSON text; empty: a notification
  std::string_view method;
  std::string_view params;  ///< JSON text; empty when absent
  /// kInvalidRequest: this element is no request; `id` is then empty or that of the element.
  std::optional<Error> error;
};

struct Scan {
  bool batch = false;
  std::vector<Envelope> envelopes;
  /// kParse, or kInvalidRequest for an empty batch: nothing of the frame can be used.
  std::optional<Error> error;
};

struct EnvelopeLimits {
  std::size_t nesting = 64;
  std::size_t batch_requests = 256;
};

/// Longest id in bytes, quotes included.
inline constexpr std::size_t kLongestId = 128;

/// Reuses its memory from frame to frame. Not thread-safe.
class EnvelopeScanner {
 public:
  explicit EnvelopeScanner(EnvelopeLimits limits);
  ~EnvelopeScanner();

  /// `text` must have kPadding readable bytes after its end. Valid until the next call.
  const Scan& scan(std::string_view text);

  static constexpr std::size_t kPadding = 64;

 private:
  class Parser;
  EnvelopeLimits limits_;
  std::unique_ptr<Parser> parser_;
  Scan scan_;
};

}  // namespace ripple::gateway
