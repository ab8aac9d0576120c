// tip.jsx: words that appear on hover and on focus, and go with Esc.
//
//   <Tip text="…"><button>…</button></Tip>    describes what is inside (it must take focus)
//   <Hint text="…" label="平均等待" />         a small question mark of its own
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { createPortal } from 'preact/compat';
import { t } from '../base/words.js';
import { Icon } from './icon.jsx';

const GAP = 6;
const EDGE = 8;

// Where the bubble fits: below, or above when the screen ends; never over an edge.
function placeOf(anchor, bubble) {
  const a = anchor.getBoundingClientRect();
  const b = bubble.getBoundingClientRect();
  const below = a.bottom + GAP + b.height <= innerHeight - EDGE;
  return {
    top: `${Math.max(EDGE, below ? a.bottom + GAP : a.top - GAP - b.height)}px`,
    left: `${Math.max(EDGE, Math.min(a.left, innerWidth - b.width - EDGE))}px`,
  };
}

function Bubble({ id, anchor, text }) {
  const bubble = useRef(null);
  const [place, setPlace] = useState(null);
  useEffect(() => setPlace(placeOf(anchor, bubble.current)), [text]);
  return createPortal(
    <span id={id} role="tooltip" class="tip" ref={bubble}
      style={place || { visibility: 'hidden', top: 0, left: 0 }}>{text}</span>,
    anchor.closest('dialog') || document.body,
  );
}

export function Tip({ text, children, class: extra = '' }) {
  const id = useId();
  const anchor = useRef(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const target = anchor.current.firstElementChild;
    target?.setAttribute('aria-describedby', id);
  });
  if (!text) {
    return children;
  }
  const onKey = (event) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <span class={`tip-anchor ${extra}`} ref={anchor} onMouseEnter={() => setOpen(true)}
      onMouseLeave={() => setOpen(false)} onFocusIn={() => setOpen(true)}
      onFocusOut={() => setOpen(false)} onKeyDown={onKey}>
      {children}
      {open ? <Bubble id={id} anchor={anchor.current} text={text} />
        : <span id={id} hidden>{text}</span>}
    </span>
  );
}

export function Hint({ text, label }) {
  return (
    <Tip text={text}>
      <button type="button" class="hint" aria-label={t('office.explain', { what: label })}>
        <Icon name="question" />
      </button>
    </Tip>
  );
}
