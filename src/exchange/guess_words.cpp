// What the headings of results tables are called. A heading suggests a line when it holds all the words of
// one entry; entries are tried in order, so the more particular stand first. Words are stems, lower case.
#include <array>
#include <string>

#include <utf8proc.h>

#include "exchange/guess_profile.h"

namespace tallyward::exchange {

namespace {

struct Suggestion {
  std::string_view code;
  std::array<std::string_view, 3> stems;
};

// English, Spanish, French, Portuguese, Romanian, Russian, Ukrainian, Bulgarian, Kazakh, Kyrgyz, Georgian,
// Armenian, Arabic.
constexpr Suggestion kLines[] = {
    {"special_voters", {"special", "voter"}},
    {"special_voters", {"სპეციალურ", "სიაში"}},
    {"voted_by_12", {"by 12"}},
    {"voted_by_17", {"by 17"}},
    {"voted_by_12", {"12 საათი"}},
    {"voted_by_17", {"17 საათი"}},
    {"issued_early", {"досрочно"}},
    {"issued_outside", {"вне помещения"}},
    {"issued_station", {"в помещении", "выдан"}},
    {"mobile_boxes", {"переносн", "ящик"}},
    {"stationary_boxes", {"стационарн", "ящик"}},
    {"cancelled", {"погашен"}},
    {"lost", {"утрачен"}},
    {"unaccounted", {"не учтен"}},
    {"unaccounted", {"не учтён"}},
    {"invalid", {"недействительн"}},
    {"invalid", {"недійсн"}},
    {"invalid", {"недействителн"}},
    {"invalid", {"жарамсыз"}},
    {"invalid", {"жараксыз"}},
    {"invalid", {"invalid"}},
    {"invalid", {"rejected"}},
    {"invalid", {"spoil"}},
    {"invalid", {"null"}},
    {"invalid", {"nulo"}},
    {"invalid", {"nuls"}},
    {"invalid", {"voturi", "nul"}},
    {"invalid", {"ბათილ"}},
    {"invalid", {"անվավեր"}},
    {"invalid", {"باطل"}},
    {"blank", {"blank"}},
    {"blank", {"blanc"}},
    {"blank", {"en blanco"}},
    {"blank", {"blancos"}},
    {"unused", {"unused"}},
    {"unused", {"неизползван"}},
    {"unused", {"невикористан"}},
    {"unused", {"пайдаланылмаған"}},
    {"unused", {"neîntrebuin"}},
    {"received", {"ballots", "received"}},
    {"received", {"num ballots"}},
    {"received", {"бюллетен", "получен"}},
    {"received", {"бюлетен", "одержан"}},
    {"received", {"алынған", "бюллетен"}},
    {"received", {"buletine", "primite"}},
    {"signatures", {"signature"}},
    {"signatures", {"signed"}},
    {"signatures", {"მონაწილე"}},
    {"valid", {"valid"}},
    {"valid", {"действительн"}},
    {"valid", {"дійсн"}},
    {"valid", {"действителн"}},
    {"valid", {"жарамды"}},
    {"valid", {"válido"}},
    {"valid", {"exprimé"}},
    {"valid", {"valabil"}},
    {"valid", {"վավեր"}},
    {"registered", {"registered"}},
    {"registered", {"possible voter"}},
    {"registered", {"eligible"}},
    {"registered", {"electors"}},
    {"registered", {"electorate"}},
    {"registered", {"inscrit"}},
    {"registered", {"inscritos"}},
    {"registered", {"habilitad"}},
    {"registered", {"избирател", "включен"}},
    {"registered", {"избирател", "спис"}},
    {"registered", {"виборц", "спис"}},
    {"registered", {"сайлаушы", "тізім"}},
    {"registered", {"шайлоочу", "тизме"}},
    {"registered", {"alegător", "list"}},
    {"registered", {"ერთიან სია"}},
    {"registered", {"ընտրող", "ցուցակ"}},
    {"registered", {"المسجل"}},
    {"voted", {"voted"}},
    {"voted", {"turnout"}},
    {"voted", {"ballots cast"}},
    {"voted", {"votant"}},
    {"voted", {"приня", "участи"}},
    {"voted", {"гласувал"}},
    {"voted", {"дауыс бер"}},
    {"voted", {"қатыс"}},
    {"voted", {"взяли участь"}},
    {"voted", {"prezentat"}},
};

constexpr Suggestion kLevels[] = {
    {"precinct", {"precinct"}},
    {"precinct", {"uik"}},
    {"precinct", {"уик"}},
    {"precinct", {"участок"}},
    {"precinct", {"учаске"}},
    {"precinct", {"дільниц"}},
    {"precinct", {"უბანი"}},
    {"precinct", {"secție"}},
    {"polling_station", {"polling"}},
    {"polling_station", {"station"}},
    {"polling_station", {"section"}},
    {"polling_station", {"секция"}},
    {"polling_station", {"bureau de vote"}},
    {"mesa", {"mesa"}},
    {"venue", {"venue"}},
    {"venue", {"recinto"}},
    {"tik", {"tik"}},
    {"tik", {"тик"}},
    {"municipality", {"municip"}},
    {"municipality", {"община"}},
    {"municipality", {"commune"}},
    {"municipality", {"uat"}},
    {"locality", {"localit"}},
    {"district", {"district"}},
    {"district", {"distrito"}},
    {"district", {"район"}},
    {"district", {"аудан"}},
    {"district", {"округ"}},
    {"district", {"ოლქი"}},
    {"province", {"provinc"}},
    {"department", {"departa"}},
    {"department", {"département"}},
    {"county", {"county"}},
    {"county", {"județ"}},
    {"region", {"region"}},
    {"region", {"région"}},
    {"region", {"регион"}},
    {"region", {"област"}},
    {"region", {"облыс"}},
    {"state", {"state"}},
    {"country_of_vote", {"country"}},
};

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &c);
    if (used <= 0) {
      ++bytes;
      --left;
      continue;
    }
    utf8proc_uint8_t encoded[4];
    const utf8proc_ssize_t size = utf8proc_encode_char(c == '_' ? ' ' : utf8proc_tolower(c), encoded);
    lower.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(size));
    bytes += used;
    left -= used;
  }
  return lower;
}

namespace {

template <std::size_t N>
std::string_view suggested(const Suggestion (&table)[N], std::string_view heading) {
  const std::string lower = lower_case(heading);
  for (const Suggestion& suggestion : table) {
    bool all = true;
    for (const std::string_view stem : suggestion.stems) all = all && lower.find(stem) != std::string::npos;
    if (all) return suggestion.code;
  }
  return {};
}

}  // namespace

std::string_view line_suggested_by(std::string_view heading) {
  return suggested(kLines, heading);
}

std::string_view level_suggested_by(std::string_view heading) {
  return suggested(kLevels, heading);
}

}  // namespace tallyward::exchange
