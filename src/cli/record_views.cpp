// The commands that show one view of the record each: tallyward event list, access funnel, ...
// Their text is in publications/; here stand only their names, options and help.
#include "cli/record_output.h"

namespace tallyward::cli {

namespace {

const Operand kFolder{"FOLDER", "The record: record.toml and its tables (docs/formats/mission-files.md)."};
constexpr char k_mission_list[] = "mission_list";
constexpr char k_mission_coverage[] = "mission_coverage";
constexpr char k_mission_deployment[] = "mission_deployment";
constexpr char k_event_list[] = "event_list";
constexpr char k_access_funnel[] = "access_funnel";
constexpr char k_access_rules[] = "access_rules";
constexpr char k_access_denials[] = "access_denials";
constexpr char k_access_pressure[] = "access_pressure";
constexpr char k_access_impact[] = "access_impact";
constexpr char k_disruption_list[] = "disruption_list";
constexpr char k_contest_list[] = "contest_list";
constexpr char k_contestant_list[] = "contestant_list";
constexpr char k_contestant_registration[] = "contestant_registration";
constexpr char k_complaint_list[] = "complaint_list";
constexpr char k_election_history[] = "election_history";
constexpr char k_election_results[] = "election_results";
constexpr char k_region_list[] = "region_list";
constexpr char k_name_search[] = "name_search";
constexpr char k_benchmark_list[] = "benchmark_list";
constexpr char k_finding_list[] = "finding_list";
constexpr char k_finding_claims[] = "finding_claims";
constexpr char k_finding_conclusions[] = "finding_conclusions";
constexpr char k_statement_list[] = "statement_list";
constexpr char k_statement_consistency[] = "statement_consistency";
constexpr char k_legal_list[] = "legal_list";
constexpr char k_recommendation_matrix[] = "recommendation_matrix";
constexpr char k_recommendation_list[] = "recommendation_list";
constexpr char k_media_summary[] = "media_summary";
constexpr char k_visit_profile[] = "visit_profile";

}  // namespace

extern const Command mission_list_command;
const Command mission_list_command{
    .noun = "mission",
    .verb = "list",
    .summary = "List the observation missions side by side",
    .description = "Methods and coverage of every mission beside each other; nothing is merged or averaged.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward mission list testdata/kz2021"},
    .run = run_view<k_mission_list>,
};

extern const Command mission_coverage_command;
const Command mission_coverage_command{
    .noun = "mission",
    .verb = "coverage",
    .summary = "Show what missions covered, with the base and the qualifier",
    .description =
        "Stations and regions visited, of how many; a qualifier stays (\"more than 90\" gives \"more than "
        "0.89\"). Of own visits, stations and visits are counted apart.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward mission coverage testdata/kz2021"},
    .run = run_view<k_mission_coverage>,
};

extern const Command mission_deployment_command;
const Command mission_deployment_command{
    .noun = "mission",
    .verb = "deployment",
    .summary = "Show teams, areas, planned visits and what does not fit",
    .description =
        "Teams of two, of two nationalities where the record names them; visits outside the area or "
        "overlapping are named. Exit status 1 when something does not fit.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward mission deployment testdata/training"},
    .run = run_view<k_mission_deployment>,
};

extern const Command event_list_command;
const Command event_list_command{
    .noun = "event",
    .verb = "list",
    .summary = "List what happened around an election, in order of date",
    .description =
        "Days before or after election day, late rules and single sources marked. A date that is known to "
        "the month only stays so.",
    .operands = {kFolder},
    .options = view_options({{"--type", "TYPE", "Only events of this type."},
                             {"--group", "TITLE", "Only events under this neutral title."}}),
    .examples = {"tallyward event list testdata/kz2021 --type \"health measure\""},
    .run = run_view<k_event_list>,
};

extern const Command access_funnel_command;
const Command access_funnel_command{
    .noun = "access",
    .verb = "funnel",
    .summary = "Show how many observers were planned and how many could observe",
    .description =
        "Step by step: planned, accredited, deployed, admitted, reported, with the reasons between. Unknown "
        "steps are gaps. A share needs the definition of \"effective\".",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward access funnel testdata/kz2021"},
    .run = run_view<k_access_funnel>,
};

extern const Command access_rules_command;
const Command access_rules_command{
    .noun = "access",
    .verb = "rules",
    .summary = "List rules that bind observers, with notice and late flag",
    .description =
        "Days of notice before the vote, days to register, test windows; late within 30 days, and within one "
        "year (Venice Code II.2.b).",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward access rules testdata/kz2021"},
    .run = run_view<k_access_rules>,
};

extern const Command access_denials_command;
const Command access_denials_command{
    .noun = "access",
    .verb = "denials",
    .summary = "List denials and removals of observers by ground",
    .description =
        "Ground, legal basis, discretion and appeal; summed by ground and by class. One without a listed "
        "ground is recorded and marked discretionary.",
    .operands = {kFolder},
    .options = view_options({{"--ground", "ID", "Only this ground of grounds.csv."}}),
    .examples = {"tallyward access denials testdata/kz2021 --ground health"},
    .run = run_view<k_access_denials>,
};

extern const Command access_pressure_command;
const Command access_pressure_command{
    .noun = "access",
    .verb = "pressure",
    .summary = "List measures against organisations with their latest outcome",
    .description =
        "A sanction never stands without its latest outcome and date. An organisation that did not consent "
        "is not named.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward access pressure testdata/kz2021"},
    .run = run_view<k_access_pressure>,
};

extern const Command access_impact_command;
const Command access_impact_command{
    .noun = "access",
    .verb = "impact",
    .summary = "Follow events to figures of access and coverage",
    .description =
        "The chain from an event to its effect and the figure. Totals only: no region is named that the "
        "sources do not name.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward access impact testdata/kz2021"},
    .run = run_view<k_access_impact>,
};

extern const Command disruption_list_command;
const Command disruption_list_command{
    .noun = "disruption",
    .verb = "list",
    .summary = "List interruptions of the Internet with their sources",
    .description =
        "Independent measurements are counted; reports late while an interruption lasted are counted. No "
        "cause is claimed.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward disruption list testdata/kz2021"},
    .run = run_view<k_disruption_list>,
};

extern const Command contest_list_command;
const Command contest_list_command{
    .noun = "contest",
    .verb = "list",
    .summary = "List contests: seats, direct or indirect, thresholds",
    .description =
        "Indirect contests are kept out of figures of the popular vote and flagged against their benchmark.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward contest list testdata/kz2021"},
    .run = run_view<k_contest_list>,
};

extern const Command contestant_list_command;
const Command contestant_list_command{
    .noun = "contestant",
    .verb = "list",
    .summary = "List contestants with their status",
    .description =
        "Registered, denied, withdrawn, boycott with its decision: \"n of m registered parties contest\".",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward contestant list testdata/kz2021"},
    .run = run_view<k_contestant_list>,
};

extern const Command contestant_registration_command;
const Command contestant_registration_command{
    .noun = "contestant",
    .verb = "registration",
    .summary = "Show applications to found a party",
    .description =
        "The ministry decides on parties, the commission on the ballot: these are apart. Names that no "
        "source gives stay blank.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward contestant registration testdata/kz2021"},
    .run = run_view<k_contestant_registration>,
};

extern const Command complaint_list_command;
const Command complaint_list_command{
    .noun = "complaint",
    .verb = "list",
    .summary = "List complaints and appeals with deadlines and outcomes",
    .description = "Whether each was decided in time, and counts by outcome with their base.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward complaint list testdata/training"},
    .run = run_view<k_complaint_list>,
};

extern const Command election_history_command;
const Command election_history_command{
    .noun = "election",
    .verb = "history",
    .summary = "List the elections of the country with conclusions and context",
    .description =
        "In order of date. A past conclusion and a fact of the country stand only with their source.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward election history testdata/kz2021"},
    .run = run_view<k_election_history>,
};

extern const Command election_results_command;
const Command election_results_command{
    .noun = "election",
    .verb = "results",
    .summary = "Recompute printed shares of the contestants",
    .description =
        "Shares of the votes for contestants to two digits beside the printed ones. Exit status 1 when one "
        "differs.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward election results testdata/kz2021"},
    .run = run_view<k_election_results>,
};

extern const Command region_list_command;
const Command region_list_command{
    .noun = "region",
    .verb = "list",
    .summary = "List regions with the codes then and now",
    .description =
        "The regions of election day, their names in languages, other names in time, and whether they were "
        "visited.",
    .operands = {kFolder},
    .options =
        view_options({{"--name", "TEXT", "Only regions with this name, then or now, in any spelling."}}),
    .examples = {"tallyward region list testdata/kz2021 --name Astana"},
    .run = run_view<k_region_list>,
};

extern const Command name_search_command;
const Command name_search_command{
    .noun = "name",
    .verb = "search",
    .summary = "Find persons, organisations and places in any spelling",
    .description = "Latin, Russian and Kazakh letters meet: Kanaty, Qanaty and Қанаты are one.",
    .operands = {kFolder},
    .options = view_options({{"--name", "TEXT", "What to search for."}}),
    .examples = {"tallyward name search testdata/kz2021 --name Kanaty"},
    .run = run_view<k_name_search>,
};

extern const Command benchmark_list_command;
const Command benchmark_list_command{
    .noun = "benchmark",
    .verb = "list",
    .summary = "List benchmarks with the findings measured against them",
    .description =
        "Commitments, treaties, standards and national law, never mixed, with how many findings say not met "
        "or under review.",
    .operands = {kFolder},
    .options = view_options({{"--theme", "ID", "Only this theme of themes.csv."}}),
    .examples = {"tallyward benchmark list testdata/kz2021 --theme media"},
    .run = run_view<k_benchmark_list>,
};

extern const Command finding_list_command;
const Command finding_list_command{
    .noun = "finding",
    .verb = "list",
    .summary = "List findings with figures, benchmarks and the authority's reply",
    .description = "A figure keeps its qualifier and base; each finding says what it rests on.",
    .operands = {kFolder},
    .options = view_options({{"--section", "SECTION", "Only this section."},
                             {"--theme", "ID", "Only this theme of themes.csv."}}),
    .examples = {"tallyward finding list testdata/kz2021 --section 'election day'"},
    .run = run_view<k_finding_list>,
};

extern const Command finding_claims_command;
const Command finding_claims_command{
    .noun = "finding",
    .verb = "claims",
    .summary = "Judge claims by their independent sources",
    .description = "A claim is confirmed only when a supporter did not rely on the claimant alone.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward finding claims testdata/kz2021"},
    .run = run_view<k_finding_claims>,
};

extern const Command finding_conclusions_command;
const Command finding_conclusions_command{
    .noun = "finding",
    .verb = "conclusions",
    .summary = "List conclusions with the findings that carry them",
    .description = "A conclusion without a finding is withheld; exit status 1.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward finding conclusions testdata/kz2021"},
    .run = run_view<k_finding_conclusions>,
};

extern const Command statement_list_command;
const Command statement_list_command{
    .noun = "statement",
    .verb = "list",
    .summary = "List public statements with speaker, date and medium",
    .description = "What was said in public by whom; quotation, paraphrase or report.",
    .operands = {kFolder},
    .options = view_options(
        {{"--speaker", "NAME", "Only statements of this speaker."}, {"--theme", "ID", "Only this theme."}}),
    .examples = {"tallyward statement list testdata/kz2021 --speaker Domanski"},
    .run = run_view<k_statement_list>,
};

extern const Command statement_consistency_command;
const Command statement_consistency_command{
    .noun = "statement",
    .verb = "consistency",
    .summary = "Put texts on one theme side by side",
    .description = "In order of date, with speaker and source. No score of tone is made.",
    .operands = {kFolder},
    .options = view_options({{"--theme", "ID", "Only this theme."}}),
    .examples = {"tallyward statement consistency testdata/kz2021"},
    .run = run_view<k_statement_consistency>,
};

extern const Command legal_list_command;
const Command legal_list_command{
    .noun = "legal",
    .verb = "list",
    .summary = "List laws and cases that bear on findings",
    .description = "With the finding and the benchmark of each.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward legal list testdata/kz2021"},
    .run = run_view<k_legal_list>,
};

extern const Command recommendation_matrix_command;
const Command recommendation_matrix_command{
    .noun = "recommendation",
    .verb = "matrix",
    .summary = "Show recommendations by theme and what became of them",
    .description =
        "Theme by status with the ids behind each cell, chains of the same substance through reports, shares "
        "with n. Our own readings are marked and never added up.",
    .operands = {kFolder},
    .options = view_options({{"--theme", "ID", "Only this theme."}}),
    .examples = {"tallyward recommendation matrix testdata/kz2021"},
    .run = run_view<k_recommendation_matrix>,
};

extern const Command recommendation_list_command;
const Command recommendation_list_command{
    .noun = "recommendation",
    .verb = "list",
    .summary = "List recommendations, priority ones first",
    .description =
        "Text, theme, addressee, commitments, status with its assessor, what changed in law, the State's "
        "response, follow-up.",
    .operands = {kFolder},
    .options = view_options({{"--theme", "ID", "Only this theme."}}),
    .examples = {"tallyward recommendation list testdata/kz2021"},
    .run = run_view<k_recommendation_list>,
};

extern const Command media_summary_command;
const Command media_summary_command{
    .noun = "media",
    .verb = "summary",
    .summary = "Summarise monitored media by subject",
    .description = "Shares of time or space that add up to 100, tone, direct speech, agreement of coders.",
    .operands = {kFolder},
    .options = view_options({}),
    .examples = {"tallyward media summary testdata/training"},
    .run = run_view<k_media_summary>,
};

extern const Command visit_profile_command;
const Command visit_profile_command{
    .noun = "visit",
    .verb = "profile",
    .summary = "Show what visits answered, n of N for each question",
    .description =
        "Counts with their base, by phase. No index is made; what was not observed is not zero. In a limited "
        "mission no share is given.",
    .operands = {kFolder},
    .options = view_options({{"--topic", "TOPIC", "Only rating, transparency, health or other."}}),
    .examples = {"tallyward visit profile testdata/training"},
    .run = run_view<k_visit_profile>,
};

}  // namespace tallyward::cli
