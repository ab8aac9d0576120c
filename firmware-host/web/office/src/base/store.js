// store.js: a value that components follow. The only state that pages share lives in such stores.
import { useEffect, useState } from 'preact/hooks';

export function store(value) {
  const followers = new Set();
  return {
    get: () => value,
    set(next) {
      if (next !== value) {
        value = next;
        followers.forEach((follow) => follow(value));
      }
    },
    follow(fn) {
      followers.add(fn);
      return () => followers.delete(fn);
    },
  };
}

export function useStore(from) {
  const [value, setValue] = useState(from.get());
  useEffect(() => {
    setValue(from.get()); // it may have changed between drawing and following
    return from.follow(setValue);
  }, [from]);
  return value;
}

// A value that this browser remembers under `hallq.NAME`; `fallback` where storage is closed.
export function remembered(name, fallback) {
  const key = `hallq.${name}`;
  let first = fallback;
  try {
    const kept = localStorage.getItem(key);
    first = kept === null ? fallback : JSON.parse(kept);
  } catch {
    // Private windows and broken values: it is only a preference.
  }
  const inner = store(first);
  inner.follow((value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // As above.
    }
  });
  return inner;
}
