// audit/words.js: the names of the record as people read them. Kinds, actors and outcomes are worded in
// the concern "report", as in the report 操作日志; what has no word stands as it is.
import { hasWord, t } from '../base/words.js';

const spoken = (key, otherwise, holes) => (hasWord(key) ? t(key, holes) : otherwise);

export const kindOf = (kind) => spoken(`report.event.${kind}`, kind);

// "clerk:zhao-min", "auditor:shen-ji", "visitor", "system", a device's own name.
export function actorOf(actor) {
  const [kind, ...rest] = actor.split(':');
  const name = rest.join(':');
  return spoken(`report.actor.${kind}`, name || actor, { name: name || actor });
}

const numbered = (body) => body.number ?? body.label;

// What was acted on, in few words.
export function aboutOf({ body, ticket, window }) {
  const parts = [body.subject, body.device, numbered(body) ?? (ticket > 0
    ? t('audit.about.ticket', { ticket }) : ''), body.item,
  window > 0 ? t('audit.about.window', { window }) : ''];
  return parts.filter((part) => part !== undefined && part !== '' && part !== 0).join(' · ');
}

const CODES = ['report.outcome', 'report.word', 'office.role', 'account.state', 'audit.word'];

// A code that has a word, in words.
function codeOf(code) {
  const of = code && CODES.find((one) => hasWord(`${one}.${code}`));
  return of ? t(`${of}.${code}`) : code;
}

export function moreOf({ body }) {
  return [codeOf(body.result), codeOf(body.reason), body.note, body.text].filter(Boolean).join(' · ');
}
