// An outsider with a folder of files and a key: what she accepts, what she refuses, and what she is told she
// cannot see.
#include <random>

#include <gtest/gtest.h>

#include "base/file.h"
#include "dataset/checks_file.h"
#include "dataset/results_files.h"
#include "dataset/seats_file.h"
#include "paths.h"
#include "synthetic_mission.h"
#include "verify/verify_dataset.h"

namespace tallyward::verify {
namespace {

using tests::Misdeeds;
using tests::SyntheticMission;
using Files = std::map<std::string, std::string>;

FileSource source_of(const Files& files) {
  return [&files](const std::string& path) -> base::Result<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return base::fail(base::ErrorCode::not_found, "no file " + path);
    return found->second;
  };
}

AuditRequest request_of(const SyntheticMission& mission) {
  AuditRequest request{mission.log_key.verifier(), transparency::parse_policy(mission.policy_text()).value(),
                       std::nullopt, SyntheticMission::kMission};
  return request;
}

Verdict verdict_of(const std::vector<Finding>& findings, std::string_view check) {
  for (const Finding& finding : findings) {
    if (finding.check == check) return finding.verdict;
  }
  ADD_FAILURE() << "no check " << check;
  return Verdict::not_checked;
}

/// The names of the checks that differ.
std::set<std::string> differing(const Files& files, const AuditRequest& request) {
  std::set<std::string> names;
  const auto audit = audit_log(source_of(files), request);
  if (!audit) return {"unreadable"};
  for (const Finding& finding : audit->findings) {
    if (finding.verdict == Verdict::differs) names.insert(finding.check);
  }
  return names;
}

using Names = std::set<std::string>;

TEST(AuditLog, AcceptsAnHonestLog) {
  const SyntheticMission mission(300);
  auto request = request_of(mission);
  request.since = mission.files(200).at("checkpoint");
  const auto audit = audit_log(source_of(mission.files()), request);
  ASSERT_TRUE(audit);
  for (const Finding& finding : audit->findings) {
    EXPECT_EQ(finding.verdict, Verdict::holds) << finding.check << ": " << finding.text;
  }
}

TEST(AuditLog, FindsEveryFlippedByteOfASmallLog) {
  const SyntheticMission mission(4);
  const auto request = request_of(mission);
  const Files honest = mission.files();
  EXPECT_EQ(differing(honest, request), Names{});
  for (const auto& [path, bytes] : honest) {
    if (path == "checkpoint") continue;
    for (std::size_t i = 0; i < bytes.size(); i += 13) {
      Files files = honest;
      files[path][i] = static_cast<char>(files[path][i] ^ 4);
      EXPECT_NE(differing(files, request), Names{}) << path << " byte " << i;
    }
  }
  for (std::size_t i = 0; i < honest.at("checkpoint").size(); ++i) {
    Files files = honest;
    files["checkpoint"][i] = static_cast<char>(files["checkpoint"][i] ^ 1);
    // A changed name or id of one witness makes it a stranger: the other two are still a quorum.
    const auto found = differing(files, request);
    if (found.empty()) {
      const auto standing = transparency::open_with_policy(
          transparency::parse_note(files["checkpoint"]).value(), *request.policy);
      EXPECT_EQ(standing->cosignatures.size(), 2U) << "byte " << i;
    }
  }
}

TEST(AuditLog, AnInsiderWithAllKeysCannotChangeWhatAReaderKept) {
  const SyntheticMission honest(100);
  auto request = request_of(honest);
  request.since = honest.files(60).at("checkpoint");
  const SyntheticMission rewriting(100, 7, {{}, {10}, {}, {}});
  // One observer's own key, too: every later report of hers is signed again.
  EXPECT_EQ(differing(rewriting.files(), request), Names{"log.since"});
  const SyntheticMission removing(100, 7, {{13}, {}, {}, {}});  // the last of a code: no gap
  EXPECT_EQ(differing(removing.files(), request), Names{"log.since"});
  EXPECT_EQ(differing(honest.files(40), request), Names{"log.since"}) << "rolled back";
  // Limit (a): before anybody kept a checkpoint, the rewrite is accepted.
  request.since = std::nullopt;
  EXPECT_EQ(differing(rewriting.files(), request), Names{});
}

TEST(AuditLog, AReportWithheldInTheMiddleLeavesAGapAndTheLastOneDoesNot) {
  const auto request = request_of(SyntheticMission(1));
  EXPECT_EQ(differing(SyntheticMission(70, 7, {{10}, {}, {}, {}}).files(), request), Names{"records.chain"});
  // Limit (b): the last report of a code, never logged, is accepted.
  EXPECT_EQ(differing(SyntheticMission(70, 7, {{13}, {}, {}, {}}).files(), request), Names{});
}

TEST(AuditLog, AStrangersKeyIsRefusedAndEquivocationIsFlagged) {
  const auto request = request_of(SyntheticMission(1));
  EXPECT_TRUE(
      differing(SyntheticMission(70, 7, {{}, {}, {10}, {}}).files(), request).contains("records.signatures"));
  const SyntheticMission doubled(70, 7, {{}, {}, {}, {10}});
  const auto audit = audit_log(source_of(doubled.files()), request);
  ASSERT_TRUE(audit);
  EXPECT_EQ(verdict_of(audit->findings, "records.equivocation"), Verdict::flagged);
  EXPECT_EQ(verdict_of(audit->findings, "records.chain"), Verdict::holds)
      << "both are kept, the chain is whole";
}

TEST(AuditLog, AQuorumMustBeMetAndAGarbledCosignatureIsRefused) {
  const SyntheticMission mission(20);
  const auto request = request_of(mission);
  EXPECT_EQ(differing(mission.files(mission.entries.size(), 1), request), Names{"log.witnesses"});
  Files files = mission.files();
  auto note = transparency::parse_note(files["checkpoint"]).value();
  note.signatures[2].bytes[30] = static_cast<char>(note.signatures[2].bytes[30] ^ 1);
  files["checkpoint"] = transparency::format_note(note);
  EXPECT_EQ(differing(files, request), Names{"log.witnesses"});
}

TEST(AuditLog, RecordsOfAnotherMissionUnknownTypesAndRevokedKeysAreTold) {
  SyntheticMission mission(7);
  const auto observer = tests::key_from("synthetic-2026/code-0");
  const auto server = [&](const char* type, std::uint32_t version,
                          std::vector<transparency::ClearLine> lines) {
    return transparency::sign_record({type, version, std::move(lines), {}}, mission.log_key);
  };
  mission.entries.push_back(server("weather", 1, {{"mission", "synthetic-2026"}}));
  mission.entries.push_back(server("report", 2, {{"mission", "synthetic-2026"}}));
  const auto request = request_of(mission);
  EXPECT_EQ(differing(mission.files(), request), Names{})
      << "unknown and newer records are kept and verified";
  const std::string body = crypto::to_base64(crypto::sha256("x"));
  mission.entries.push_back(server("revocation", 1,
                                   {{"mission", "synthetic-2026"},
                                    {"author", mission.log_key.name},
                                    {"signed", "server"},
                                    {"key", transparency::to_text(observer.verifier())},
                                    {"body", body}}));
  const auto late =
      transparency::report_text({"synthetic-2026", 7, transparency::leaf_hash(mission.entries[8])}, {},
                                SyntheticMission::report_key(9));
  mission.entries.push_back(transparency::sign_record(*late, observer));
  const auto audit = audit_log(source_of(mission.files()), request);
  EXPECT_EQ(verdict_of(audit->findings, "records.after_revocation"), Verdict::flagged);
  EXPECT_EQ(verdict_of(audit->findings, "records.signatures"), Verdict::holds) << "earlier ones stay valid";
  mission.entries.push_back(server("report", 3, {{"mission", "elsewhere"}}));
  EXPECT_EQ(differing(mission.files(), request), Names{"records.form"});
  mission.entries.push_back("not a record");
  EXPECT_EQ(differing(mission.files(), request), Names{"records.form"});
}

/// One control equation: the country does not meet it, and station 4 leaves it unknown.
constexpr const char* kRules = R"toml(format = "tallyward-rules/1"
id = "synthetic"
version = "1"
[[line]]
code = "valid"
[[group]]
code = "votes"
[[rule]]
code = "S.1"
severity = "E"
relation = "D"
message = {en = "valid votes are not the sum of the votes"}
formula = "${valid} = sum(${votes})"
when = "${valid} > 0"
)toml";

/// A dataset with everything in it, in memory.
struct Published {
  Files files;
  SyntheticMission mission{70};

  explicit Published(bool redacted = false) {
    dataset::Manifest head{SyntheticMission::kMission,
                           "A synthetic mission",
                           mission.log_key.name,
                           mission.entries.size(),
                           dataset::Entries::all,
                           true,
                           "2026-10-05T08:00:00Z",
                           {},
                           {},
                           {}};
    dataset::DatasetWriter writer(
        head, [this](const std::string& path, std::string_view bytes) -> base::Result<void> {
          files[path] = bytes;
          return {};
        });
    for (const auto& [path, bytes] : mission.files()) EXPECT_TRUE(writer.add(path, "log", bytes));
    std::vector<dataset::Opening> openings;
    for (const auto& [number, place] : mission.place_of) {
      if (redacted && number % 2 == 0) continue;  // withheld: its key was destroyed
      for (const auto& field : SyntheticMission::fields_of(number)) {
        openings.push_back({place, transparency::open_field(field, SyntheticMission::report_key(number))});
      }
    }
    EXPECT_TRUE(writer.add("openings.jsonl", "openings", dataset::to_lines(openings)));
    EXPECT_TRUE(dataset::write_results(writer, results()));
    EXPECT_TRUE(dataset::write_checks(writer, results(), kRules));
    EXPECT_TRUE(writer.add("seats/parliament.json", "seats", dataset::to_json(seats())));
    EXPECT_TRUE(writer.finish(mission.log_key));
  }

  static results::Results results() {
    results::Results results;
    results.election = "Synthetic, \"parliamentary\"";
    results.synthetic = true;
    results.units = election::UnitTree({"country", "district", "polling_station"});
    results.contestants = {{"votes_1", "One", "1", 1}, {"votes_2", "Two", "2", 2}};
    results.sources = {{"protocol", "Protocols", 1}};
    results::ProtocolTable stations;
    stations.source = "protocol";
    stations.level = 2;
    stations.lines = {{"valid", "", "Valid", results::LineOrigin::counted, 0},
                      {"votes_1", "votes", "One", results::LineOrigin::counted, 0},
                      {"votes_2", "votes", "Two", results::LineOrigin::counted, 0}};
    stations.columns.resize(3);
    for (int i = 0; i < 6; ++i) {
      const auto district = results.units.add(0, i < 3 ? "north/1" : "south", i < 3 ? "North" : "South");
      stations.units.push_back(results.units.add(district, std::to_string(i), "School"));
      stations.columns[0].push_back(300);
      stations.columns[1].push_back(i == 4 ? results::kBlank : 200 - i);
      stations.columns[2].push_back(100 + i);
    }
    results::ProtocolTable country = stations;
    country.level = 0;
    country.units = {0};
    country.columns = {{1800}, {1000}, {615}};  // one's votes add up to 989: the dataset says so itself
    results.tables = {stations, country};
    return results;
  }

  static dataset::SeatsFile seats() {
    dataset::SeatsFile file;
    file.law_name = "kz-2021.toml";
    file.law = base::read_file(tests::testdata().parent_path() / "laws/kz-2021.toml").value();
    file.contest.name = "Synthetic";
    file.contest.seats = election::Seats{98};
    file.contest.took_part = election::Voters{1800};
    for (const auto& [id, votes] : {std::pair{"votes_1", 989}, std::pair{"votes_2", 615}}) {
      election::Contestant one;
      one.id = election::ContestantId(id);
      one.name = id;
      file.contest.contestants.push_back(one);
      file.contest.votes.push_back(election::Votes{votes});
    }
    file.source = "protocol";
    const auto seats = dataset::allocate_again(file);
    EXPECT_TRUE(seats) << base::to_text(seats.error());
    file.seats = *seats;
    return file;
  }

  std::vector<std::string> paths() const {
    std::vector<std::string> names;
    for (const auto& [path, bytes] : files) names.push_back(path);
    return names;
  }
  Verification verify() const {
    auto request = request_of(mission);
    request.since = mission.files(40).at("checkpoint");
    return verify_dataset(source_of(files), paths(), request).value();
  }
  Names differing() const {
    Names names;
    for (const auto& finding : verify().findings) {
      if (finding.verdict == Verdict::differs) names.insert(finding.check);
    }
    return names;
  }
  /// Replaces a file and signs the manifest anew, as an insider could.
  void forge(const std::string& path, const std::string& bytes) {
    auto manifest = dataset::parse_manifest(files.at("manifest.json")).value();
    files[path] = bytes;
    for (auto& row : manifest.files) {
      if (row.path == path) row = {path, row.role, bytes.size(), crypto::sha256(bytes)};
    }
    files["manifest.json"] = dataset::to_json(manifest);
    files["manifest.note"] =
        transparency::format_note(dataset::sign_manifest(manifest, files["manifest.json"], mission.log_key));
  }
};

TEST(VerifyDataset, EverythingThatCanBeCheckedHolds) {
  const Verification verification = Published().verify();
  EXPECT_EQ(verification.exit_code(), 0) << to_report(verification);
  for (const char* check :
       {"dataset.manifest", "dataset.files", "log.root", "log.since", "records.signatures",
        "dataset.openings", "results.tabulation", "results.checks", "results.votes", "results.seats"}) {
    EXPECT_EQ(verdict_of(verification.findings, check), Verdict::holds) << check << "\n"
                                                                        << to_report(verification);
  }
  const std::string report = to_report(verification);
  EXPECT_TRUE(report.starts_with("SYNTHETIC"));
  EXPECT_NE(report.find("What this does not prove"), std::string::npos);
  EXPECT_NE(to_json(verification).find("\"not_proved\":[\"That nothing"), std::string::npos);
}

TEST(VerifyDataset, ARedactedReleaseStillVerifies) {
  EXPECT_EQ(Published(true).differing(), Names{});
}

TEST(VerifyDataset, AChangedFileDiffersUnlessTheInsiderSignsAnewAndThenItsContentDoes) {
  Published published;
  published.files["results/protocols/protocol.polling_station.csv"] += " ";
  EXPECT_TRUE(published.differing().contains("dataset.files"));

  Published tabulation;
  std::string csv = tabulation.files.at("results/tabulation.csv");
  csv.replace(csv.find("989"), 3, "990");
  tabulation.forge("results/tabulation.csv", csv);
  EXPECT_EQ(tabulation.differing(), Names{"results.tabulation"});

  Published votes;
  csv = votes.files.at("results/protocols/protocol.polling_station.csv");
  csv.replace(csv.find(",200,100"), 8, ",199,101");
  votes.forge("results/protocols/protocol.polling_station.csv", csv);
  EXPECT_EQ(votes.differing(), (Names{"results.tabulation", "results.votes"}));

  Published checks;
  csv = checks.files.at("results/checks.csv");
  csv.replace(csv.find(",E,5,0,1"), 8, ",E,6,0,0");
  checks.forge("results/checks.csv", csv);
  EXPECT_EQ(checks.differing(), Names{"results.checks"});

  Published finding;
  csv = finding.files.at("results/check_findings.csv");
  finding.forge("results/check_findings.csv", csv.substr(0, csv.find('\n') + 1));
  EXPECT_EQ(finding.differing(), Names{"results.checks"});

  Published lenient;  // the insider loosens the rule and says so nowhere
  std::string rules = lenient.files.at("results/rules.toml");
  lenient.forge("results/rules.toml", rules + "tolerance = 1000\n");
  EXPECT_EQ(lenient.differing(), Names{"results.checks"});

  Published seats;
  auto file = Published::seats();
  file.seats[0] += 1;
  file.seats[1] -= 1;
  seats.forge("seats/parliament.json", dataset::to_json(file));
  EXPECT_EQ(seats.differing(), Names{"results.seats"});

  Published opening;
  std::string lines = opening.files.at("openings.jsonl");
  lines.replace(lines.find("\"value\":\"800\""), 13, "\"value\":\"801\"");
  opening.forge("openings.jsonl", lines);
  EXPECT_EQ(opening.differing(), Names{"dataset.openings"});

  Published extra;
  extra.files["surplus.csv"] = "x\n";
  EXPECT_EQ(extra.differing(), Names{"dataset.files"});
}

TEST(VerifyDataset, ResultsReadBackToTheSameBytes) {
  const Published published;
  const auto read = dataset::read_results(source_of(published.files));
  ASSERT_TRUE(read) << base::to_text(read.error());
  Files again;
  dataset::DatasetWriter writer({},
                                [&](const std::string& path, std::string_view bytes) -> base::Result<void> {
                                  again[path] = bytes;
                                  return {};
                                });
  ASSERT_TRUE(dataset::write_results(writer, *read));
  for (const auto& [path, bytes] : again) EXPECT_EQ(bytes, published.files.at(path)) << path;
  EXPECT_GE(again.size(), 9U);
}

TEST(VerifyDataset, AReleaseOfChosenRecordsIsCheckedByItsReceipts) {
  const SyntheticMission mission(70);
  Files files;
  dataset::Manifest head{SyntheticMission::kMission,
                         "Chosen records",
                         mission.log_key.name,
                         mission.entries.size(),
                         dataset::Entries::selected,
                         true,
                         "2026-10-05T08:00:00Z",
                         {},
                         {},
                         {}};
  dataset::DatasetWriter writer(head,
                                [&](const std::string& path, std::string_view bytes) -> base::Result<void> {
                                  files[path] = bytes;
                                  return {};
                                });
  for (const auto& [path, bytes] : mission.files()) {
    if (path.find("entries") != path.npos) continue;
    EXPECT_TRUE(writer.add(path, "log", bytes));
  }
  std::vector<dataset::Opening> openings;
  const auto release = [&](std::size_t place) {
    const std::string stem = "records/" + std::to_string(place);
    EXPECT_TRUE(writer.add(stem + ".entry", "entry", mission.entries[place]));
    EXPECT_TRUE(writer.add(stem + ".tlog-proof", "receipt", mission.receipt(place, mission.entries.size())));
  };
  release(mission.place_of.at(0) - 1);  // The enrolments of both codes.
  release(mission.place_of.at(14) - 1);
  for (const std::uint64_t number : {3U, 20U}) {
    const std::size_t place = mission.place_of.at(number);
    release(place);
    openings.push_back({place, transparency::open_field({"voted", std::to_string(300 + number)},
                                                        SyntheticMission::report_key(number))});
  }
  EXPECT_TRUE(writer.add("openings.jsonl", "openings", dataset::to_lines(openings)));
  ASSERT_TRUE(writer.finish(mission.log_key));
  std::vector<std::string> paths;
  for (const auto& [path, bytes] : files) paths.push_back(path);
  const auto verification = verify_dataset(source_of(files), paths, request_of(mission));
  ASSERT_TRUE(verification);
  EXPECT_EQ(verification->exit_code(), 0) << to_report(*verification);
  EXPECT_EQ(verdict_of(verification->findings, "dataset.receipts"), Verdict::holds);
  EXPECT_EQ(verdict_of(verification->findings, "records.signatures"), Verdict::holds);
  EXPECT_EQ(verdict_of(verification->findings, "dataset.openings"), Verdict::holds);
}

}  // namespace
}  // namespace tallyward::verify
