// password.jsx: changing one's own password: by choice in a dialog, or because it is over, before
// anything else.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { who } from '../base/session.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { failed, toast } from '../ui/toast.jsx';
import { askWho, signOut } from './office.jsx';
import { Gate, Password } from './sign_in.jsx';

const NOTHING = { old: '', first: '', again: '' };

function usePasswordChange(done) {
  const [form, setForm] = useState(NOTHING);
  const [errors, setErrors] = useState({});
  const submit = async () => {
    const missing = {
      old: form.old ? '' : t('office.sign_in.want_password'),
      first: form.first ? '' : t('office.sign_in.want_password'),
      again: form.first === form.again ? '' : t('office.password.differ'),
    };
    setErrors(missing);
    if (Object.values(missing).some(Boolean)) {
      return;
    }
    try {
      await act('POST', '/session/password', { old: form.old, new: form.first }, { intent: null });
      toast(t('office.password.changed'));
      done();
    } catch (refusal) {
      setErrors({ [refusal.code === 'password_weak' ? 'first' : 'old']: refusal.message });
    }
  };
  return { form, errors, submit, set: (name) => (value) => setForm((old) => ({ ...old, [name]: value })) };
}

function Fields({ form, errors, set }) {
  return (
    <>
      <input type="text" class="hidden-words" autocomplete="username" value={who()?.name} readOnly
        tabIndex={-1} aria-hidden="true" />
      <Password label={t('office.password.old')} error={errors.old} value={form.old}
        onValue={set('old')} data-first autofocus />
      <Password label={t('office.password.new')} hint={t('office.password.rule')}
        error={errors.first} value={form.first} onValue={set('first')} fresh />
      <Password label={t('office.password.again')} error={errors.again} value={form.again}
        onValue={set('again')} fresh />
    </>
  );
}

export function PasswordDialog({ onClose }) {
  const change = usePasswordChange(() => {
    onClose();
    askWho();
  });
  return (
    <Dialog title={t('office.password.title')} onClose={onClose} onSubmit={change.submit}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('office.save')}</Button>
        </>
      )}>
      <Fields {...change} />
    </Dialog>
  );
}

// The password was set by somebody else, or is too old: nothing else is open until it is changed.
export function MustChangePage() {
  const change = usePasswordChange(askWho);
  return (
    <Gate title={t('office.password.must')} note={t('office.password.must_note')}
      onSubmit={change.submit}>
      <Fields {...change} />
      <Button kind="primary" type="submit" class="wide">{t('office.save')}</Button>
      <Button kind="quiet" onClick={() => signOut().catch(failed)}>{t('office.sign_out')}</Button>
    </Gate>
  );
}
