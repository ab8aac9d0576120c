// live.js: one stream of /api/v1/events for all pages of this tab.
//
//   useEvents((event) => …)             every event as it becomes durable: { kind, seq, … }
//   useFresh(load, { when, gap })       what `load` gives, loaded anew after events that matter
//   contact                             store: { at, stale }, for the stale banner
//
// The stream is read with fetch, not EventSource: that hides the server's comment lines (one every
// 2 s, with the hall's time), and they are how a page knows that silence means quiet, not a cut
// cable. After a break it resumes behind the last event seen; when too much was missed the hall
// says "reset" and everything is loaded anew. Reconnects are jittered, so that 500 pages do not
// come back in one instant. A hidden tab lets go of its connection: browsers have six a host.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { store } from './store.js';
import { hallClock, hallSays } from './time.js';
import { signedOut } from './session.js';

const STALE_MS = 5000;
const WAITS_MS = [500, 1000, 2000, 4000]; // half to one and a half of it
const HIDDEN_MS = 15000;
const RETRY_MS = 2000; // a load that did not reach the hall

// `at`: the hall's time of the last sign of life.
export const contact = store({ at: '', stale: false });

const listeners = new Set();
let last = null; // seq of the last event seen
let running = null; // AbortController of the connection
let wanted = false;
let failures = 0;
let heard = 0;

function hear() {
  heard = Date.now();
  failures = 0;
  contact.set({ at: hallClock(), stale: false });
}

function tell(event) {
  [...listeners].forEach((listener) => listener(event));
}

function takeFrame(frame) {
  let data = '';
  let kind = '';
  for (const line of frame.split('\n')) {
    if (line.startsWith(':')) {
      const now = line.slice(1).trim();
      if (now) {
        hallSays(now);
      }
    } else if (line.startsWith('data: ')) {
      data += line.slice(6);
    } else if (line.startsWith('event: ')) {
      kind = line.slice(7);
    } else if (line.startsWith('id: ')) {
      last = Number(line.slice(4));
    }
  }
  if (kind) {
    tell({ ...(data ? JSON.parse(data) : {}), kind });
  }
}

async function readAll(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    hear();
    const frames = (rest + value).split('\n\n');
    rest = frames.pop();
    frames.forEach(takeFrame);
  }
}

async function connect() {
  const mine = new AbortController();
  running = mine;
  try {
    const headers = last === null ? {} : { 'Last-Event-ID': String(last) };
    const answer = await fetch('/api/v1/events', { headers, signal: mine.signal });
    if (answer.status === 401) {
      wanted = false;
      signedOut((await answer.json().catch(() => ({}))).error?.code);
      return;
    }
    if (answer.ok) {
      if (last === null && failures > 0) {
        tell({ kind: 'reset' }); // nothing says what happened meanwhile
      }
      hear();
      await readAll(answer.body);
    }
  } catch {
    // A break, or let go: what follows is the same.
  }
  if (running === mine) {
    running = null;
    again();
  }
}

function again() {
  if (wanted && !running) {
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)];
    failures += 1;
    setTimeout(() => wanted && !running && connect(), wait * (0.5 + Math.random()));
  }
}

export function startLive() {
  if (!wanted) {
    wanted = true;
    heard = Date.now();
    contact.set({ at: hallClock(), stale: false });
    connect();
  }
}

export function stopLive() {
  wanted = false;
  running?.abort();
  running = null;
  contact.set({ ...contact.get(), stale: false });
}

setInterval(() => {
  if (!wanted || Date.now() - heard <= STALE_MS) {
    return;
  }
  if (!contact.get().stale) {
    contact.set({ ...contact.get(), stale: true });
  }
  if (running && Date.now() - heard > 2 * STALE_MS) { // half-open: nothing will come any more
    running.abort();
    running = null;
    again();
  }
}, 500);

let hiding = null;
addEventListener('visibilitychange', () => {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = setTimeout(() => {
      const was = wanted;
      stopLive();
      hiding = was ? 'resume' : null;
    }, HIDDEN_MS);
  } else if (hiding === 'resume') {
    hiding = null;
    startLive();
  }
});

export function useEvents(listener) {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const hearOne = (event) => latest.current(event);
    listeners.add(hearOne);
    return () => listeners.delete(hearOne);
  }, []);
}

// Loads now, after each event for which `when(event)` is true (left out: any), and after a reset.
// Events that come close together cost one load (`gap` ms); loads never overlap. `keys` are what
// `load` depends on. Gives { data, error, loading, reload }; old data stays while new is loading.
export function useFresh(load, { when, gap = 120, keys = [] } = {}) {
  const [state, setState] = useState({ data: null, error: null, loading: true });
  const work = useRef({ wanted: 0, running: null, round: 0, timer: null });
  const latest = useRef(load);
  latest.current = load;

  // Resolves when what was true at the moment of the call has been loaded.
  const reload = useCallback(() => {
    const mine = work.current;
    mine.wanted += 1;
    mine.running ??= (async () => {
      for (let seen = 0; seen !== mine.wanted;) {
        seen = mine.wanted;
        await loadOnce(mine);
      }
      mine.running = null;
    })();
    return mine.running;
  }, []);

  async function loadOnce(mine) {
    const { round } = mine;
    let next;
    try {
      const data = await latest.current();
      next = () => ({ data, error: null, loading: false });
    } catch (error) {
      next = (old) => ({ ...old, error, loading: false });
      if (error.code === 'network') {
        later(mine, RETRY_MS);
      }
    }
    if (round === mine.round) { // else nobody wants it any more
      setState(next);
    }
  }

  function later(mine, ms) {
    mine.timer ??= setTimeout(() => {
      mine.timer = null;
      reload();
    }, ms);
  }

  useEffect(() => {
    const mine = work.current;
    setState((old) => ({ ...old, loading: true }));
    reload();
    return () => {
      mine.round += 1;
      clearTimeout(mine.timer);
      mine.timer = null;
    };
  }, keys);
  useEvents((event) => {
    if (event.kind === 'reset' || !when || when(event)) {
      later(work.current, gap);
    }
  });
  return { ...state, reload };
}
