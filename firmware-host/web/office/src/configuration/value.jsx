// configuration/value.jsx: one value: its key and help, a field of its type, where it comes from, and
// what the checker says of it.
import { href } from '../base/route.js';
import { useStore } from '../base/store.js';
import { who } from '../base/session.js';
import { both, t } from '../base/words.js';
import { Badge } from '../ui/badge.jsx';
import { Field } from '../ui/field.jsx';
import { change, changes, checked, keyOf, undo } from './changes.js';

const KIND = { words: 'words', yaml: 'yaml' };

function rangeOf(row) {
  if (row.high === undefined) {
    return '';
  }
  if (['int', 'duration'].includes(row.type)) {
    return t('configuration.range', row);
  }
  if (row.type === 'yaml') {
    return row.high > 0 && row.high < 1e6 ? t('configuration.range.entries', row) : '';
  }
  return row.high > 0 ? t('configuration.range.bytes', row) : '';
}

// What an installer must know to fill it in.
function hintOf(row) {
  const short = row.default && row.default.length < 60 ? row.default : '';
  return [
    rangeOf(row),
    row.unit && row.type === 'int' ? t('configuration.unit', { unit: row.unit }) : '',
    row.required ? t('configuration.required') : short ? t('configuration.default', { value: short }) : '',
    row.words && row.type !== 'choice' ? t('configuration.holes', {
      words: row.words.split('|').map((w) => `{${w}}`).join(' ') }) : '',
    row.list ? t('configuration.list_of', { list: row.list }) : '',
    row.type === 'yaml' && row.example ? t('configuration.example', { example: row.example }) : '',
  ].filter(Boolean).join(' · ');
}

function Origin({ value }) {
  if (value.origin === 'file') {
    return (
      <a class="origin" href={href('configuration', 'text', { file: value.file, line: value.line })}>
        {t('configuration.origin.file', { file: value.file, line: value.line })}
      </a>
    );
  }
  return <Badge kind="off">{t(`configuration.origin.${value.origin}`)}</Badge>;
}

function Choice({ props, options, value, onValue }) {
  const known = options.some(([key]) => key === value);
  return (
    <select {...props} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
      {!known && <option value={value}>{value}</option>}
      {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
    </select>
  );
}

function Plain({ row, props, value, onValue, disabled }) {
  if (row.type === 'bool' || row.type === 'choice') {
    const options = row.type === 'bool'
      ? [['true', t('configuration.true')], ['false', t('configuration.false')]]
      : row.words.split('|').map((word) => [word, word]);
    return <Choice props={{ ...props, disabled }} options={options} value={value} onValue={onValue} />;
  }
  const Control = row.lines || value.length > 80 || value.includes('\n') ? 'textarea' : 'input';
  const number = ['int', 'duration', 'time', 'date'].includes(row.type);
  return (
    <Control {...props} class={`${row.type === 'yaml' ? 'code' : ''} ${number ? 'short' : ''}`}
      rows={Control === 'textarea' ? Math.min(8, 1 + Math.ceil(value.length / 60)) : undefined}
      autocomplete="off" spellcheck={false} value={value} readOnly={disabled}
      onInput={(event) => onValue(event.currentTarget.value)} />
  );
}

function Words({ label, row, value, english, onValue, disabled, error, hint }) {
  return (
    <div class="two">
      {[['zh', value, (next) => onValue(next, english)], ['en', english, (next) => onValue(value, next)]]
        .map(([language, text, set]) => (
          <Field key={language} label={`${label} · ${t(`configuration.${language}`)}`}
            error={language === 'zh' ? error : undefined} hint={language === 'zh' ? hint : undefined}>
            {(props) => <Plain row={row} props={props} value={text} onValue={set} disabled={disabled} />}
          </Field>
        ))}
    </div>
  );
}

function problemText(problems) {
  return problems.map((p) => `${p.message}${p.advice ? ` — ${p.advice}` : ''}`).join('\n') || undefined;
}

function Tools({ value, row, pending, editable }) {
  if (pending) {
    return (
      <>
        <Badge kind="info">{t('configuration.changed')}</Badge>
        <button type="button" class="link" aria-label={`${t('configuration.undo')} ${value.path}`}
          onClick={() => undo(value)}>{t('configuration.undo')}</button>
      </>
    );
  }
  return (
    <>
      <Origin value={value} />
      {editable && value.origin === 'file' && !row.required && (
        <button type="button" class="link" aria-label={`${t('configuration.reset')} ${value.path}`}
          onClick={() => change(value, { kind: 'reset', value: '' })}>
          {t('configuration.reset')}
        </button>
      )}
    </>
  );
}

// What stands in the field: the change, or the file's value.
function shownOf(value, row, pending) {
  if (pending?.kind === 'reset') {
    return { text: row.default || '', english: '' };
  }
  return pending ? { text: pending.value, english: pending.english }
    : { text: value.value || '', english: value.english || '' };
}

export function Value({ value, row, editable, full, within }) {
  const pending = useStore(changes).get(keyOf(value));
  const problems = useStore(checked).problems.filter((p) => p.file === value.file && p.path === value.path);
  const { text, english } = shownOf(value, row, pending);
  const may = editable && who()?.role !== 'auditor' && !value.by_hand;
  const key = !full && within && value.path.startsWith(`${within}.`)
    ? value.path.slice(within.length + 1) : value.path;
  const set = (next, nextEnglish = '') => (next === (value.value || '')
    && nextEnglish === (value.english || '') && value.origin === 'file' ? undo(value)
    : change(value, { kind: KIND[row.type] || 'set', value: next, english: nextEnglish }));
  const label = both(row.help);
  const error = problemText(problems);
  const hint = value.by_hand ? t('configuration.by_hand') : hintOf(row);
  return (
    <div class={`value ${pending ? 'is-changed' : ''}`} id={`value-${value.path}`}>
      <p class="value-head">
        <code>{full ? `${value.file} ${value.path}` : key}</code>
        <span class="grow" />
        <Tools value={value} row={row} pending={pending} editable={may} />
      </p>
      {row.type === 'words'
        ? <Words label={label} row={row} value={text} english={english} onValue={set} disabled={!may}
            error={error} hint={hint} />
        : (
          <Field label={label} error={error} hint={hint}>
            {(props) => <Plain row={row} props={props} value={text} onValue={set} disabled={!may} />}
          </Field>
        )}
    </div>
  );
}
