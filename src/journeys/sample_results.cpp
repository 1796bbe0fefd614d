#include "journeys/sample_results.h"

#include <array>
#include <random>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/time_text.h"
#include "exchange/results_snapshot.h"
#include "journeys/protocol_form.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using results::Figure;

struct SampleLine {
  std::string_view code, letter, en, ru, kk, group;
};
constexpr std::array<SampleLine, 9> kLines{{
    {"registered", "1", "Voters on the list", "Избирателей в списке", "Тізімдегі сайлаушылар", ""},
    {"received", "2", "Ballots received", "Получено бюллетеней", "Алынған бюллетеньдер", ""},
    {"issued", "3", "Ballots issued", "Выдано бюллетеней", "Берілген бюллетеньдер", ""},
    {"in_box", "4", "Ballots in the box", "Бюллетеней в ящиках", "Жәшіктегі бюллетеньдер", ""},
    {"invalid", "5", "Invalid ballots", "Недействительных бюллетеней", "Жарамсыз бюллетеньдер", ""},
    {"valid", "6", "Valid ballots", "Действительных бюллетеней", "Жарамды бюллетеньдер", ""},
    {"votes_01", "7.1", "Oak list (SYNTHETIC)", "Список «Дуб» (вымышленный)", "«Емен» тізімі (ойдан)",
     "votes"},
    {"votes_02", "7.2", "River list (SYNTHETIC)", "Список «Река» (вымышленный)", "«Өзен» тізімі (ойдан)",
     "votes"},
    {"votes_03", "7.3", "Against all", "Против всех", "Бәріне қарсы", "votes"},
}};

results::ProtocolTable empty_table(election::LevelIndex level) {
  results::ProtocolTable table;
  table.source = "commission";
  table.level = level;
  for (const SampleLine& line : kLines) {
    table.lines.push_back({std::string(line.code), std::string(line.group), std::string(line.en)});
  }
  table.columns.resize(kLines.size());
  return table;
}

void add_row(results::ProtocolTable& table, election::UnitIndex unit, const std::array<Figure, 9>& figures,
             std::int32_t version, base::Time published) {
  for (std::size_t line = 0; line < kLines.size(); ++line) table.columns[line].push_back(figures[line]);
  table.units.push_back(unit);
  table.versions.push_back(version);
  table.published.push_back(published);
}

json protocol_json() {
  json lines = json::array();
  for (const SampleLine& line : kLines) {
    lines.push_back({{"code", line.code},
                     {"letter", line.letter},
                     {"label", {{"en", line.en}, {"ru", line.ru}, {"kk", line.kk}}},
                     {"group", line.group}});
  }
  const auto check = [](std::string_view code, std::string_view severity, std::string_view expression,
                        std::vector<std::string> fields) {
    return json{{"code", code}, {"severity", severity}, {"expression", expression}, {"fields", fields}};
  };
  return {{"lines", lines},
          {"checks",
           {check("F.01", "impossible", "${valid} + ${invalid} = ${in_box}", {"valid", "invalid", "in_box"}),
            check("F.02", "impossible", "${votes_01} + ${votes_02} + ${votes_03} = ${valid}",
                  {"votes_01", "votes_02", "votes_03", "valid"}),
            check("W.01", "unlikely", "${issued} <= ${registered}", {"issued", "registered"}),
            check("W.02", "unlikely", "${in_box} <= ${issued}", {"in_box", "issued"})}}};
}

json policy_json() {
  return {
      {"hotline", "+7 000 000 00 00 (SYNTHETIC)"},
      {"policy",
       {{"camera", true},
        {"location", false},
        {"non_interference", true},
        {"erase_after_receipt", true},
        {"camera_rule",
         {{"en",
           "SYNTHETIC rule: photograph the protocol on the wall, from your place, without disturbing "
           "anyone."},
          {"ru", "Учебное правило: фотографируйте протокол на стене со своего места, никому не мешая."},
          {"kk", "Оқу ережесі: қабырғадағы хаттаманы орныңыздан, ешкімге кедергі жасамай түсіріңіз."}}}}}};
}

}  // namespace

std::map<std::string, std::int32_t> sample_figures(std::uint64_t seed, std::string_view station) {
  std::uint64_t mixed = seed * 1'000'003;
  for (const char c : station) mixed = mixed * 131 + static_cast<unsigned char>(c);
  std::mt19937_64 random(mixed);
  const auto below = [&random](std::int32_t most) {
    return static_cast<std::int32_t>(random() % static_cast<std::uint64_t>(most));
  };
  std::map<std::string, std::int32_t> figures;
  const std::int32_t registered = 600 + below(1800);
  const std::int32_t issued = registered * (38 + below(40)) / 100;
  const std::int32_t in_box = issued - below(3);
  const std::int32_t invalid = in_box * below(25) / 1000;
  const std::int32_t valid = in_box - invalid;
  const std::int32_t first = valid * (35 + below(25)) / 100;
  const std::int32_t third = valid * (2 + below(6)) / 100;
  figures["registered"] = registered;
  figures["received"] = registered + 50;
  figures["issued"] = issued;
  figures["in_box"] = in_box;
  figures["invalid"] = invalid;
  figures["valid"] = valid;
  figures["votes_01"] = first;
  figures["votes_02"] = valid - first - third;
  figures["votes_03"] = third;
  return figures;
}

base::Result<void> write_sample_results(const MissionFolder& folder, const SampleMission& sample,
                                        std::uint64_t seed) {
  exchange::Imported imported;
  results::Results& results = imported.results;
  results.election = "Invented election (SYNTHETIC)";
  results.synthetic = true;
  results.sources = {{"commission", "Invented commission (SYNTHETIC)", 0}};
  results.attributions = {"SYNTHETIC: invented by the program from a seed"};
  results.units = election::UnitTree({"country", "region", "polling_station"});
  for (std::size_t i = 6; i < kLines.size(); ++i) {
    results.contestants.push_back(
        {std::string(kLines[i].code), std::string(kLines[i].en), "", static_cast<int>(i - 5)});
  }
  const base::Time night = base::parse_time("2026-11-29T22:40:00Z").value_or(base::Time{});
  const base::Time later = base::parse_time("2026-11-30T09:15:00Z").value_or(base::Time{});
  results::ProtocolTable stations = empty_table(2);
  std::map<std::string, std::array<Figure, 9>> sums;
  for (std::size_t i = 0; i < sample.stations.size(); ++i) {
    const mission::Station& station = sample.stations[i];
    const election::UnitIndex region = results.units.add(0, station.region, station.region);
    const election::UnitIndex unit = results.units.add(region, station.id, station.name);
    if (i == 30 || i == 41) continue;
    const auto paper = sample_figures(seed, station.id);
    std::array<Figure, 9> figures{};
    for (std::size_t line = 0; line < kLines.size(); ++line) {
      figures[line] = paper.at(std::string(kLines[line].code));
    }
    if (i == 4) {
      Figure& votes = figures[7];
      const Figure tens = votes / 10 % 10;
      votes += (votes % 10 - tens) * 10 + tens - votes % 10;
    }
    add_row(stations, unit, figures, 1, night);
    if (i == 8) {
      figures[6] += 12;
      figures[7] -= 12;
      add_row(stations, unit, figures, 2, later);
    }
    for (std::size_t line = 0; line < kLines.size(); ++line) sums[station.region][line] += figures[line];
  }
  results::ProtocolTable regions = empty_table(1);
  std::array<Figure, 9> country{};
  for (auto& [name, figures] : sums) {
    if (name == sample.stations.front().region) figures[6] += 7;
    add_row(regions, results.units.find_child(0, name), figures, 1, later);
    for (std::size_t line = 0; line < kLines.size(); ++line) country[line] += figures[line];
  }
  results::ProtocolTable whole = empty_table(0);
  add_row(whole, 0, country, 1, later);
  results.tables = {stations, regions, whole};
  TRY(exchange::write_snapshot(folder.path / "official",
                               exchange::snapshot_files(imported, {"synthetic", "", later})));
  TRY(base::write_file(folder.path / "protocol.json", protocol_json().dump(1)));
  return base::write_file(folder.path / "phone_policy.json", policy_json().dump(1));
}

}  // namespace tallyward::journeys
