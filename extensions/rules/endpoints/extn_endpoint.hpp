/// The endpoint "extn": another extension, by its ExtnId.
#pragma once

#include <memory>

#include "ripple/node.hpp"
#include "rules/endpoints/endpoint.hpp"

namespace ripple::rules {

/// A rule's alias is the ExtnId. The extension is asked by the contract extn_provider; `value` is
/// {"method":TEXT,"params":ANY,"context":OBJECT}, and what it answers is the result. It has no
/// events.
std::unique_ptr<Endpoint> make_extn_endpoint(Node node);

}  // namespace ripple::rules
