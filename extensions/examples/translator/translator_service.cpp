#include "translator/translator_service.hpp"

#include <filesystem>
#include <ripple/contracts/translator.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "translator/dictionary.hpp"

namespace translator {
namespace {

using ripple::Result;
using ripple::Task;
using ripple::contracts::Translator;

/// Reading a file blocks, so that is done beside the channel.
Task<void> translate(ripple::Node node, std::filesystem::path folder, Translator::Translate call) {
  const std::filesystem::path file = folder / (call.params.from + "-" + call.params.to + ".txt");
  const auto look_up = [file, text = call.params.text]() -> Result<std::string> {
    const Result<Dictionary> dictionary = Dictionary::read(file);
    if (!dictionary) return dictionary.error();
    return dictionary->translate(text);
  };
  const Result<std::string> translation = co_await node.blocking(look_up);
  if (translation) {
    call.reply(*translation);
  } else {
    call.fail(translation.error());
  }
}

/// What the contract does not know answers for itself when it is dropped.
Task<void> answer(ripple::Node node, std::filesystem::path folder,
                  Translator::Invocation invocation) {
  if (auto* const call = std::get_if<Translator::Translate>(&invocation)) {
    co_await translate(node, folder, std::move(*call));
  }
}

}  // namespace

Task<void> serve_translator(ripple::Node node) {
  const std::filesystem::path folder = node.config()["dictionaries"].asString();
  if (folder.empty()) {
    throw std::runtime_error(
        "config of the translator: expected \"dictionaries\", the folder of its files, found none");
  }
  const auto handle = [node, folder](Translator::Invocation invocation) {
    return answer(node, folder, std::move(invocation));
  };
  co_await ripple::for_each_concurrent(2, node.invocations<Translator>(), handle);
}

}  // namespace translator
