// toast.jsx: short news at the foot of the page.
//
//   toast('已保存');  toast('…', { kind: 'warn' });  failed(error)   a Refusal, told in its words
//   toast('已按过号', { action: { label: '撤销', run }, seconds: 10 })
import { useEffect, useState } from 'preact/hooks';
import { store, useStore } from '../base/store.js';
import { t } from '../base/words.js';
import { Icon } from './icon.jsx';

const SECONDS = { ok: 4, info: 5, warn: 8, bad: 12 };
const AT_ONCE = 4;
const toasts = store([]);
let nextId = 1;

export function dismiss(id) {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}

export function toast(text, { kind = 'ok', action, seconds = SECONDS[kind] } = {}) {
  const id = nextId;
  nextId += 1;
  const others = toasts.get().filter((one) => one.text !== text).slice(1 - AT_ONCE);
  toasts.set([...others, { id, text, kind, action, seconds }]);
  return id;
}

export function failed(error) {
  if (error?.code !== 'given_up') {
    toast(error?.message || String(error), { kind: 'bad' });
  }
}

function Toast({ id, text, kind, action, seconds }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) {
      return undefined;
    }
    const timer = setTimeout(() => dismiss(id), seconds * 1000);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div class={`toast ${kind}`} onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}>
      <Icon name={kind} />
      <span class="grow">{text}</span>
      {action && (
        <button type="button" class="link" onClick={() => { dismiss(id); action.run(); }}>
          {action.label}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={t('office.close')}
        onClick={() => dismiss(id)}><Icon name="close" /></button>
    </div>
  );
}

export function Toasts() {
  const all = useStore(toasts);
  return (
    <div class="toasts" role="region" aria-label={t('office.news')} aria-live="polite">
      {all.map((one) => <Toast key={one.id} {...one} />)}
    </div>
  );
}
