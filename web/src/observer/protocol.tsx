// O4: the results protocol, line by line as on the paper, with the paper's own letters. Blank is not zero. The sums are
// checked while typing, offline; a paper that does not add up is recorded exactly as it is, and that is an answer.
import type {JSX} from 'preact';
import {useMemo, useState} from 'preact/hooks';
import {evaluate, type Expression, parse, sides, typed, type Value, valueText} from '../expression/expression.ts';
import {formatDecimal} from '../shared/locale.ts';
import {label, language, t} from '../shared/messages.ts';
import {Note, Screen} from '../shared/ui.tsx';
import {normalDigits} from './form.tsx';
import {Photos} from './photo.tsx';
import {clock, Problem} from './parts.tsx';
import {drafts, fieldsOf, fileReport, keptAt, nowText, pack, saveDraft} from './state.ts';
import {sendAll} from './outbox.ts';
import type {Draft, ProtocolCheck, ProtocolLine} from './types.ts';

const copies = ['given', 'posted', 'hand_copy', 'read_aloud', 'refused'];

export interface CheckResult { check: ProtocolCheck; state: 'holds' | 'fails' | 'unknown'; fields: string[]; left?: string; right?: string }

const parsed = new Map<string, Expression | undefined>();
function expressionOf(source: string): Expression | undefined {
  if (!parsed.has(source)) { try { parsed.set(source, parse(source)); } catch { parsed.set(source, undefined); } }
  return parsed.get(source);
}

export function runChecks(checks: ProtocolCheck[], figures: Record<string, string>): CheckResult[] {
  return checks.flatMap((check): CheckResult[] => {
    const expression = expressionOf(check.expression);
    if (!expression) return [];
    const lookup = (name: string) => typed(figures[name]);
    let value: Value;
    try { value = evaluate(expression, lookup); } catch { return []; }
    const both = sides(expression, lookup);
    const result: CheckResult = {check, state: value === true ? 'holds' : value === false ? 'fails' : 'unknown', fields: check.fields ?? expression.names};
    return [both ? {...result, left: valueText(both[0]), right: valueText(both[1])} : result];
  });
}

/** "412 for 421": two neighbouring digits of one figure exchanged would make both sides equal. */
export function transposition(result: CheckResult, figures: Record<string, string>): {field: string; value: string} | undefined {
  const expression = expressionOf(result.check.expression);
  if (!expression || result.state !== 'fails') return undefined;
  for (const field of result.fields) {
    const digits = figures[field] ?? '';
    for (let at = 0; at + 1 < digits.length; ++at) {
      const value = digits.slice(0, at) + digits[at + 1]! + digits[at]! + digits.slice(at + 2);
      if (value !== digits && evaluate(expression, (name) => typed(name === field ? value : figures[name])) === true) return {field, value};
    }
  }
  return undefined;
}

/** What the second pass asks again: totals, every field of a check that fails, and three more chosen by the draft's own number. */
export function askAgain(lines: ProtocolLine[], results: CheckResult[], id: string): string[] {
  const wanted = new Set(lines.filter((line) => line.group !== 'votes').map((line) => line.code));
  for (const result of results) if (result.state === 'fails') result.fields.forEach((field) => wanted.add(field));
  const rest = lines.map((line) => line.code).filter((code) => !wanted.has(code));
  let seed = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  for (let i = 0; i < 3 && rest.length > 0; ++i) { seed = (seed * 1103515245 + 12345) >>> 0; wanted.add(rest.splice(seed % rest.length, 1)[0]!); }
  return lines.map((line) => line.code).filter((code) => wanted.has(code));
}

const goTo = (code: string): void => { const field = document.getElementById(`p-${code}`); field?.scrollIntoView({block: 'center'}); field?.focus(); };

function FigureRow(props: {line: ProtocolLine; value: string | undefined; marked: boolean; set: (value: string) => void; plain?: boolean}): JSX.Element {
  const {line, value, set} = props;
  const [focused, setFocused] = useState(false);
  const illegible = value === 'illegible';
  const shown = illegible ? '' : focused || !value ? (value ?? '') : formatDecimal(value, language.value);
  return (
    <div class={`figure ${props.marked ? 'marked' : ''}`}>
      <label for={`p-${line.code}`}>{line.letter && <span class="letter"><bdi>{line.letter}</bdi></span>}{label(line.label)}{illegible && <span class="warn"> · {t('protocol.illegible')}</span>}</label>
      <input id={`p-${line.code}`} inputMode="numeric" autocomplete="off" value={shown} data-line={line.code}
        onFocus={(event) => { setFocused(true); event.currentTarget.select(); }} onBlur={() => setFocused(false)}
        onInput={(event) => set((event.currentTarget.value = normalDigits(event.currentTarget.value)))} />
      {!props.plain && <button type="button" aria-pressed={illegible} aria-label={t('protocol.illegible_of', {line: label(line.label)})} onClick={() => set(illegible ? '' : 'illegible')}>—</button>}
    </div>
  );
}

const nextField = (event: KeyboardEvent): void => {
  if (event.key !== 'Enter' && event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const fields = [...document.querySelectorAll<HTMLInputElement>('.figure input')];
  const at = fields.indexOf(event.target as HTMLInputElement);
  if (at < 0) return;
  event.preventDefault();
  fields[event.key === 'ArrowUp' ? Math.max(0, at - 1) : Math.min(fields.length - 1, at + 1)]!.focus();
};

export function Checks(props: {results: CheckResult[]; figures: Record<string, string>; lines: ProtocolLine[]}): JSX.Element {
  const nameOf = (code: string): string => { const line = props.lines.find((other) => other.code === code); return line?.letter || label(line?.label) || code; };
  const written = (source: string): string => source.replace(/\$\{([^}]*)\}/g, (_, code: string) => nameOf(code)).replaceAll('<=', '≤').replaceAll('>=', '≥').replaceAll('!=', '≠').replaceAll(' * ', ' × ').replaceAll(' div ', ' ÷ ');
  const number = (text: string | undefined): string => (text === undefined ? '?' : /^-?\d+$/.test(text) ? formatDecimal(text, language.value) : text);
  const shown = props.results.filter((result) => result.state !== 'unknown');
  return (
    <div class="checks" role="status" aria-label={t('protocol.checks')}>
      {shown.length === 0 && <span class="quiet">{t('protocol.nothing_yet')}</span>}
      {shown.filter((result) => result.state === 'holds').map((result) => <div class="good" key={result.check.code}>✓ {written(result.check.expression)}</div>)}
      {shown.filter((result) => result.state === 'fails').map((result) => {
        const hint = transposition(result, props.figures);
        const difference = result.left !== undefined && result.right !== undefined && /^-?\d+$/.test(result.left + result.right.replace('-', '')) ? Number(result.left) - Number(result.right) : undefined;
        return (
          <button key={result.check.code} type="button" class={result.check.severity === 'impossible' ? 'bad' : 'warn'} onClick={() => goTo(result.fields[0]!)}>
            <b>{result.check.code}</b> {label(result.check.message) || written(result.check.expression)}
            {difference !== undefined && <span class="number"> · {number(result.left)} ≠ {number(result.right)} ({difference > 0 ? '+' : '−'}{number(String(Math.abs(difference)))})</span>}
            {hint && <span> · {t('protocol.hint', {from: props.figures[hint.field]!, to: hint.value, line: nameOf(hint.field)})}</span>}
          </button>);
      })}
    </div>
  );
}

export function Protocol(props: {id: string; step: string | undefined}): JSX.Element {
  const draft = drafts.value.find((other) => other.id === props.id);
  const [again, setAgain] = useState<Record<string, string>>({});
  const lines = pack.value?.protocol?.lines ?? [];
  const checks = pack.value?.protocol?.checks ?? [];
  const results = useMemo(() => (draft ? runChecks(checks, draft.figures) : []), [draft, checks]);
  if (!draft) return <Screen name="protocol" state="empty" title={t('form.gone')}><a class="button" href="#/today">{t('bar.today')}</a></Screen>;
  const change = (part: Partial<Draft>): void => { void saveDraft({...draft, ...part}); };
  const extra = (name: string, value: string): void => change({extra: {...draft.extra, [name]: value}});
  const failing = results.filter((result) => result.state === 'fails');
  const marked = new Set(failing.flatMap((result) => result.fields));
  const asked = askAgain(lines, results, draft.id);
  const heading = <p class="quiet"><span class="station"><bdi dir="ltr">{draft.station}</bdi></span> {keptAt.value ? t('form.kept', {time: clock(keptAt.value)}) : ''}</p>;
  const noFigures = draft.extra['copy'] === 'refused';

  if (props.step === 'again') {
    const wrong = asked.filter((code) => again[code] !== undefined && again[code] !== '' && again[code] !== (draft.figures[code] ?? ''));
    const missing = asked.filter((code) => (draft.figures[code] ?? '') !== '' && draft.figures[code] !== 'illegible' && !again[code]);
    return (
      <Screen name="protocol-again" title={t('protocol.again')}>
        {heading}<p>{t('protocol.again_explain')}</p>
        <form onKeyDown={nextField} onSubmit={(event) => event.preventDefault()}>
          {lines.filter((line) => asked.includes(line.code)).map((line) => <FigureRow key={line.code} line={line} value={again[line.code]} marked={wrong.includes(line.code)} plain set={(value) => setAgain({...again, [line.code]: value})} />)}
        </form>
        {wrong.map((code) => <Note kind="warn" key={code}>{t('protocol.differ', {line: label(lines.find((line) => line.code === code)!.label), first: draft.figures[code] || '∅', second: again[code]!})}
          <div class="row"><button onClick={() => setAgain({...again, [code]: draft.figures[code] ?? ''})}>{draft.figures[code] || '∅'}</button><button onClick={() => change({figures: {...draft.figures, [code]: again[code]!}})}>{again[code]}</button></div></Note>)}
        {wrong.length === 0 && missing.length === 0 ? <a class="button main" href={`#/protocol/${draft.id}/sign`}>{t('form.review')}</a> : <p class="quiet">{t('protocol.again_left', {n: wrong.length + missing.length})}</p>}
      </Screen>
    );
  }
  if (props.step === 'sign') {
    const file = async (): Promise<void> => {
      const figures = noFigures ? {} : Object.fromEntries(lines.map((line) => [line.code, draft.figures[line.code] ?? '']));
      const filled: Draft = {...draft, figures, answers: {}};
      await fileReport(filled, fieldsOf(filled), t('today.protocol'));
      void sendAll(true);
      location.hash = '#/reports';
    };
    const paper = draft.extra['paper_as_is'] === 'yes';
    return (
      <Screen name="protocol-sign" title={t('protocol.sign')}>
        {heading}<Problem />
        {!noFigures && <Checks results={results} figures={draft.figures} lines={lines} />}
        {failing.length > 0 && !noFigures && <label class="row card"><input type="checkbox" checked={paper} onChange={(event) => extra('paper_as_is', event.currentTarget.checked ? 'yes' : '')} />{t('protocol.paper_wrong')}</label>}
        <Note>{t('form.sign', {station: draft.station, time: nowText().slice(11, 16)})}</Note>
        <div class="row"><button class="main" disabled={failing.length > 0 && !paper && !noFigures} onClick={() => void file()}>{t('form.file')}</button><a class="button" href={`#/protocol/${draft.id}`}>{t('form.back')}</a></div>
        {failing.length > 0 && !paper && !noFigures && <p class="quiet">{t('protocol.paper_needs')}</p>}
      </Screen>
    );
  }
  return (
    <Screen name="protocol" title={t('protocol.title')}>
      {heading}<Problem />
      <Note>{t('form.record_only')}</Note>
      <fieldset><legend>{t('protocol.copy')}</legend><div class="answers column">{copies.map((copy) => <button key={copy} type="button" aria-pressed={draft.extra['copy'] === copy} onClick={() => extra('copy', copy)}>{t(`copy.${copy}`)}</button>)}</div></fieldset>
      {noFigures && <label>{t('protocol.refusal')}<textarea value={draft.comments['copy'] ?? ''} onInput={(event) => change({comments: {...draft.comments, copy: event.currentTarget.value}})} /></label>}
      {draft.extra['copy'] && !noFigures && <>
        <h2>{t('protocol.photo')}</h2><Photos draft={draft} change={(changed) => void saveDraft(changed)} />
        <h2>{t('protocol.figures')}</h2><p class="quiet">{t('protocol.blank')}</p>
        <form onKeyDown={nextField} onSubmit={(event) => event.preventDefault()}>
          {lines.map((line) => <FigureRow key={line.code} line={line} value={draft.figures[line.code]} marked={marked.has(line.code)} set={(value) => change({figures: {...draft.figures, [line.code]: value}})} />)}
        </form>
        <fieldset><legend>{t('protocol.words')}</legend><div class="answers">{['same', 'differ', 'not_on_paper', 'could_not_observe'].map((value) => <button key={value} type="button" aria-pressed={draft.extra['words'] === value} onClick={() => extra('words', value)}>{t(`words.${value}`)}</button>)}</div></fieldset>
        {(['signed', 'stamped', 'complaint_attached'] as const).map((name) => <fieldset key={name}><legend>{t(`protocol.${name}`)}</legend><div class="answers">{['yes', 'no', 'could_not_observe', 'not_applicable'].map((value) => <button key={value} type="button" aria-pressed={draft.extra[name] === value} onClick={() => extra(name, value)}>{t(`answer.${value}`)}</button>)}</div></fieldset>)}
        <Checks results={results} figures={draft.figures} lines={lines} />
      </>}
      {draft.extra['copy'] && <p><a class="button main" href={`#/protocol/${draft.id}/${noFigures ? 'sign' : 'again'}`}>{noFigures ? t('form.review') : t('protocol.to_again')}</a></p>}
    </Screen>
  );
}
