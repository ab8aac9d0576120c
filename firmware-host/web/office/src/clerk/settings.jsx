// settings.jsx: the keys of this page: other ones, none, or no letters at all.
import { useState } from 'preact/hooks';
import { useStore } from '../base/store.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { CheckField } from '../ui/field.jsx';
import { acts } from './acts.js';
import { keyName, keyOf, lettersOn, mayBeKey, ownKeys } from './keys.js';

// F8 is one key with three meanings: only "next" stands for it here.
const settable = acts.filter((act) => !act.primary || act.id === 'next');

function KeyRow({ act, error, onKey }) {
  const [asking, setAsking] = useState(false);
  const down = (event) => {
    if (!asking || event.key === 'Tab') {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    setAsking(false);
    if (event.key !== 'Escape') {
      onKey(['Delete', 'Backspace'].includes(event.key) ? '' : keyName(event));
    }
  };
  return (
    <tr>
      <th scope="row">{t(`clerk.act.${act.id}`)}</th>
      <td>
        <Button class="key-button" onKeyDown={down} onBlur={() => setAsking(false)}
          aria-label={t('clerk.keys.change', { what: t(`clerk.act.${act.id}`) })}
          onClick={() => setAsking(true)}>
          {asking ? t('clerk.keys.press') : keyOf(act) || t('clerk.keys.none')}
        </Button>
        {error && <span class="field-error">{error}</span>}
      </td>
    </tr>
  );
}

export function KeySettings({ close }) {
  const own = useStore(ownKeys());
  const letters = useStore(lettersOn());
  const [error, setError] = useState({});
  const setKey = (act, name) => {
    const other = name && settable.find((one) => one.id !== act.id && keyOf(one) === name);
    if (name && !mayBeKey(name)) {
      setError({ [act.id]: t('clerk.keys.not') });
    } else if (other) {
      setError({ [act.id]: t('clerk.keys.taken', { what: t(`clerk.act.${other.id}`) }) });
    } else {
      setError({});
      const group = act.id === 'next' ? acts.filter((one) => one.primary) : [act];
      ownKeys().set({ ...own, ...Object.fromEntries(group.map((one) => [one.id, name])) });
    }
  };
  return (
    <Dialog title={t('clerk.keys')} onClose={close}
      foot={(
        <>
          <Button onClick={() => { ownKeys().set({}); lettersOn().set(true); setError({}); }}>
            {t('clerk.keys.reset')}
          </Button>
          <Button kind="primary" onClick={close}>{t('office.close')}</Button>
        </>
      )}>
      <CheckField label={t('clerk.keys.letters')} value={letters}
        onValue={(value) => lettersOn().set(value)} />
      <p class="note">{t('clerk.keys.help')}</p>
      <table class="keys">
        <caption class="hidden-words">{t('clerk.keys')}</caption>
        <tbody>
          {settable.map((act) => (
            <KeyRow key={act.id} act={act} error={error[act.id]} onKey={(name) => setKey(act, name)} />
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
