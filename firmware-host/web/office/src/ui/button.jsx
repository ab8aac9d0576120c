// button.jsx: <Button kind="primary" keys="F8" onClick={async () => …}>下一位</Button>
//
// kind: primary (one a page), plain, quiet, danger. `keys` is shown on the button. While an
// asynchronous onClick is under way a second click does nothing: the act is not done twice. A
// Refusal that onClick throws is shown as a toast.
import { useRef, useState } from 'preact/hooks';
import { failed } from './toast.jsx';

export function Keys({ children }) {
  return children ? <kbd aria-hidden="true">{children}</kbd> : null;
}

export function Button({ kind = 'plain', keys, onClick, busy = false, disabled = false, class: extra = '',
  children, ...rest }) {
  const [own, setOwn] = useState(false);
  const running = useRef(false);
  const click = async (event) => {
    if (running.current || busy || disabled) {
      return;
    }
    running.current = true;
    const result = onClick?.(event);
    if (result instanceof Promise) {
      setOwn(true);
      await result.catch(failed);
      setOwn(false);
    }
    running.current = false;
  };
  return (
    <button type="button" class={`button ${kind} ${extra}`} disabled={disabled}
      aria-busy={busy || own ? 'true' : undefined} aria-keyshortcuts={keys || undefined}
      onClick={click} {...rest}>
      {children}
      <Keys>{keys}</Keys>
    </button>
  );
}
