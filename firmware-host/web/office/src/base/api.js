// api.js: the one way in which pages talk to the hall.
//
//   await get('/windows', { area: 'A' })                 reads; the query may be left out
//   await act('POST', '/windows/3/next', { … })          changes something, exactly once
//
// Paths are below /api/v1. Both throw a Refusal with `message` in the language of the page (what is
// wrong and what to do next), `code`, `status` and the whole `body`; code "network" when the hall
// cannot be reached.
//
// An act carries an intent that is kept until the server has answered. When the connection breaks
// after sending, nobody knows whether it was done: the same intent is sent again until an answer
// comes (PATIENCE_MS at most), and the hall answers a repeated intent with the first result. So a
// broken line never makes two effects. `patience` is how long (Infinity: until it is known), and
// `onDoubt` hears when it begins to be unknown.
//
// 401 shows the sign-in page; 403 confirm_first opens the second step and then repeats the act.
import { language, t } from './words.js';
import { signedOut } from './session.js';

const PATIENCE_MS = 20000;
const ANSWER_MS = 12000; // longer than the server takes for anything
const PAUSES_MS = [200, 500, 1000, 2000, 3000];

export class Refusal extends Error {
  constructor(status, code, message, body = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

let confirmStep = null; // () => Promise<boolean>; the shell's second step
export function onConfirmNeeded(ask) {
  confirmStep = ask;
}

const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

function withQuery(path, query) {
  const kept = Object.entries(query || {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '');
  return `/api/v1${path}${kept.length ? `?${new URLSearchParams(kept)}` : ''}`;
}

export function downloadAddress(path, query) {
  return withQuery(path, query);
}

function headersFor(method) {
  return {
    'Accept-Language': language.get() === 'en' ? 'en' : 'zh-CN',
    ...(method === 'GET' ? {} : { 'Content-Type': 'application/json', 'X-Hallq-Page': '1' }),
  };
}

async function once(method, address, body, signal) {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), ANSWER_MS);
  signal?.addEventListener('abort', () => cut.abort(), { once: true });
  try {
    const answer = await fetch(address, {
      method,
      headers: headersFor(method),
      body: method === 'GET' ? undefined : JSON.stringify(body || {}),
      signal: cut.signal,
      credentials: 'same-origin',
    });
    const text = await answer.text();
    const json = (answer.headers.get('Content-Type') || '').includes('json');
    return { answer, data: text && json ? JSON.parse(text) : text || null };
  } finally {
    clearTimeout(timer);
  }
}

function refusalOf({ answer, data }) {
  const error = data?.error || {};
  return new Refusal(answer.status, error.code || `http_${answer.status}`,
    error.message || t('office.error.status', { status: answer.status }), data);
}

function judge(result, { quiet401 }) {
  if (result.answer.ok) {
    return result.data;
  }
  const refusal = refusalOf(result);
  if (refusal.status === 401 && !quiet401) {
    signedOut(refusal.code);
  }
  throw refusal;
}

function unreachable(cause) {
  const refusal = new Refusal(0, 'network', t('office.error.network'));
  refusal.cause = cause;
  return refusal;
}

export async function get(path, query, { signal, quiet401 } = {}) {
  let result;
  try {
    result = await once('GET', withQuery(path, query), null, signal);
  } catch (cause) {
    throw unreachable(cause);
  }
  return judge(result, { quiet401 });
}

export const newIntent = () => (crypto.randomUUID
  ? crypto.randomUUID()
  : Array.from(crypto.getRandomValues(new Uint8Array(16)), // plain http on a hall's address
    (byte) => byte.toString(16).padStart(2, '0')).join(''));

async function untilAnswered(method, address, body, { patience = PATIENCE_MS, onDoubt }) {
  const end = Date.now() + patience;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(method, address, body);
    } catch (cause) {
      if (Date.now() > end) {
        throw unreachable(cause);
      }
      onDoubt?.();
      await sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] * (0.8 + 0.4 * Math.random()));
    }
  }
}

// Asks once more after the second step when the hall wants that first.
async function confirmed(ask) {
  const result = await ask();
  if (result.answer.status !== 403 || result.data?.error?.code !== 'confirm_first' || !confirmStep) {
    return result;
  }
  if (!(await confirmStep())) {
    throw new Refusal(403, 'given_up', t('office.confirm.given_up'));
  }
  return ask();
}

// `intent: null` leaves it out: what has none (signing in) is tried once.
export async function act(method, path, body, { intent = newIntent(), quiet401, ...asked } = {}) {
  const address = withQuery(path);
  const waiting = intent === null ? { patience: 0 } : asked;
  const sent = intent === null ? body : { intent, ...body };
  const result = await confirmed(() => untilAnswered(method, address, sent, waiting));
  return judge(result, { quiet401 });
}

// A file that the hall makes: { blob, name }. It may take minutes, so nothing cuts it short, and it is
// asked for once.
export async function takeFile(path, body) {
  const sent = JSON.stringify({ intent: newIntent(), ...body });
  const ask = async () => {
    const answer = await fetch(withQuery(path), { method: 'POST', headers: headersFor('POST'),
      body: sent, credentials: 'same-origin' });
    return { answer, data: answer.ok ? await answer.blob() : await answer.json().catch(() => null) };
  };
  const result = await confirmed(() => ask().catch((cause) => { throw unreachable(cause); }));
  const blob = judge(result, {});
  const [, name = 'file'] = /filename="([^"]+)"/.exec(
    result.answer.headers.get('Content-Disposition') || '') || [];
  return { blob, name };
}
