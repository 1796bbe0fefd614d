// The nine states of an incident as the five columns of the triage board and as the four words that its author sees.
// One table, so that board and phone never say different things.
export const columns = ['new', 'checking', 'verified', 'not_confirmed', 'closed'] as const;
export const words = ['received', 'assigned', 'verified', 'closed'] as const;
export type Column = (typeof columns)[number];
export type Word = (typeof words)[number];

export const states: Record<string, {column: Column; word: Word}> = {
  new: {column: 'new', word: 'received'},
  reopened: {column: 'new', word: 'received'},
  advice_requested: {column: 'checking', word: 'assigned'},
  advice_provided: {column: 'checking', word: 'assigned'},
  verified: {column: 'verified', word: 'verified'},
  action_pending: {column: 'verified', word: 'verified'},
  action_taken: {column: 'verified', word: 'verified'},
  invalidated: {column: 'not_confirmed', word: 'closed'},
  closed: {column: 'closed', word: 'closed'},
};

/** Which transitions lead on from a state; the server decides all the same. */
export const transitions: Record<string, string[]> = {
  new: ['verify', 'invalidate', 'request_advice', 'assign'], reopened: ['verify', 'invalidate', 'request_advice', 'assign'],
  advice_requested: ['provide_advice', 'assign'], advice_provided: ['verify', 'invalidate', 'assign'], verified: ['refer', 'close', 'escalate', 'assign'],
  action_pending: ['complete_action', 'assign'], action_taken: ['close'], invalidated: ['reopen'], closed: ['reopen'],
};
