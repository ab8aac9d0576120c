// route.js: the address after the hash: #/reviews/117?level=1
//
//   useRoute() -> { path: 'reviews', rest: ['117'], query: { level: '1' } }
//   href('reviews', 117, { level: 1 })   for <a href>;  go(…the same…) to move there
import { store, useStore } from './store.js';

function read() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [first = '', ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
  return { path: first, rest, query: Object.fromEntries(new URLSearchParams(search)) };
}

function safeRead() {
  try {
    return read();
  } catch {
    return { path: '', rest: [], query: {} }; // a broken % in the address
  }
}

const route = store(safeRead());
addEventListener('hashchange', () => route.set(safeRead()));

export const useRoute = () => useStore(route);
export const currentRoute = () => route.get();

export function href(path, ...parts) {
  const last = parts[parts.length - 1];
  const query = last && typeof last === 'object' ? parts.pop() : {};
  const kept = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '');
  const search = new URLSearchParams(kept).toString();
  return `#/${[path, ...parts].map((part) => encodeURIComponent(part)).join('/')}${
    search ? `?${search}` : ''}`;
}

export function go(...where) {
  location.hash = href(...where);
}

// The same page with another query, without a step in the browser's history.
export function goQuietly(...where) {
  history.replaceState(null, '', href(...where));
  route.set(safeRead());
}
