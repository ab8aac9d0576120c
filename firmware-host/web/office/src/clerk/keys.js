// keys.js: which key does what, for this person on this computer.
//
// F keys and single letters; a letter can be given another act or none, and all letters can be
// switched off together, for people whose other programs or whose dictation would trigger them. Keys
// do nothing while somebody writes in a field or answers a dialog, and a key that is held down
// counts once.
import { useEffect, useRef } from 'preact/hooks';
import { who } from '../base/session.js';
import { remembered } from '../base/store.js';
import { acts } from './acts.js';

const stores = new Map();

function kept(name, fallback) {
  const key = `clerk.${name}.${who()?.name || ''}`;
  if (!stores.has(key)) {
    stores.set(key, remembered(key, fallback));
  }
  return stores.get(key);
}

export const ownKeys = () => kept('keys', {}); // act id -> key, '' = none
export const lettersOn = () => kept('letters', true);

const isLetter = (key) => key.length === 1;

// The key of an act as it is now, '' = none.
export function keyOf(act) {
  const own = ownKeys().get()[act.id];
  const key = own === undefined ? act.key : own;
  return isLetter(key) && !lettersOn().get() ? '' : key;
}

export const keyName = (event) => (event.key.length === 1 ? event.key.toUpperCase() : event.key);

// Keys that may be given to an act: letters, digits and F2 … F12.
export const mayBeKey = (name) => /^([A-Z0-9]|F([2-9]|1[0-2]))$/.test(name);

function isBusyElsewhere(event) {
  return event.defaultPrevented || event.repeat || event.isComposing
    || document.querySelector('dialog[open]')
    || event.target.closest?.('input, textarea, select, [contenteditable]');
}

// Space is the primary key too, unless it would press what has the focus.
function isPrimarySpace(event) {
  return event.key === ' ' && !event.target.closest?.('button, a, [role="tab"], tr[tabindex]');
}

// `doAct(act)` for keys, `palette()` for Ctrl+K; `fitting()` gives the acts that fit now.
export function useKeys({ fitting, doAct, palette }) {
  const latest = useRef(null);
  latest.current = { fitting, doAct, palette };
  useEffect(() => {
    const onKey = (event) => {
      const now = latest.current;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        if (!document.querySelector('dialog[open]')) {
          now.palette();
        }
        return;
      }
      if (isBusyElsewhere(event) || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      const name = keyName(event);
      const act = now.fitting().find((one) => (isPrimarySpace(event) ? one.primary
        : keyOf(one) === name));
      const known = act || isPrimarySpace(event) || acts.some((one) => keyOf(one) === name);
      if (known) {
        event.preventDefault(); // F keys of the browser too, also when the act does not fit now
      }
      if (act) {
        now.doAct(act);
      }
    };
    // A button that the mouse has pressed keeps no focus: the next Space means the next visitor. Before
    // the button acts (capture), or a dialog that it opens would give the focus back to it.
    const onClick = (event) => {
      const button = event.target.closest?.('main button');
      if (event.detail > 0 && button && !button.closest('dialog')) {
        button.blur();
      }
    };
    addEventListener('keydown', onKey);
    addEventListener('click', onClick, true);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('click', onClick, true);
    };
  }, []);
}
