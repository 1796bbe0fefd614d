import {expect, it} from 'vitest';
import {columns, states, transitions, words} from './incident_states.ts';

it('every state of an incident has one column, one word and a way on; every column and word is used', () => {
  const all = ['new', 'verified', 'invalidated', 'advice_requested', 'advice_provided', 'action_pending', 'action_taken', 'closed', 'reopened'];
  expect(Object.keys(states).sort()).toEqual([...all].sort());
  expect(Object.keys(transitions).sort()).toEqual([...all].sort());
  expect(new Set(Object.values(states).map((state) => state.column))).toEqual(new Set(columns));
  expect(new Set(Object.values(states).map((state) => state.word))).toEqual(new Set(words));
  for (const ways of Object.values(transitions)) expect(ways.length).toBeGreaterThan(0);
});
