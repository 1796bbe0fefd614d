// The public portal: closed until the head of mission opens it, part by part. A page of a closed part says
// that it is closed and holds no figure.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "crypto/encoding.h"
#include "crypto/sha256.h"
#include "http/portal_data.h"
#include "http/portal_parts.h"
#include "http/router.h"
#include "mission/deployment.h"
#include "plots/plot.h"

namespace tallyward::http {

namespace {

using nlohmann::json;

/// How far the clocks of the mission's place are ahead of UTC now.
int minutes_east(App& app) {
  const auto text = mission::local_text(app.mission.clock().now(), app.mission.settings().time_zone);
  if (!text || text->size() < 6) return 0;
  const std::string offset = text->substr(text->size() - 6);  // "+05:00"
  const int minutes = std::atoi(offset.substr(1, 2).c_str()) * 60 + std::atoi(offset.substr(4).c_str());
  return offset[0] == '-' ? -minutes : minutes;
}

/// The page's language: asked for in the address, else the browser's first that we have.
PortalFrame frame_of(App& app, const Request& request, std::string path) {
  const mission::MissionSettings& settings = app.mission.settings();
  PortalFrame frame{.path = std::move(path), .mission_name = settings.name, .synthetic = settings.synthetic};
  const std::string_view wanted = request.ask("lang");
  frame.language = std::string(wanted.empty() ? request.header("accept-language").substr(0, 2) : wanted);
  frame.minutes_east = minutes_east(app);
  const auto parts = app.mission.read([](storage::Reader& reader) { return open_parts(reader); });
  if (parts) frame.parts = *parts;
  return frame;
}

Response html(const Request& request, std::string page, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  const std::string etag = fmt::format("\"{}\"", crypto::to_hex(crypto::sha256(page)).substr(0, 32));
  response.with("Cache-Control", "no-cache").with("Vary", "Accept-Language").with("ETag", etag);
  if (status == 200 && request.header("if-none-match") == etag) {
    response.status = 304;
    return response;
  }
  response.body = std::move(page);
  return response;
}

Response closed(App& app, const Request& request, const PortalFrame& frame, std::string_view part) {
  const auto why = app.mission.read([&](storage::Reader& reader) { return why_withdrawn(reader, part); });
  return html(request, portal_closed(frame, fmt::format("part_{}", part), why.value_or("")), 404);
}

Response home(App& app, const Request& request, const Caller&) {
  const PortalFrame frame = frame_of(app, request, "/");
  PortalHome page;
  page.log_key = app.mission.log_vkey();
  page.log_size = static_cast<std::int64_t>(app.mission.log_size());
  if (frame.parts.coverage) {
    const auto coverage = app.mission.read([&](storage::Reader& reader) -> base::Result<PortalCoverage> {
      TRY_ASSIGN(const std::int64_t observed, observed_protocols(reader));
      TRY_ASSIGN(const std::int64_t stations, reader.count(storage::Shelf::view, "station", {}));
      // Minutes, not the moment of asking: the same page for everyone within it.
      const auto now = std::chrono::floor<std::chrono::minutes>(app.mission.clock().now());
      return PortalCoverage{observed, stations, base::Time(now)};
    });
    if (!coverage) return problem(coverage.error());
    page.coverage = *coverage;
  }
  return html(request, portal_home(frame, page));
}

Response stations(App& app, const Request& request, const Caller&) {
  const std::string asked(request.ask("q").substr(0, 200));
  PortalFrame frame = frame_of(app, request, "/portal/stations");
  if (!frame.parts.stations) return closed(app, request, frame, "stations");
  if (!asked.empty()) frame.path += "?q=" + path_piece(asked);
  const auto all = app.mission.read([](storage::Reader& reader) { return station_list(reader); });
  if (!all) return problem(all.error());
  return html(request, portal_stations(frame, asked, find_stations(asked, *all)));
}

Response station(App& app, const Request& request, const Caller&) {
  const std::string asked(request.part("station"));
  const PortalFrame frame = frame_of(app, request, "/portal/stations/" + path_piece(asked));
  if (!frame.parts.protocols) return closed(app, request, frame, "results");
  const auto official = official_results(app);
  if (!official) return problem(official.error());
  const auto found = app.mission.read([&](storage::Reader& reader) {
    return protocol_of(app, reader, official->get(), asked, std::string(language_of(frame).code()));
  });
  if (!found) return problem(found.error());
  if (found->station.empty()) return html(request, portal_no_station(frame, asked), 404);
  return html(request, portal_protocol(frame, *found));
}

Response results(App& app, const Request& request, const Caller&) {
  const PortalFrame frame = frame_of(app, request, "/portal/results");
  if (!frame.parts.results) return closed(app, request, frame, "results");
  const auto official = official_results(app);
  if (!official) return problem(official.error());
  const auto form = journeys::read_protocol_form(app.mission.folder());
  if (!form) return problem(form.error());
  const std::string language(language_of(frame).code());
  PortalResults page;
  if (*official) page = results_page(**official, *form, language);
  if (frame.parts.protocols) {
    const auto observed = app.mission.read(
        [&](storage::Reader& reader) { return all_protocols(app, reader, official->get(), language); });
    if (!observed) return problem(observed.error());
    PortalResults::Compared& compared = page.compared.emplace();
    for (const PortalProtocol& protocol : *observed) {
      const PortalAgreement agreed = agreement(protocol);
      ++compared.protocols;
      if (agreed.compared == 0) {
        ++compared.cannot;
      } else if (agreed.different == 0) {
        ++compared.equal;
      } else {
        ++compared.different;
        compared.differing.emplace_back(PortalStation{protocol.station, protocol.name, protocol.place},
                                        agreed);
      }
    }
  }
  return html(request, portal_results(frame, page));
}

struct MadeFile {
  std::string name, about, bytes;
};

/// The files of the parts that are open, SHA256SUMS last.
base::Result<std::vector<MadeFile>> files_of(App& app, const PortalParts& parts) {
  TRY_ASSIGN(const auto official, official_results(app));
  std::vector<MadeFile> files;
  if (parts.protocols) {
    TRY_ASSIGN(const auto protocols, app.mission.read([&](storage::Reader& reader) {
      return all_protocols(app, reader, official.get(), "en");
    }));
    files.push_back({"protocols.csv", "file_protocols", protocols_csv(protocols)});
  }
  if (parts.stations) {
    TRY_ASSIGN(const auto list,
               app.mission.read([](storage::Reader& reader) { return station_list(reader); }));
    files.push_back({"stations.csv", "file_stations", stations_csv(list)});
  }
  if (parts.results && official) files.push_back({"results.csv", "file_results", results_csv(*official)});
  std::string sums;
  for (const MadeFile& file : files) {
    sums += fmt::format("{}  {}\n", crypto::to_hex(crypto::sha256(file.bytes)), file.name);
  }
  files.push_back({"SHA256SUMS", "file_sums", std::move(sums)});
  return files;
}

Response downloads(App& app, const Request& request, const Caller&) {
  const PortalFrame frame = frame_of(app, request, "/portal/downloads");
  if (!frame.parts.downloads) return closed(app, request, frame, "stations");
  const auto made = files_of(app, frame.parts);
  if (!made) return problem(made.error());
  std::vector<PortalFile> files;
  for (const MadeFile& file : *made) {
    files.push_back({"/portal/files/" + file.name, file.name, file.about,
                     crypto::to_hex(crypto::sha256(file.bytes)),
                     static_cast<std::int64_t>(file.bytes.size())});
  }
  files.push_back({"/checkpoint", "checkpoint", "file_checkpoint", "", 0});
  return html(request, portal_downloads(frame, files));
}

Response file(App& app, const Request& request, const Caller&) {
  const PortalFrame frame = frame_of(app, request, "/portal/downloads");
  if (!frame.parts.downloads) return closed(app, request, frame, "stations");
  auto made = files_of(app, frame.parts);
  if (!made) return problem(made.error());
  for (MadeFile& one : *made) {
    if (one.name != request.part("file")) continue;
    Response response;
    response.content_type =
        one.name.ends_with(".csv") ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8";
    response.body = std::move(one.bytes);
    return response.with("Cache-Control", "no-cache")
        .with("Content-Disposition", fmt::format("attachment; filename=\"{}\"", one.name));
  }
  return problem(404, "not_found", "There is no such file, or its part is not open.");
}

Response methods(App& app, const Request& request, const Caller&) {
  return html(request, portal_methods(frame_of(app, request, "/portal/methods")));
}

/// The mission's own text for its country: portal/legal.LANGUAGE.txt in its folder, else the English one.
Response legal(App& app, const Request& request, const Caller&) {
  const PortalFrame frame = frame_of(app, request, "/portal/legal");
  std::string country;
  for (const std::string_view code : {language_of(frame).code(), std::string_view("en")}) {
    const auto path = app.mission.folder().path / "portal" / fmt::format("legal.{}.txt", code);
    if (!std::filesystem::exists(path)) continue;
    const auto text = base::read_file(path, 100'000);
    if (!text) return problem(text.error());
    country = *text;
    break;
  }
  return html(request, portal_legal(frame, country));
}

Response mirror(App& app, const Request& request, const Caller&) {
  return html(request, portal_mirror(frame_of(app, request, "/portal/mirror"), app.base_url));
}

/// With ?record= the receipt of a published protocol stands in the form already.
Response proof(App& app, const Request& request, const Caller&) {
  PortalFrame frame = frame_of(app, request, "/portal/proof");
  const std::string record(request.ask("record"));
  std::string receipt;
  if (record.size() == 64 && record.find_first_not_of("0123456789abcdef") == std::string::npos) {
    frame.path += "?record=" + record;
    receipt = app.mission.receipt(record).value_or("");
  }
  return html(request, portal_proof(frame, app.mission.log_vkey(), receipt, receipt.empty() ? "" : record));
}

Response plots_css(App&, const Request&, const Caller&) {
  Response response;
  response.content_type = "text/css; charset=utf-8";
  response.body = std::string(plots::stylesheet());
  return response.with("Cache-Control", "public, max-age=3600");
}

}  // namespace

std::span<const Route> portal_routes() {
  const auto page = [](std::string_view path, Handler handler, std::string_view summary) {
    return Route{Method::get, path, Access::open, {}, handler, nullptr, summary};
  };
  static const std::vector<Route> routes = {
      page("/", home, "The public portal"),
      page("/portal/proof", proof, "Checks a receipt in the browser"),
      page("/portal/stations", stations, "Finds a polling station"),
      page("/portal/stations/{station}", station, "A station's protocol, observed and published"),
      page("/portal/results", results, "Published results, their sums, and how observed protocols agree"),
      page("/portal/downloads", downloads, "Files of the open parts"),
      page("/portal/files/{file}", file, "One file of the open parts"),
      page("/portal/methods", methods, "How figures are made"),
      page("/portal/legal", legal, "Legal notice"),
      page("/portal/mirror", mirror, "How to copy this site"),
      page("/portal/plots.css", plots_css, "Style of the charts"),
  };
  return routes;
}

}  // namespace tallyward::http
