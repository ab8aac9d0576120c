// picker.jsx: type a few letters, choose from what fits: items, windows, commands.
//
//   <Picker label="事项" options={[{ key, text, detail, search: ['qysldj', 'qiye-sheli'], hint }]}
//     onPick={(option) => …} first />
//
// Finds by any part of the text (Chinese or English) and by the beginning of a `search` word
// (pinyin initials, codes). ↑ ↓ move, Enter takes. The list is always open: it is what one looks at.
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../base/words.js';
import { Keys } from './button.jsx';

const SHOWN = 60;

// 0 = not at all; better fits are greater.
function fitOf(option, wanted) {
  if (!wanted) {
    return 1;
  }
  const text = option.text.toLowerCase();
  const words = (option.search || []).filter(Boolean).map((word) => word.toLowerCase());
  if (words.includes(wanted) || text === wanted) {
    return 4;
  }
  if (words.some((word) => word.startsWith(wanted)) || text.startsWith(wanted)) {
    return 3;
  }
  return text.includes(wanted) || words.some((word) => word.includes(wanted)) ? 2 : 0;
}

function fitting(options, typed) {
  const wanted = typed.trim().toLowerCase();
  return options.map((option) => [fitOf(option, wanted), option])
    .filter(([fit]) => fit > 0)
    .sort(([a], [b]) => b - a) // stable: equals stay in their order
    .slice(0, SHOWN)
    .map(([, option]) => option);
}

export function Picker({ label, options, onPick, picked, empty, first = false, placeholder }) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef(null);
  const shown = useMemo(() => fitting(options, typed), [options, typed]);
  useEffect(() => {
    list.current.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, shown]);
  const onKey = (event) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(shown.length - 1, to)));
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      if (shown[at]) {
        onPick(shown[at]);
      }
    }
  };
  return (
    <div class="picker">
      <label for={id} class="hidden-words">{label}</label>
      <input id={id} type="text" role="combobox" aria-expanded="true" aria-controls={`${id}-list`}
        aria-autocomplete="list" aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
        autocomplete="off" spellcheck={false} placeholder={placeholder || label}
        data-first={first || undefined} value={typed} onKeyDown={onKey}
        onInput={(event) => { setTyped(event.currentTarget.value); setAt(0); }} />
      <ul id={`${id}-list`} role="listbox" aria-label={label} ref={list}>
        {shown.map((option, index) => (
          <li key={option.key} id={`${id}-${index}`} role="option"
            class={`${index === at ? 'at' : ''} ${option.key === picked ? 'picked' : ''}`}
            aria-selected={(picked === undefined ? index === at : option.key === picked)
              ? 'true' : 'false'}
            onMouseDown={(event) => event.preventDefault()} onClick={() => onPick(option)}>
            <span class="grow">{option.text}</span>
            {option.detail && <small>{option.detail}</small>}
            <Keys>{option.hint}</Keys>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="empty" role="status">{empty || t('office.picker.none')}</p>}
    </div>
  );
}
