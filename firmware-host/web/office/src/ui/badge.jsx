// badge.jsx: a state as colour, shape and word: <Badge kind="warn">等候过长</Badge>.
// kind: ok ● info ■ warn ▲ bad ◆ off ○
import { Icon } from './icon.jsx';

export function Badge({ kind = 'off', children }) {
  return <span class={`badge ${kind}`}><Icon name={kind} />{children}</span>;
}

// A whole line that says something about the page: <Banner kind="warn">…</Banner>. What is bad is
// read out at once, the rest when there is a pause.
export function Banner({ kind = 'info', children, action }) {
  return (
    <div class={`banner ${kind}`} role={kind === 'bad' ? 'alert' : 'status'}>
      <Icon name={kind} />
      <div class="grow">{children}</div>
      {action}
    </div>
  );
}
