// stream.js: the live page as the hall pushes it: /api/v1/live/stream.
//
//   const live = useLive();   // null until the first frame; { revision, hall, tiles, hours, alerts,
//                             //   windows: [by number], heat: [by number] }
//
// The first frame is the whole, later ones are what changed (firmware-host/http/live_page.h). A
// frame that begins behind what is known here means that something was missed: the stream is opened
// anew, and the whole comes again. One connection a tab, only while somebody looks.
import { useEffect } from 'preact/hooks';
import { store, useStore } from '../base/store.js';

const WAITS_MS = [300, 1000, 2000, 4000];

export const live = store(null);

const byNumber = (rows) => new Map(rows.map((row) => [row.number, row]));

function merged(old, rows) {
  if (!rows) {
    return old;
  }
  const all = byNumber(old || []);
  rows.forEach((row) => all.set(row.number, row));
  return [...all.values()].sort((a, b) => a.number - b.number);
}

// What is known after a frame; null when the frame does not follow.
export function follow(known, frame) {
  if (frame.from === 0) {
    return { ...frame, windows: merged(null, frame.windows), heat: merged(null, frame.heat || []) };
  }
  if (!known || frame.from > known.revision) {
    return null;
  }
  return { ...known, ...frame, windows: merged(known.windows, frame.windows),
    heat: merged(known.heat, frame.heat) };
}

let source = null;
let readers = 0;
let failures = 0;
let timer = null;

function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function again() {
  close();
  const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)];
  failures += 1;
  timer = setTimeout(open, wait * (0.5 + Math.random())); // not 500 pages in one instant
}

function open() {
  close();
  source = new EventSource('/api/v1/live/stream');
  source.addEventListener('live', (event) => {
    const next = follow(live.get(), JSON.parse(event.data));
    if (next) {
      failures = 0;
      live.set(next);
    } else {
      again();
    }
  });
  source.onerror = again;
}

function look() {
  if (readers > 0 && !document.hidden) {
    if (!source) {
      open();
    }
  } else {
    close();
  }
}

addEventListener('visibilitychange', look);

export function useLive() {
  useEffect(() => {
    readers += 1;
    look();
    return () => {
      readers -= 1;
      look();
    };
  }, []);
  return useStore(live);
}
