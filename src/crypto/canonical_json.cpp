#include "crypto/canonical_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "crypto/encoding.h"

namespace tallyward::crypto {

namespace {

constexpr std::size_t kDeepest = 64;

/// The UTF-16 code units of UTF-8 text, for the order of names.
std::u16string utf16(std::string_view text) {
  std::u16string units;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    if (code >= 0x10000) {
      units += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      units += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      units += static_cast<char16_t>(code);
    }
    i += length;
  }
  return units;
}

/// Receives the parser's events and keeps, for each open object or array, the text of what it holds.
class Canonicalizer {
 public:
  bool null() { return value("null"); }
  bool boolean(bool yes) { return value(yes ? "true" : "false"); }
  // RFC 8785 knows only doubles: large integers are rounded as ECMAScript would.
  bool number_integer(std::int64_t number) { return value(ecmascript_number(static_cast<double>(number))); }
  bool number_unsigned(std::uint64_t number) { return value(ecmascript_number(static_cast<double>(number))); }
  bool number_float(double number, const std::string&) {
    if (!std::isfinite(number)) return refuse("a number is too large for a double");
    return value(ecmascript_number(number));
  }
  bool string(std::string& text) { return value(json_string(text)); }
  bool binary(nlohmann::json::binary_t&) { return refuse("binary value"); }
  bool key(std::string& name) {
    open_.back().name = name;
    return true;
  }
  bool start_object(std::size_t) { return start(true); }
  bool start_array(std::size_t) { return start(false); }
  bool end_object() {
    auto& members = open_.back().members;
    std::sort(members.begin(), members.end(),
              [](const Member& a, const Member& b) { return a.order < b.order; });
    std::string text = "{";
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i > 0) {
        if (members[i].order == members[i - 1].order) return refuse("a name stands twice in one object");
        text += ',';
      }
      text += members[i].text;
    }
    open_.pop_back();
    return value(text += '}');
  }
  bool end_array() {
    std::string text = "[";
    const auto& members = open_.back().members;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i > 0) text += ',';
      text += members[i].text;
    }
    open_.pop_back();
    return value(text += ']');
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
    return refuse("not JSON, at byte " + std::to_string(position));
  }

  std::string result;
  std::string complaint;

 private:
  struct Member {
    std::u16string order;
    std::string text;
  };
  struct Open {
    bool object = false;
    std::string name;
    std::vector<Member> members;
  };

  bool start(bool object) {
    if (open_.size() >= kDeepest) return refuse("more than 64 levels");
    open_.push_back({object, {}, {}});
    return true;
  }
  bool value(std::string text) {
    if (open_.empty()) {
      result = std::move(text);
    } else if (open_.back().object) {
      const std::string& name = open_.back().name;
      open_.back().members.push_back({utf16(name), json_string(name) + ':' + text});
    } else {
      open_.back().members.push_back({{}, std::move(text)});
    }
    return true;
  }
  bool refuse(std::string why) {
    if (complaint.empty()) complaint = std::move(why);
    return false;
  }

  std::vector<Open> open_;
};

}  // namespace

std::string ecmascript_number(double value) {
  if (value == 0) return "0";  // also -0
  char room[32];
  // The shortest digits that read back to the same double: "d.ddde[+-]dd".
  const auto end =
      std::to_chars(room, room + sizeof room, std::abs(value), std::chars_format::scientific).ptr;
  const std::string_view scientific(room, static_cast<std::size_t>(end - room));
  const std::size_t e = scientific.find('e');
  std::string digits;
  for (const char c : scientific.substr(0, e)) {
    if (c != '.') digits += c;
  }
  int exponent = 0;
  const bool negative_exponent = scientific[e + 1] == '-';
  std::from_chars(scientific.data() + e + 2, scientific.data() + scientific.size(), exponent);
  if (negative_exponent) exponent = -exponent;
  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;  // the value is 0.digits * 10^n, as in ECMA-262 6.1.6.1.20
  std::string text = value < 0 ? "-" : "";
  if (k <= n && n <= 21) return text + digits + std::string(static_cast<std::size_t>(n - k), '0');
  if (0 < n && n <= 21) {
    return text + digits.substr(0, static_cast<std::size_t>(n)) + "." +
           digits.substr(static_cast<std::size_t>(n));
  }
  if (-6 < n && n <= 0) return text + "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
  text += digits.substr(0, 1);
  if (k > 1) text += "." + digits.substr(1);
  return text + (n - 1 < 0 ? "e-" : "e+") + std::to_string(std::abs(n - 1));
}

std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        quoted += "\\\"";
        break;
      case '\\':
        quoted += "\\\\";
        break;
      case '\b':
        quoted += "\\b";
        break;
      case '\f':
        quoted += "\\f";
        break;
      case '\n':
        quoted += "\\n";
        break;
      case '\r':
        quoted += "\\r";
        break;
      case '\t':
        quoted += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          quoted += "\\u00" + hex(std::string_view(&c, 1));
        } else {
          quoted += c;
        }
    }
  }
  return quoted += '"';
}

base::Result<std::string> canonical_json(std::string_view json) {
  Canonicalizer canonicalizer;
  bool good = false;
  try {
    good = nlohmann::json::sax_parse(json.begin(), json.end(), &canonicalizer);
  } catch (const nlohmann::json::exception& e) {
    return base::fail(base::ErrorCode::invalid_input, e.what());
  }
  if (!good) return base::fail(base::ErrorCode::invalid_input, canonicalizer.complaint);
  return std::move(canonicalizer.result);
}

}  // namespace tallyward::crypto
