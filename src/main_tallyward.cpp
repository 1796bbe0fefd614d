// tallyward: one program for the whole mission. Everything it can do stands in cli/commands.cpp.
#include "cli/command.h"

int main(int argc, char** argv) {
  const char* const* words = argv + 1;
  return tallyward::cli::run({words, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0)});
}
