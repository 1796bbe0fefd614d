#include <algorithm>
#include <cstring>
#include <map>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/text.h"
#include "exchange/figure_text.h"
#include "exchange/standard_results.h"
#include "exchange/table_builder.h"

namespace tallyward::exchange {

namespace {

/// Names are compared without their prefix, which every sender may choose.
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node each : node.children()) {
    if (local_name(each) == name) return each;
  }
  return {};
}

struct Reason {
  std::string_view reason;
  std::string_view code;
  std::string_view label;
};

/// RejectedVotes and UncountedVotes by ReasonCode, as the Dutch forms name them (Na 31-1, N 10-1).
constexpr Reason kReasons[] = {
    {"blanco", "blank", "Blank votes"},
    {"ongeldig", "invalid", "Invalid votes"},
    {"geldige stempassen", "poll_cards", "Valid poll cards"},
    {"geldige volmachtbewijzen", "proxies", "Valid proxy certificates"},
    {"geldige kiezerspassen", "voter_cards", "Valid voter cards"},
    {"toegelaten kiezers", "admitted", "Voters admitted"},
    {"meer getelde stembiljetten", "more_counted", "More ballots counted"},
    {"minder getelde stembiljetten", "fewer_counted", "Fewer ballots counted"},
    {"meegenomen stembiljetten", "taken_home", "Ballots taken home"},
    {"te weinig uitgereikte stembiljetten", "too_few_issued", "Too few ballots issued"},
    {"te veel uitgereikte stembiljetten", "too_many_issued", "Too many ballots issued"},
    {"kwijtgeraakte stembiljetten", "lost", "Ballots lost"},
    {"andere verklaring", "other_explanation", "Another explanation"},
    {"geen verklaring", "no_explanation", "No explanation"},
};

class EmlReading {
 public:
  explicit EmlReading(std::string_view file) : file_(file) {}

  base::Result<Imported> read(const pugi::xml_node& eml) {
    const pugi::xml_node election = child(child(eml, "Count"), "Election");
    const pugi::xml_node contest = child(child(election, "Contests"), "Contest");
    const std::string_view id = eml.attribute("Id").as_string();
    if (!id.starts_with("510") || !contest)
      return base::fail(
          base::ErrorCode::invalid_input,
          fmt::format("{}: found EML message '{}', expected 510 with a Count, an Election and a Contest",
                      file_, id));
    const pugi::xml_node authority = child(child(eml, "ManagingAuthority"), "AuthorityIdentifier");
    results_.election = child(child(election, "ElectionIdentifier"), "ElectionName").text().as_string();
    results_.rule_set = "nl";
    results_.units = election::UnitTree({"country", "polling_station"}, authority.attribute("Id").as_string(),
                                        authority.text().as_string());
    results_.sources.push_back({"eml", fmt::format("{} (EML {})", authority.text().as_string(), id), 0});
    TableBuilder stations("eml", 1);
    TableBuilder whole("eml", 0);
    for (const pugi::xml_node votes : contest.children()) {
      if (local_name(votes) == "TotalVotes") {
        read_votes(votes, whole, 0);
      } else if (local_name(votes) == "ReportingUnitVotes") {
        const pugi::xml_node unit = child(votes, "ReportingUnitIdentifier");
        const std::string code = unit.attribute("Id").as_string();
        if (code.empty()) {
          refuse("ReportingUnitIdentifier", "no Id", "the Id of a reporting unit");
          continue;
        }
        read_votes(votes, stations, results_.units.add(0, code, base::trim(unit.text().as_string())));
      }
    }
    std::unordered_map<std::string, std::size_t> ranks;
    for (const char* code :
         {"registered", "poll_cards", "proxies", "voter_cards", "admitted", "valid", "blank", "invalid"})
      ranks.emplace(code, ranks.size());
    results_.tables.push_back(stations.finish(ranks));
    results_.tables.push_back(whole.finish(ranks));
    return Imported{std::move(results_), std::move(report_)};
  }

 private:
  void refuse(std::string_view element, std::string_view found, std::string_view expected) {
    report_.refuse(
        {{std::string(file_), 0, 0}, std::string(element), std::string(found), std::string(expected)});
  }

  void set(TableBuilder& table, std::size_t row, const results::Line& line, const pugi::xml_node& node) {
    const std::string_view text = base::trim(node.text().as_string());
    const auto figure = plain_digits(text);
    if (!figure) return refuse(local_name(node), fmt::format("'{}'", text), "a whole number");
    table.set(table.line(line), row, *figure);
  }

  void read_votes(const pugi::xml_node& votes, TableBuilder& table, election::UnitIndex unit) {
    const std::size_t row = table.joined_row(unit, 0, 0);
    ++report_.rows_taken;
    std::string list;
    for (const pugi::xml_node node : votes.children()) {
      const std::string_view name = local_name(node);
      if (name == "Selection") {
        read_selection(node, table, row, list);
      } else if (name == "Cast") {
        set(table, row, {"registered", "", "Entitled to vote", results::LineOrigin::counted, 0}, node);
      } else if (name == "TotalCounted") {
        set(table, row, {"valid", "", "Votes on candidates", results::LineOrigin::computed, 0}, node);
      } else if (name == "RejectedVotes" || name == "UncountedVotes") {
        const std::string_view reason = node.attribute("ReasonCode").as_string();
        const auto* known = std::find_if(std::begin(kReasons), std::end(kReasons),
                                         [&](const Reason& each) { return each.reason == reason; });
        if (known == std::end(kReasons)) {
          refuse(name, fmt::format("ReasonCode '{}'", reason), "a reason of the Dutch forms");
          continue;
        }
        set(table, row,
            {std::string(known->code), "", std::string(known->label), results::LineOrigin::counted, 0}, node);
      }
    }
  }

  /// A list's total, or a candidate of the list that stood before.
  void read_selection(const pugi::xml_node& node, TableBuilder& table, std::size_t row, std::string& list) {
    const pugi::xml_node votes = child(node, "ValidVotes");
    const pugi::xml_node affiliation = child(node, "AffiliationIdentifier");
    if (affiliation) {
      const auto number = plain_digits(affiliation.attribute("Id").as_string());
      if (!number || *number < 1 || *number > 9999) {
        list.clear();
        return refuse("AffiliationIdentifier",
                      fmt::format("Id '{}'", affiliation.attribute("Id").as_string()), "a list number");
      }
      list = fmt::format("{:02}", *number);
      const std::string code = "votes_" + list;
      const std::string name = child(affiliation, "RegisteredName").text().as_string();
      const bool known = std::any_of(results_.contestants.begin(), results_.contestants.end(),
                                     [&](const auto& each) { return each.code == code; });
      if (!known) results_.contestants.push_back({code, name, "", *number});
      set(table, row, {code, "votes", name, results::LineOrigin::computed, 0}, votes);
    } else if (const pugi::xml_node candidate = child(node, "Candidate"); candidate && !list.empty()) {
      const pugi::xml_node identifier = child(candidate, "CandidateIdentifier");
      std::string id = identifier.attribute("Id").as_string();
      if (id.empty()) id = identifier.attribute("ShortCode").as_string();
      if (id.empty()) return refuse("CandidateIdentifier", "no Id", "the candidate's number or short code");
      set(table, row,
          {fmt::format("list_{}_candidate_{}", list, id), "list_" + list,
           fmt::format("List {}, candidate {}", list, id), results::LineOrigin::counted, 0},
          votes);
    }
  }

  std::string_view file_;
  results::Results results_;
  ImportReport report_;
};

}  // namespace

base::Result<Imported> read_eml_nl_results(std::string_view xml, std::string_view file_name) {
  if (xml.size() > kLargestStandardFile)
    return base::fail(base::ErrorCode::too_large, fmt::format("{} has {} bytes; at most {} are read",
                                                              file_name, xml.size(), kLargestStandardFile));
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed)
    return base::fail(base::ErrorCode::corrupt,
                      fmt::format("{}: XML at byte {}: {}", file_name, parsed.offset, parsed.description()));
  return EmlReading(file_name).read(child(document, "EML"));
}

}  // namespace tallyward::exchange
