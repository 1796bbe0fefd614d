// Serving a mission until a signal ends it: shared by `mission serve` and `demo`.
#pragma once

#include <memory>

#include "cli/command.h"
#include "http/app.h"

namespace tallyward::cli {

/// The options that both commands understand, read into what the server wants.
base::Result<http::ListenOptions> listen_options(const Arguments& arguments);
base::Result<void> use_web_folder(http::App& app, const Arguments& arguments);
/// Blocks until SIGINT or SIGTERM, pings listeners meanwhile, then stops gracefully.
void serve_until_signal(http::App& app, http::Server& server);

}  // namespace tallyward::cli
