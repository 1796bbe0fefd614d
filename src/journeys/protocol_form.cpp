#include "journeys/protocol_form.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "base/file.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;

ProtocolForm usual_form() {
  const auto line = [](std::string code, std::string letter, std::string en, std::string ru, std::string kk) {
    return ProtocolLine{std::move(code),
                        std::move(letter),
                        {{"en", std::move(en)}, {"ru", std::move(ru)}, {"kk", std::move(kk)}},
                        ""};
  };
  return {{line("registered", "1", "Voters on the list", "Избирателей в списке", "Тізімдегі сайлаушылар"),
           line("received", "2", "Ballots received", "Получено бюллетеней", "Алынған бюллетеньдер"),
           line("issued", "3", "Ballots issued", "Выдано бюллетеней", "Берілген бюллетеньдер"),
           line("in_box", "4", "Ballots in the box", "Бюллетеней в ящиках", "Жәшіктегі бюллетеньдер"),
           line("invalid", "5", "Invalid ballots", "Недействительных бюллетеней", "Жарамсыз бюллетеньдер"),
           line("valid", "6", "Valid ballots", "Действительных бюллетеней", "Жарамды бюллетеньдер")},
          {{"F.01", "impossible", "${valid} + ${invalid} = ${in_box}", {"valid", "invalid", "in_box"}},
           {"W.01", "unlikely", "${issued} <= ${registered}", {"issued", "registered"}},
           {"W.02", "unlikely", "${in_box} <= ${issued}", {"in_box", "issued"}}}};
}

base::Result<ProtocolForm> form_from_json(std::string_view text) {
  try {
    const json read = json::parse(text);
    ProtocolForm form;
    std::set<std::string> codes;
    for (const json& one : read.at("lines")) {
      ProtocolLine line{one.at("code"), one.value("letter", ""), one.at("label").get<Texts>(),
                        one.value("group", "")};
      if (!codes.insert(line.code).second) {
        return base::fail(base::ErrorCode::invalid_input, "the line '" + line.code + "' stands twice");
      }
      form.lines.push_back(std::move(line));
    }
    for (const json& one : read.value("checks", json::array())) {
      form.checks.push_back(
          {one.at("code"), one.at("severity"), one.at("expression"), one.value("fields", json::array())});
    }
    return form;
  } catch (const json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, error.what());
  }
}

}  // namespace

const ProtocolLine* ProtocolForm::find(std::string_view code) const {
  const auto found = std::ranges::find(lines, code, &ProtocolLine::code);
  return found == lines.end() ? nullptr : &*found;
}

base::Result<ProtocolForm> read_protocol_form(const MissionFolder& folder) {
  const auto file = folder.path / "protocol.json";
  if (!std::filesystem::exists(file)) return usual_form();
  TRY_ASSIGN(const std::string text, base::read_file(file));
  return base::while_doing(form_from_json(text), "reading " + file.string());
}

std::string to_json(const ProtocolForm& form) {
  json lines = json::array();
  for (const ProtocolLine& line : form.lines) {
    lines.push_back(
        {{"code", line.code}, {"letter", line.letter}, {"label", line.label}, {"group", line.group}});
  }
  json checks = json::array();
  for (const ProtocolCheck& check : form.checks) {
    checks.push_back({{"code", check.code},
                      {"severity", check.severity},
                      {"expression", check.expression},
                      {"fields", check.fields}});
  }
  return json{{"lines", lines}, {"checks", checks}}.dump();
}

base::Result<std::string> read_phone_policy(const MissionFolder& folder) {
  const auto file = folder.path / "phone_policy.json";
  if (!std::filesystem::exists(file)) return std::string("{}");
  TRY_ASSIGN(std::string text, base::read_file(file));
  const json read = json::parse(text, nullptr, false);
  if (!read.is_object()) {
    return base::fail(base::ErrorCode::invalid_input, file.string() + " is no JSON object");
  }
  return text;
}

}  // namespace tallyward::journeys
