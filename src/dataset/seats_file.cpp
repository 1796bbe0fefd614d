#include "dataset/seats_file.h"

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "crypto/canonical_json.h"

namespace tallyward::dataset {

namespace {

using nlohmann::json;

json contest_json(const election::Contest& contest) {
  json contestants = json::array();
  for (std::size_t i = 0; i < contest.contestants.size(); ++i) {
    const auto& one = contest.contestants[i];
    json object = {{"id", one.id.text},
                   {"name", one.name},
                   {"kind", election::to_text(one.kind)},
                   {"member_parties", one.member_parties},
                   {"direct_seats", one.direct_seats.value},
                   {"bloc", one.bloc},
                   {"votes", i < contest.votes.size() ? contest.votes[i].value : 0}};
    if (one.candidates) object["candidates"] = *one.candidates;
    if (one.list_registered) {
      object["list_registered"] = base::to_text(base::Time(std::chrono::sys_days(*one.list_registered)));
    }
    contestants.push_back(std::move(object));
  }
  json districts = json::array();
  for (const auto& district : contest.districts) {
    json votes = json::array();
    for (const auto& v : district.votes) votes.push_back(v.value);
    json direct = json::array();
    for (const auto& s : district.direct_seats) direct.push_back(s.value);
    districts.push_back({{"name", district.name},
                         {"seats", district.seats.value},
                         {"inhabitants", district.inhabitants},
                         {"votes", votes},
                         {"direct_seats", direct}});
  }
  json object = {{"id", contest.id.text},
                 {"name", contest.name},
                 {"seats", contest.seats.value},
                 {"contestants", contestants},
                 {"districts", districts}};
  if (contest.valid_votes) object["valid_votes"] = contest.valid_votes->value;
  if (contest.votes_cast) object["votes_cast"] = contest.votes_cast->value;
  if (contest.took_part) object["took_part"] = contest.took_part->value;
  return object;
}

base::Result<election::Contest> read_contest(const json& object) {
  election::Contest contest;
  contest.id = election::ContestId(object.at("id").get<std::string>());
  contest.name = object.at("name");
  contest.seats = election::Seats{object.at("seats").get<std::int64_t>()};
  for (const json& item : object.at("contestants")) {
    election::Contestant one;
    one.id = election::ContestantId(item.at("id").get<std::string>());
    one.name = item.at("name");
    const auto kind = election::contestant_kind(item.at("kind").get<std::string>());
    if (!kind) return base::fail(base::ErrorCode::invalid_input, "an unknown kind of contestant");
    one.kind = *kind;
    one.member_parties = item.at("member_parties");
    one.direct_seats = election::Seats{item.at("direct_seats").get<std::int64_t>()};
    one.bloc = item.at("bloc");
    if (item.contains("list_registered")) {
      TRY_ASSIGN(const base::Time day, base::parse_time(item.at("list_registered").get<std::string>()));
      one.list_registered = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(day));
    }
    if (item.contains("candidates")) one.candidates = item.at("candidates").get<std::int64_t>();
    contest.contestants.push_back(std::move(one));
    contest.votes.push_back(election::Votes{item.at("votes").get<std::int64_t>()});
  }
  for (const json& item : object.at("districts")) {
    election::District district;
    district.name = item.at("name");
    district.seats = election::Seats{item.at("seats").get<std::int64_t>()};
    district.inhabitants = item.at("inhabitants");
    for (const json& v : item.at("votes")) district.votes.push_back(election::Votes{v.get<std::int64_t>()});
    for (const json& s : item.at("direct_seats"))
      district.direct_seats.push_back(election::Seats{s.get<std::int64_t>()});
    contest.districts.push_back(std::move(district));
  }
  if (object.contains("valid_votes"))
    contest.valid_votes = election::Votes{object.at("valid_votes").get<std::int64_t>()};
  if (object.contains("votes_cast"))
    contest.votes_cast = election::Ballots{object.at("votes_cast").get<std::int64_t>()};
  if (object.contains("took_part"))
    contest.took_part = election::Voters{object.at("took_part").get<std::int64_t>()};
  return contest;
}

base::Result<SeatsFile> read_file(const json& object) {
  SeatsFile file;
  file.law = object.at("law");
  file.law_name = object.at("law_name");
  file.source = object.at("source");
  file.seats = object.at("seats").get<std::vector<std::int64_t>>();
  TRY_ASSIGN(file.contest, read_contest(object.at("contest")));
  for (const json& item : object.at("lots")) {
    file.lots.push_back(
        {item.at("question"), item.at("drawn").get<std::vector<std::string>>(), item.at("drawn_on")});
  }
  return file;
}

}  // namespace

std::string to_json(const SeatsFile& file) {
  json lots = json::array();
  for (const auto& lot : file.lots) {
    lots.push_back({{"question", lot.question}, {"drawn", lot.drawn}, {"drawn_on", lot.drawn_on}});
  }
  const json object = {
      {"law", file.law}, {"law_name", file.law_name}, {"contest", contest_json(file.contest)},
      {"lots", lots},    {"seats", file.seats},       {"source", file.source}};
  return crypto::canonical_json(object.dump()).value_or("") + "\n";
}

base::Result<SeatsFile> parse_seats_file(std::string_view text) {
  try {
    return read_file(json::parse(text));
  } catch (const json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, error.what());
  }
}

base::Result<std::vector<std::int64_t>> allocate_again(const SeatsFile& file) {
  TRY_ASSIGN(const auto law, seats::read_law(file.law, file.law_name));
  TRY_ASSIGN(const auto allocation, seats::allocate_seats(law, file.contest, file.lots, false));
  std::vector<std::int64_t> seats;
  for (const auto& held : allocation.seats) seats.push_back(held.value);
  return seats;
}

}  // namespace tallyward::dataset
