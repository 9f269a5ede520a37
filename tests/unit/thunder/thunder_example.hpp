/// The client in ten lines, as the README shows it.
#pragma once

#include <string>

/// Prints the version of the Thunder server at `url`, or why that could not be had.
void print_version_of(const std::string& url);
