#include "observation/entry.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace tallyward::observation {

namespace {

constexpr std::size_t kMostLines = 500;

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 10 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_line_code(std::string_view code) {
  return !code.empty() && code.size() <= 40 && std::ranges::all_of(code, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

std::string figure_of(const Figures& figures, const std::string& line) {
  const auto found = figures.find(line);
  return found == figures.end() ? std::string() : plain_figure(found->second);
}

}  // namespace

std::string plain_figure(std::string_view figure) {
  if (!is_digits(figure)) return std::string(figure);
  const std::size_t first = figure.find_first_not_of('0');
  return first == std::string_view::npos ? "0" : std::string(figure.substr(first));
}

std::vector<std::string> critical_fields(const Checklist* form, const ReportFields& fields) {
  std::vector<std::string> critical;
  for (const auto& [name, value] : fields) {
    const Question* question =
        form != nullptr && name.starts_with("q.") ? form->find(std::string_view(name).substr(2)) : nullptr;
    const bool asked = name == "@station" || name.starts_with("p.") ||
                       (question != nullptr &&
                        (question->required || is_flagged(*question, value) ||
                         question->type == AnswerType::number || question->type == AnswerType::figure));
    if (asked) critical.push_back(name);
  }
  return critical;
}

base::Result<void> check_figures(const Figures& figures) {
  if (figures.empty() || figures.size() > kMostLines)
    return base::fail(base::ErrorCode::invalid_input, "a protocol has 1 to 500 lines");
  for (const auto& [line, figure] : figures) {
    if (!is_line_code(line))
      return base::fail(base::ErrorCode::invalid_input, fmt::format("\"{}\" is no line of a protocol", line));
    if (!figure.empty() && figure != kIllegible && !is_digits(figure)) {
      return base::fail(
          base::ErrorCode::invalid_input,
          fmt::format("line {}: a figure is digits, empty (blank on the paper) or \"illegible\"", line));
    }
  }
  return {};
}

std::vector<std::string> differing_lines(const Figures& first, const Figures& second) {
  std::set<std::string> lines;
  for (const auto& [line, figure] : first) lines.insert(line);
  for (const auto& [line, figure] : second) lines.insert(line);
  std::vector<std::string> differing;
  for (const std::string& line : lines) {
    if (figure_of(first, line) != figure_of(second, line)) differing.push_back(line);
  }
  return differing;
}

base::Result<Figures> resolve(const Figures& first, const std::vector<std::string>& differing,
                              const Figures& resolution) {
  Figures agreed;
  for (const auto& [line, figure] : first) agreed[line] = plain_figure(figure);
  if (resolution.size() != differing.size())
    return base::fail(base::ErrorCode::invalid_input, "resolve exactly the lines that differ");
  for (const std::string& line : differing) {
    const auto found = resolution.find(line);
    if (found == resolution.end())
      return base::fail(base::ErrorCode::invalid_input, "line " + line + " differs and is not resolved");
    agreed[line] = plain_figure(found->second);
  }
  return agreed;
}

}  // namespace tallyward::observation
