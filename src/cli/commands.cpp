// The table of commands. A new command is a file cli/NOUN_VERB.cpp and one line here in each list.
#include "cli/command.h"

namespace tallyward::cli {

// clang-format off
extern const Command results_seats_command;
extern const Command results_report_command;
extern const Command event_list_command;
extern const Command access_funnel_command;
extern const Command recommendation_matrix_command;
extern const Command finding_list_command;
extern const Command disruption_import_command;
extern const Command record_check_command;
extern const Command visit_profile_command;
extern const Command media_summary_command;
extern const Command recommendation_list_command;
extern const Command legal_list_command;
extern const Command statement_consistency_command;
extern const Command statement_list_command;
extern const Command finding_conclusions_command;
extern const Command finding_claims_command;
extern const Command benchmark_list_command;
extern const Command name_search_command;
extern const Command region_list_command;
extern const Command election_results_command;
extern const Command election_history_command;
extern const Command complaint_list_command;
extern const Command contestant_registration_command;
extern const Command contestant_list_command;
extern const Command contest_list_command;
extern const Command disruption_list_command;
extern const Command access_impact_command;
extern const Command access_pressure_command;
extern const Command access_denials_command;
extern const Command access_rules_command;
extern const Command mission_deployment_command;
extern const Command mission_coverage_command;
extern const Command mission_list_command;
extern const Command statement_quote_check_command;
extern const Command results_check_command;
extern const Command rules_list_command;
extern const Command rules_show_command;
extern const Command rules_test_command;
extern const Command demo_command;
extern const Command mission_init_command;
extern const Command mission_serve_command;
extern const Command log_checkpoint_command;
extern const Command log_prove_command;
extern const Command log_verify_command;
extern const Command witness_serve_command;
extern const Command results_tabulate_command;
extern const Command results_compare_command;
extern const Command results_impact_command;
extern const Command mission_rebuild_command;
extern const Command mission_fsck_command;
extern const Command mission_backup_command;
extern const Command mission_redact_command;
extern const Command mission_seal_command;
extern const Command mission_publish_command;
extern const Command mission_restore_command;
extern const Command mission_import_command;
extern const Command account_add_command;
extern const Command account_list_command;
extern const Command account_disable_command;
extern const Command version_command;
extern const Command results_import_command;
extern const Command completion_command;
extern const Command man_command;
extern const Command sample_plan_command;
extern const Command sample_draw_command;
extern const Command sample_open_command;
extern const Command quickcount_estimate_command;
extern const Command quickcount_bounds_command;
extern const Command quickcount_compare_command;
extern const Command forensics_scan_command;
extern const Command forensics_methods_command;
extern const Command forensics_controls_command;
// clang-format on

std::span<const Command* const> all_commands() {
  static const Command* const commands[] = {
      &sample_plan_command,
      &sample_draw_command,
      &sample_open_command,
      &quickcount_estimate_command,
      &quickcount_bounds_command,
      &quickcount_compare_command,
      &forensics_scan_command,
      &forensics_methods_command,
      &forensics_controls_command,
      &results_seats_command,
      &results_import_command,
      &results_report_command,
      &event_list_command,
      &access_funnel_command,
      &recommendation_matrix_command,
      &finding_list_command,
      &disruption_import_command,
      &record_check_command,
      &visit_profile_command,
      &media_summary_command,
      &recommendation_list_command,
      &legal_list_command,
      &statement_consistency_command,
      &statement_list_command,
      &finding_conclusions_command,
      &finding_claims_command,
      &benchmark_list_command,
      &name_search_command,
      &region_list_command,
      &election_results_command,
      &election_history_command,
      &complaint_list_command,
      &contestant_registration_command,
      &contestant_list_command,
      &contest_list_command,
      &disruption_list_command,
      &access_impact_command,
      &access_pressure_command,
      &access_denials_command,
      &access_rules_command,
      &mission_deployment_command,
      &mission_coverage_command,
      &mission_list_command,
      &statement_quote_check_command,
      &results_check_command,
      &rules_list_command,
      &rules_show_command,
      &rules_test_command,
      &demo_command,
      &mission_init_command,
      &mission_serve_command,
      &log_checkpoint_command,
      &log_prove_command,
      &log_verify_command,
      &witness_serve_command,
      &results_tabulate_command,
      &results_compare_command,
      &results_impact_command,
      &mission_rebuild_command,
      &mission_fsck_command,
      &mission_backup_command,
      &mission_redact_command,
      &mission_seal_command,
      &mission_publish_command,
      &mission_restore_command,
      &mission_import_command,
      &account_add_command,
      &account_list_command,
      &account_disable_command,
      &version_command,
      &completion_command,
      &man_command,
  };
  return commands;
}

}  // namespace tallyward::cli
