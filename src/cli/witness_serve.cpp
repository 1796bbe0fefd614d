// tallyward witness serve: a small witness for a bar association, a university, a newspaper. One thread, one
// connection at a time: a witness answers a few requests a minute, and its state is one file for each log.
#include <filesystem>
#include <optional>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "crypto/random.h"
#include "transparency/witness.h"

namespace tallyward::cli {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

constexpr std::size_t kLongestBody = 65'536;
constexpr std::chrono::seconds kPatience{10};

struct SystemClock : base::Clock {
  base::Time now() override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

/// The key in DIR/witness.key; made on the first start.
base::Result<transparency::SignerKey> witness_key(const std::filesystem::path& folder,
                                                  const std::string& name) {
  const auto path = folder / "witness.key";
  if (std::filesystem::exists(path)) {
    TRY_ASSIGN(const std::string text, base::read_file(path, 4096));
    return transparency::parse_signer_key(base::trim(text));
  }
  if (!transparency::is_key_name(name)) {
    return base::fail(base::ErrorCode::invalid_input,
                      "a new witness needs --name, such as witness.example/university");
  }
  crypto::SystemRandomness randomness;
  const transparency::SignerKey key{name, transparency::KeyType::cosignature,
                                    crypto::PrivateKey::generate(randomness)};
  TRY(base::write_file(path, transparency::to_secret_text(key) + "\n"));
  std::filesystem::permissions(path,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return key;
}

http::response<http::string_body> answer(transparency::Witness& witness,
                                         const http::request<http::string_body>& request) {
  const std::string_view target(request.target().data(), request.target().size());
  transparency::WitnessAnswer said{404, "text/plain; charset=utf-8", "not here\n"};
  if (target.ends_with("/add-checkpoint")) {
    said = request.method() == http::verb::post
               ? witness.add_checkpoint(request.body())
               : transparency::WitnessAnswer{405, said.content_type, "POST only\n"};
  } else if (target.ends_with("/checkpoint") && request.method() == http::verb::get) {
    const std::string_view rest = target.substr(0, target.size() - std::string_view("/checkpoint").size());
    said = witness.checkpoint(rest.substr(rest.rfind('/') + 1));
  }
  http::response<http::string_body> response{static_cast<http::status>(said.status), 11};
  response.set(http::field::content_type, said.content_type);
  response.set("X-Content-Type-Options", "nosniff");
  response.keep_alive(false);
  response.body() = said.body;
  response.prepare_payload();
  return response;
}

/// One connection: one request, one answer. Whatever the network does wrong ends this connection only.
void serve_one(asio::io_context& context, Tcp::socket socket, transparency::Witness& witness) {
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  http::request_parser<http::string_body> parser;
  parser.body_limit(kLongestBody);
  std::optional<http::response<http::string_body>> response;
  stream.expires_after(kPatience);
  http::async_read(stream, buffer, parser, [&](beast::error_code error, std::size_t) {
    if (error) return;
    response = answer(witness, parser.get());
    stream.expires_after(kPatience);
    http::async_write(stream, *response, [&](beast::error_code, std::size_t) {
      beast::error_code ignored;
      stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
    });
  });
  context.restart();
  context.run();
}

base::Result<int> serve(const Arguments& arguments) {
  const std::filesystem::path folder = arguments.operands()[0];
  std::error_code made;
  std::filesystem::create_directories(folder, made);
  TRY_ASSIGN(const auto key, witness_key(folder, arguments.value_or("--name", "")));
  std::vector<transparency::VerifierKey> logs;
  for (const std::string& text : arguments.values("--log")) {
    TRY_ASSIGN(logs.emplace_back(), transparency::parse_verifier_key(text));
  }
  TRY_ASSIGN(const std::uint64_t port, transparency::parse_size(arguments.value_or("--port", "8640")));
  if (port > 65535) return base::fail(base::ErrorCode::invalid_input, "a port is at most 65535");
  SystemClock clock;
  transparency::FileWitnessStore store(folder.string());
  transparency::Witness witness(key, logs, store, clock);
  try {
    asio::io_context context(1);
    const auto address = asio::ip::make_address(arguments.value_or("--address", "127.0.0.1"));
    Tcp::acceptor acceptor(context, {address, static_cast<std::uint16_t>(port)});
    const std::string vkey = transparency::to_text(key.verifier());
    fmt::print("{}\n",
               arguments.has("--json")
                   ? fmt::format("{{\"vkey\":\"{}\",\"port\":{}}}", vkey, acceptor.local_endpoint().port())
                   : fmt::format("{} on port {}", vkey, acceptor.local_endpoint().port()));
    std::fflush(stdout);
    std::uint64_t left = arguments.has("--requests") ? std::stoull(arguments.value_or("--requests", "1")) : 0;
    for (bool forever = left == 0; forever || left > 0; left -= forever ? 0 : 1) {
      beast::error_code error;
      Tcp::socket socket = acceptor.accept(error);
      if (!error) serve_one(context, std::move(socket), witness);
    }
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::unavailable, error.what());
  }
  return kGood;
}

}  // namespace

extern const Command witness_serve_command;
const Command witness_serve_command{
    .noun = "witness",
    .verb = "serve",
    .summary = "Cosign the checkpoints of logs that only grow",
    .description =
        "Runs a witness (C2SP tlog-witness): keeps the last checkpoint of each log in DIR and cosigns a new "
        "one "
        "only with a proof that nothing before it was changed or removed. The first start makes the key "
        "(DIR/witness.key) and prints its public half, which goes into the mission's policy. Put a proxy "
        "with TLS "
        "in front of it, and keep DIR: a witness that forgets is no witness.",
    .operands = {{.name = "DIR", .help = "Where the key and the heads are kept."}},
    .options =
        {{.name = "--log", .value = "VKEY", .help = "A log to follow.", .required = true, .repeatable = true},
         {.name = "--name", .value = "NAME", .help = "The witness's name; needed at the first start."},
         {.name = "--address", .value = "ADDRESS", .help = "Where to listen; 127.0.0.1 if not given."},
         {.name = "--port", .value = "PORT", .help = "Port to listen on; 8640 if not given, 0 for any."},
         {.name = "--requests", .value = "N", .help = "End after N requests."}},
    .examples = {"tallyward witness serve /var/lib/witness --name witness.example/university --log VKEY"},
    .run =
        [](const Arguments& arguments) {
          const auto code = serve(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
