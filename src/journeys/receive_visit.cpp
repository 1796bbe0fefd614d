#include "journeys/receive_visit.h"

#include "journeys/introduce_code.h"

namespace tallyward::journeys {

namespace {

base::Result<transparency::Record> checked_report(OpenMission& mission, const Submission& submission) {
  transparency::Record report = transparency::read_record(submission.entry);
  if (report.standing == transparency::Standing::malformed) {
    return base::fail(base::ErrorCode::invalid_input, "this is no signed report: " + report.trouble);
  }
  if (report.text.type != "report") {
    return base::fail(base::ErrorCode::invalid_input,
                      "only reports are taken here, found a record of type " + report.text.type);
  }
  if (report.text.line("mission") != mission.settings().id) {
    return base::fail(base::ErrorCode::forbidden, "this report belongs to another mission");
  }
  TRY_ASSIGN(const transparency::VerifierKey key,
             mission.read([&](storage::Reader& reader) { return key_of_author(reader, report.signer()); }));
  if (!transparency::verify_signed_by(report.note, key)) {
    return base::fail(base::ErrorCode::forbidden, "the signature is not by the key that was enrolled");
  }
  if (auto fields = transparency::check_fields(report.text, submission.fields, submission.key); !fields) {
    fields.error().code = base::ErrorCode::invalid_input;
    return base::fail(std::move(fields.error()));
  }
  return report;
}

}  // namespace

void receive_visit(OpenMission& mission, Submission submission,
                   std::function<void(base::Result<Received>)> done) {
  const auto report = checked_report(mission, submission);
  if (!report) return done(base::fail(report.error()));
  auto received = std::make_shared<Received>(Received{crypto::to_hex(report->leaf), false});
  mission.write(
      [submission = std::move(submission), received](Desk& desk) -> base::Result<void> {
        TRY_ASSIGN(const bool fresh, desk.add(submission));
        received->known = !fresh;
        return {};
      },
      [received, done = std::move(done)](base::Result<void> written) {
        if (!written) return done(base::fail(written.error()));
        done(*received);
      });
}

}  // namespace tallyward::journeys
