#include "http/json_views.h"

#include <nlohmann/json.hpp>

namespace tallyward::http {

std::string checklist_json(const observation::Checklist& checklist,
                           const std::vector<std::string>& languages) {
  using nlohmann::json;
  json complete = json::object();
  for (const std::string& language : languages)
    complete[language] = observation::completeness(checklist, language);
  json questions = json::array();
  for (const observation::Question& question : checklist.questions) {
    json options = json::array();
    for (const observation::ChecklistOption& option : question.options) {
      options.push_back({{"value", option.value}, {"label", option.label}});
    }
    questions.push_back({{"name", question.name},
                         {"type", observation::to_text(question.type)},
                         {"label", question.label},
                         {"options", options},
                         {"section", question.section},
                         {"relevant", question.relevant},
                         {"constraint", question.constraint},
                         {"constraint_message", question.constraint_message},
                         {"required", question.required},
                         {"flagged", question.flagged},
                         {"flagged_above", question.flagged_above ? json(*question.flagged_above) : json()},
                         {"comment", question.comment_when_flagged ? "when_flagged" : "never"},
                         {"source", question.source}});
  }
  return json{{"form", checklist.form}, {"version", checklist.version}, {"title", checklist.title},
              {"kind", checklist.kind}, {"phase", checklist.phase},     {"languages", complete},
              {"questions", questions}}
      .dump();
}

}  // namespace tallyward::http
