// password.jsx: the dialog that changes one's own password. `forced`: nothing else can be done before
// (somebody else chose it, or it is too old); leaving it is signing out.
import { useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { signedIn } from '../base/session.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { toast } from '../ui/toast.jsx';
import { Password } from './sign_in.jsx';

export function PasswordDialog({ onClose, forced = false }) {
  const [old, setOld] = useState('');
  const [first, setFirst] = useState('');
  const [again, setAgain] = useState('');
  const [errors, setErrors] = useState({});
  const submit = async () => {
    const missing = {
      old: old ? '' : t('office.sign_in.want_password'),
      first: first ? '' : t('office.sign_in.want_password'),
      again: first === again ? '' : t('office.password.differ'),
    };
    setErrors(missing);
    if (missing.old || missing.first || missing.again) {
      return;
    }
    try {
      await act('POST', '/session/password', { old, new: first }, { intent: null, quiet401: true });
      toast(t('office.password.changed'));
      if (forced) {
        signedIn(await get('/session'));
      } else {
        onClose();
      }
    } catch (refusal) {
      setErrors(refusal.code === 'password_weak' ? { first: refusal.message }
        : { old: refusal.message });
    }
  };
  return (
    <Dialog title={t('office.password.title')} onClose={onClose} onSubmit={submit}
      foot={(
        <>
          <Button onClick={onClose}>{t(forced ? 'office.sign_out' : 'office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('office.save')}</Button>
        </>
      )}>
      {forced && <p>{t('office.password.forced')}</p>}
      <Password label={t('office.password.old')} error={errors.old} value={old} onValue={setOld}
        data-first />
      <Password label={t('office.password.new')} hint={t('office.password.rule')}
        error={errors.first} value={first} onValue={setFirst} fresh />
      <Password label={t('office.password.again')} error={errors.again} value={again}
        onValue={setAgain} fresh />
    </Dialog>
  );
}
