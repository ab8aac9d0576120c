// tabs.jsx: <Tabs label="…" tabs={[['open', '处理中', 3], ['closed', '已关闭']]} value onValue>…</Tabs>
// The third of a tab is a count. ← → Home End move; the children are the panel.
import { useId, useRef } from 'preact/hooks';

export function Tabs({ label, tabs, value, onValue, children }) {
  const id = useId();
  const list = useRef(null);
  const onKey = (event) => {
    const at = tabs.findIndex(([key]) => key === value);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const to = (next + tabs.length) % tabs.length;
      onValue(tabs[to][0]);
      list.current.children[to].focus();
    }
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
        {tabs.map(([key, text, count]) => (
          <button key={key} type="button" role="tab" id={`${id}-${key}`} aria-controls={`${id}-panel`}
            aria-selected={key === value ? 'true' : 'false'} tabIndex={key === value ? 0 : -1}
            onClick={() => onValue(key)}>
            {text}{count !== undefined && <span class="count">{count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>{children}</div>
    </>
  );
}
