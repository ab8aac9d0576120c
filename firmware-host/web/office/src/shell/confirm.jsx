// confirm.jsx: the second step: acts that reach far ask for the password once more. Any 403
// confirm_first opens it (api.js), and the act goes on when the password was right.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { who } from '../base/session.js';
import { store, useStore } from '../base/store.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { Field } from '../ui/field.jsx';

const asked = store(null); // { promise, answer }

// Two acts that are refused at once share one question.
export function confirmAsked() {
  if (!asked.get()) {
    let answer;
    const promise = new Promise((resolve) => { answer = resolve; });
    asked.set({
      promise,
      answer(value) {
        asked.set(null);
        answer(value);
      },
    });
  }
  return asked.get().promise;
}

function ConfirmDialog({ answer }) {
  const [password, setPassword] = useState('');
  const [error, setError] = useState('');
  const submit = async () => {
    try {
      await act('POST', '/session/confirm', { password }, { intent: null, quiet401: true });
      answer(true);
    } catch (refusal) {
      setError(refusal.message);
      setPassword('');
    }
  };
  return (
    <Dialog title={t('office.confirm.title')} onClose={() => answer(false)} onSubmit={submit}
      foot={(
        <>
          <Button onClick={() => answer(false)}>{t('office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('office.confirm.go')}</Button>
        </>
      )}>
      <p>{t('office.confirm.text')}</p>
      <input type="text" class="hidden-words" autocomplete="username" value={who()?.name} readOnly
        tabIndex={-1} aria-hidden="true" />
      <Field label={t('office.password')} error={error}>
        {(props) => (
          <input type="password" autocomplete="current-password" data-first {...props}
            value={password} onInput={(event) => setPassword(event.currentTarget.value)} />
        )}
      </Field>
    </Dialog>
  );
}

export function Confirm() {
  const question = useStore(asked);
  return question ? <ConfirmDialog answer={question.answer} /> : null;
}
