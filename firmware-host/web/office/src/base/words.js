// words.js: every word that a person reads comes from config/lang by /api/v1/words/CONCERN.
//
//   await loadWords('clerk');        once; the shell does it for a page's `words` (pages.js)
//   t('clerk.next', { number })      the text in the language of the page, holes {number} filled
//   both(item.name)                  the fitting one of a server's {zh, en}
//
// A key that is missing shows itself in brackets. Changing the language draws everything anew.
import { remembered } from './store.js';

const browser = (navigator.language || 'zh').toLowerCase().startsWith('zh') ? 'zh' : 'en';
export const language = remembered('language', browser);

const concerns = new Map(); // concern -> promise
const texts = new Map(); // "clerk.next" -> {zh, en}

async function fetchConcern(concern) {
  const answer = await fetch(`/api/v1/words/${concern}`);
  if (!answer.ok) {
    throw new Error(`words ${concern}: ${answer.status}`);
  }
  Object.entries(await answer.json())
    .forEach(([key, text]) => texts.set(`${concern}.${key}`, text));
}

export function loadWords(...names) {
  return Promise.all(names.map((concern) => {
    if (!concerns.has(concern)) {
      const loading = fetchConcern(concern);
      loading.catch(() => concerns.delete(concern)); // asked for again next time
      concerns.set(concern, loading);
    }
    return concerns.get(concern);
  }));
}

export function hasWord(key) {
  return texts.has(key);
}

export function t(key, holes) {
  const text = texts.get(key);
  if (!text) {
    return `[${key}]`;
  }
  const said = text[language.get()] || text.zh;
  return holes
    ? said.replace(/\{(\w+)\}/g, (hole, name) => (name in holes ? String(holes[name]) : hole))
    : said;
}

export function both(words) {
  return words ? words[language.get()] || words.zh || '' : '';
}
