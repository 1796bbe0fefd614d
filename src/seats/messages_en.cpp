// The sentences of explained steps in English. messages_test.cpp holds the languages together: the same keys,
// the same names in braces.
#include <array>

#include "seats/messages.h"

namespace tallyward::seats {
namespace {

constexpr auto kSentences = std::to_array<Message>({
    {"averages.order", "{seats} seats go one by one to the highest average: votes divided by {divisor}."},
    {"averages.seat", "Seat {seat} goes to {list}, whose average {average} is the highest."},
    {"averages.several",
     "Seats {seat} to {last} go to {lists}: their average {average} is equal, and the seats suffice."},
    {"biproportional.district", "{lists}."},
    {"biproportional.equal_strongest",
     "The strongest lists of {district} have equal votes: nobody is sure of a seat there for being the "
     "strongest."},
    {"biproportional.upper",
     "Upper apportionment: the {seats} seats go to the lists by their voter numbers (votes in each district "
     "divided by its seats, summed), rounded to the nearest whole."},
    {"bloc", "The lists of {bloc} share their {seats} seats among themselves."},
    {"districts.seats", "{district}, with {votes} votes, has {seats} seats."},
    {"irv.elected",
     "{list} has {votes} of the {live} votes that still count, more than half, and is elected."},
    {"levelling.more",
     "{list} holds {held} district seats, more than its share of {share}: it keeps them and leaves the "
     "calculation, which is made again."},
    {"levelling.place", "A levelling seat of {list} falls to {district}, at the quotient {quotient}."},
    {"levelling.share",
     "The shares of the whole house of {house} are calculated for {seats} seats: those of lists outside the "
     "calculation are left out."},
    {"lot.drawn", "A lot was drawn between {lists} for {count} of the places: {drawn}. Record: {record}."},
    {"lot.needed",
     "{lists} stand equal for {count} of the places. The law leaves this to a lot, and no lot is recorded."},
    {"mixed.grows",
     "{list} has its minimum of {least} only in a larger house: at {house} seats it has {seats}."},
    {"mixed.house", "The house grows until every list has at least its minimum: {house} seats."},
    {"mixed.laender",
     "The {seats} seats of {list} go to its Länder by votes, none below its direct seats: {lands}."},
    {"mixed.land", "{land} has {seats} seats by its inhabitants."},
    {"mixed.minimum",
     "In each Land a list is sure of its share or its direct seats, whichever is more: {seats} seats in "
     "all."},
    {"mixed.outside",
     "{seats} direct seats belong to contestants without part in the list allocation: {left} seats are left "
     "to share."},
    {"mixed.overhang",
     "{list} won {direct} direct seats, more than the {entitled} it is entitled to, and keeps them: the "
     "house has {house} seats."},
    {"nl.average", "A residual seat goes to {lists}, whose average {figure} is the highest."},
    {"nl.average_once",
     "A residual seat goes to {lists}, whose average {figure} is the highest among the lists that had none "
     "this way."},
    {"nl.exhausted",
     "{list} has {candidates} candidates who can take a seat: {seats} of its seats go on to other lists."},
    {"nl.majority",
     "{list} has more than half the votes but not more than half the seats: it takes the last residual seat "
     "from {loser}."},
    {"nl.quota",
     "The quota is {votes} votes divided by {seats} seats: {quota}. Whole quotas give {given} seats."},
    {"nl.remainder",
     "A residual seat goes to {lists}, whose remainder {figure} of a quota is the largest among the lists "
     "with three quarters of the quota."},
    {"open.fewer", "undetermined: fewer contestants have votes than there are seats; left over: {count}"},
    {"open.in", "{text} in {district}"},
    {"open.lot", "undetermined: lot needed between {lists} for {count} places"},
    {"open.lot_gives_back",
     "undetermined: lot needed between {lists}; the drawn give back a seat each: {count}"},
    {"open.lot_one", "undetermined: lot needed between {lists} for 1 place"},
    {"open.no_list", "undetermined: no list takes part, and the law as seen names nobody; seats: {count}"},
    {"open.no_taker", "undetermined: no list can take the seats that are left: {count}"},
    {"open.no_votes", "undetermined: no list has votes; seats: {count}"},
    {"open.unassigned", "undetermined: the law names nobody for the seats that are left: {count}"},
    {"persons.order", "{list}: the seats that are left go in the order of the list to {persons}."},
    {"persons.passed_over", "{list}: {persons} died and is passed over (the votes stay with the list)."},
    {"persons.preference", "{list}: elected by their own votes, at least {bar}: {persons}."},
    {"persons.ranking", "{list}: the order for later vacancies is {persons}."},
    {"persons.threshold",
     "A person is elected by votes of the own name from {share} of the quota, {bar} votes."},
    {"plurality", "{lists} have the most votes; {seats} are elected."},
    {"quota", "The quota ({kind}) is {votes} votes and {seats} seats: {quota} votes for a seat."},
    {"quota.remainder", "Seat {seat} goes to {list}, whose remainder {remainder} is the largest left."},
    {"quota.taken_back",
     "One seat is taken back from {list}, whose remainder {remainder} is the smallest: whole quotas gave "
     "more seats than there are."},
    {"quota.unassigned",
     "{seats} seats stay unassigned: every list has received one for its remainder, and the law as seen "
     "names no further rule."},
    {"quota.whole",
     "Each list receives a seat for each whole quota in its votes: {given} of {seats} seats. {left} are "
     "left."},
    {"regions.first", "The electoral number is {number}. Whole numbers give {given} of {seats} seats."},
    {"regions.national", "{list} receives {seats} of the seats left over, by its remainders."},
    {"regions.placed",
     "The seats of {list} from the second scrutiny fall to the regions where its remainder is the largest "
     "part of the region's electoral number: {regions}."},
    {"regions.second",
     "{seats} seats are left over from the regions, and {votes} votes in remainders: the number of the "
     "second scrutiny is {number}."},
    {"regions.taken_back",
     "One seat is taken back from {list}, whose remainder is the smallest: whole numbers gave more seats "
     "than there are."},
    {"second_list.admitted",
     "{list} alone passes the threshold. {second}, next in votes, is admitted beside it; its quotient is "
     "multiplied by {index}."},
    {"second_list.least", "{second} has fewer than {least} seats by its quotient and receives {least}."},
    {"second_list.none",
     "{list} alone passes the threshold and there is no other list: it receives all {seats} seats."},
    {"stv.elected", "{list} has {votes} votes, reaches the quota and is elected."},
    {"stv.excluded",
     "{list} has the fewest votes, {votes}, and is excluded; its papers go on to the next continuing "
     "preference."},
    {"stv.last", "As many candidates continue as there are vacancies: {lists} are elected."},
    {"stv.quota",
     "The quota is the whole part of {papers} valid papers divided by {seats} seats plus one, plus 1: "
     "{quota}."},
    {"stv.surplus",
     "The surplus of {list}, {surplus} votes, is transferred: each paper at its value times the surplus, "
     "divided by the candidate's votes, to five decimals."},
    {"threshold",
     "Lists take part that have {at_least} {share} of {base_name}, {base}: at least {bar} votes{or}. "
     "{passed} of {all} do: {lists}."},
    {"threshold.none",
     "No list reaches the threshold of {share} of {base_name}, {base}. No seat is allocated."},
    {"threshold.own", "{list} needs {share}, being {reason}."},
    {"ties.earlier_registered", "{lists} stand equal. {first} was registered earlier and goes before."},
    {"ties.more_votes", "{lists} stand equal. {first} has more votes and goes before."},
    {"total", "Seats: {lists}."},
    {"two_round.elected", "{list} has {votes} of {base} votes, more than half, and is elected."},
    {"two_round.nobody", "Nobody has more than half of the {base} votes."},
    {"two_round.second", "{lists} have the most votes and stand in the second round."},
    {"word.and", "{before} and {last}"},
    {"word.at_least", "at least"},
    {"word.base.contest_votes", "the votes for all contestants"},
    {"word.base.took_part", "the voters who took part"},
    {"word.base.valid_votes", "the valid votes"},
    {"word.base.votes_cast", "the votes cast"},
    {"word.divisor.adams", "the seats held (Adams)"},
    {"word.divisor.balinski_young",
     "the seats held plus one, among those below their quota (Balinski and Young)"},
    {"word.divisor.danish", "three times the seats held plus one (Danish)"},
    {"word.divisor.dean", "the harmonic mean of the seats held and one more (Dean)"},
    {"word.divisor.dhondt", "the seats held plus one (D'Hondt)"},
    {"word.divisor.huntington_hill",
     "the geometric mean of the seats held and one more (Huntington-Hill; figures shown squared)"},
    {"word.divisor.imperiali", "the seats held plus two (Imperiali)"},
    {"word.divisor.modified_sainte_lague",
     "1.4 for the first seat, then twice the seats held plus one (modified Sainte-Laguë)"},
    {"word.divisor.sainte_lague", "twice the seats held plus one (Sainte-Laguë)"},
    {"word.more_than", "more than"},
    {"word.none", "none"},
    {"word.not_stated", "not stated"},
    {"word.or.any_district", ", or {share} of the votes of one district"},
    {"word.or.direct_seats", ", or {count} or more direct seats"},
    {"word.quota.droop", "Droop: votes divided by seats plus one, whole part plus one"},
    {"word.quota.hagenbach_bischoff", "Hagenbach-Bischoff: votes divided by seats plus one"},
    {"word.quota.hagenbach_bischoff_rounded",
     "Hagenbach-Bischoff rounded to a whole number: votes divided by seats plus one"},
    {"word.quota.hare", "Hare: votes divided by seats"},
    {"word.quota.imperiali", "Imperiali: votes divided by seats plus two"},
    {"word.reason.against_all", "the line against all"},
    {"word.reason.alliance", "an alliance"},
    {"word.reason.alliance_of", "an alliance of {count} parties"},
    {"word.reason.independent", "an independent"},
    {"word.reason.minority", "a list of a minority"},
    {"word.reason.party", "a party"},
    {"word.the_whole", "The whole"},
});

}  // namespace

std::span<const Message> english_messages() {
  return kSentences;
}

}  // namespace tallyward::seats
