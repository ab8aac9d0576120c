// tile.jsx: one figure, large, with what it should be and how it changed.
//
//   <Tile label="平均等待" value="6.8" unit="分钟" formula="…" target="目标 ≤ 15" kind="ok"
//     change={{ text: '比昨天少 1.2', kind: 'ok' }} href={href('reports', 'wait')} />
//
// `kind` is the state against the target (Badge's kinds), told by shape and colour beside the
// target's words. The formula shows on hover and on focus. The whole tile opens its list.
import { Icon } from './icon.jsx';
import { Hint } from './tip.jsx';

export function Tile({ label, value, unit, formula, target, kind, change, note, href: to, children }) {
  return (
    <section class={`tile ${kind || ''}`}>
      <h2>
        {to ? <a href={to}>{label}</a> : label}
        {formula && <Hint text={formula} label={label} />}
      </h2>
      <p class="figure">{value}{unit && <small> {unit}</small>}</p>
      {target && <p class={`target ${kind || ''}`}>{kind && <Icon name={kind} />}{target}</p>}
      {change && <p class={`change ${change.kind || ''}`}>{change.text}</p>}
      {note && <p class="note">{note}</p>}
      {children}
    </section>
  );
}

export function Tiles({ children }) {
  return <div class="tiles">{children}</div>;
}
