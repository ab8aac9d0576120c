// changes.js: what was changed on the page and is not saved yet, by file and path; and what the server
// says of it. They outlive a change of the tab or a new version by somebody else.
import { act } from '../base/api.js';
import { store } from '../base/store.js';

const CHECK_MS = 500;

export const changes = store(new Map()); // "file path" -> { file, path, kind, value, english }
export const checked = store({ problems: [], busy: false });

export const keyOf = (value) => `${value.file} ${value.path}`;

let timer = null;

async function check() {
  const list = [...changes.get().values()];
  if (!list.length) {
    checked.set({ problems: [], busy: false });
    return;
  }
  checked.set({ ...checked.get(), busy: true });
  try {
    const answer = await act('POST', '/configuration/check', { changes: list }, { intent: null });
    checked.set({ problems: answer.problems || [], busy: false });
  } catch (error) {
    checked.set({ problems: [], busy: false, error });
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(check, CHECK_MS);
}

export function change(value, edit) {
  const next = new Map(changes.get());
  next.set(keyOf(value), { file: value.file, path: value.path, english: '', ...edit });
  changes.set(next);
  later();
}

export function undo(value) {
  const next = new Map(changes.get());
  next.delete(keyOf(value));
  changes.set(next);
  later();
}

export function discardAll() {
  changes.set(new Map());
  later();
}
