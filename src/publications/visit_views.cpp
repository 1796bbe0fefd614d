// What visits and monitored media say: counts with their base, no index, and in a limited mission no share.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "findings/media.h"
#include "publications/view_parts.h"

namespace tallyward::publications {

using findings::Record;
using findings::RowView;
using locale::Language;

ViewResult media_summary(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("media_items");
  View view = start_view("media_summary", record, language, rows);
  std::vector<findings::MediaItem> seconds, space, all;
  for (const RowView& row : rows) {
    const findings::Tone tone = row["tone"] == "positive"   ? findings::Tone::positive
                                : row["tone"] == "negative" ? findings::Tone::negative
                                                            : findings::Tone::neutral;
    findings::MediaItem item{
        row.text("item"), row.text("outlet"), row.text("subject"), 0, tone, row["direct_speech"] == "yes",
        row.text("coder")};
    all.push_back(item);
    if (const auto s = row.whole("seconds")) {
      item.amount = *s;
      seconds.push_back(item);
    } else if (const auto s2 = row.whole("square_centimetres")) {
      item.amount = *s2;
      space.push_back(item);
    }
  }
  for (const auto& [id, items] : {std::pair{"time", &seconds}, {"space", &space}}) {
    const auto shares = findings::share_by_subject(*items);
    if (shares.empty()) continue;
    ViewTable table{
        id,
        {"subject", "items", "amount", "share_percent", "positive", "neutral", "negative", "direct_speech"}};
    for (const findings::SubjectShare& share : shares)
      table.rows.push_back({share.subject, share.items, share.amount, percent_text(share.percent),
                            share.by_tone[0], share.by_tone[1], share.by_tone[2], share.direct_speech});
    view.tables.push_back(std::move(table));
  }
  const auto agreement = findings::coder_agreement(all);
  view.notes.push_back(
      say(language, "coders_agree",
          {{"n", agreement.agree},
           {"of", agreement.items},
           {"kappa", agreement.kappa ? base::to_decimal(*agreement.kappa, 2) : say(language, "not_known")}}));
  view.notes.push_back(say(language, "media_note"));
  return view;
}

ViewResult visit_profile(const Record& record, const Language& language, const ViewFilter& filter) {
  const auto questions = record.rows("questions");
  View view = start_view("visit_profile", record, language, record.rows("visits"));
  if (record.rows("visits").empty()) view.rests_on = findings::basis_of(record, questions);
  std::map<std::string, std::string, std::less<>> phase_of;
  std::map<std::string, std::int64_t> visits_in;
  for (const RowView& visit : record.rows("visits")) {
    phase_of[visit.text("visit_id")] = visit.text("phase");
    ++visits_in[visit.text("phase")];
  }
  ViewTable table{"profile",
                  {"phase", "topic", "question", "text", "positive", "negative", "other", "answered",
                   "not_answered", "visits", "said", "negative_visits"}};
  const auto answers = record.rows("answers");
  for (const RowView& question : questions) {
    if (!filter.type.empty() && question["topic"] != filter.type) continue;
    const auto positive = question.list("positive"), negative = question.list("negative");
    std::int64_t good = 0, bad = 0, answered = 0;
    std::vector<std::string> behind;  // Which visits a negative count is made of.
    for (const RowView& answer : answers) {
      if (answer["question"] != question["question_id"]) continue;
      const auto in = [&](const auto& words) {
        return std::find(words.begin(), words.end(), answer["answer"]) != words.end();
      };
      if (answer["answer"] == "could_not_observe") continue;
      ++answered;
      good += in(positive) ? 1 : 0;
      if (in(negative)) {
        ++bad;
        behind.push_back(answer.text("visit"));
      }
    }
    const std::int64_t visits = visits_in[question.text("phase")];
    const Cell said =
        answered == 0 ? Cell(say(language, "not_observed"))
                      : Cell(say(language, "profile_line", {{"good", good}, {"bad", bad}, {"of", answered}}));
    table.rows.push_back({Word{question.text("phase")}, Word{question.text("topic")},
                          question.text("question_id"), named(question, "label_", language),
                          answered == 0 ? Cell() : Cell(good), answered == 0 ? Cell() : Cell(bad),
                          answered == 0 ? Cell() : Cell(answered - good - bad), answered, visits - answered,
                          visits, said, behind});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "profile_note"));
  view.notes.push_back(say(language, record.info.limited ? "limited_caveat" : "visits_caveat"));
  return view;
}

}  // namespace tallyward::publications
