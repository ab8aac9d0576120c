// accounts/token.jsx: a token for a program: made, and shown this once.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { whenOf } from '../base/time.js';
import { t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { SelectField, TextField } from '../ui/field.jsx';
import { toast } from '../ui/toast.jsx';

const ROLES = ['kiosk', 'board', 'clerk', 'manager', 'auditor'];
const DAYS = ['30', '90', '365', '1095'];

export function TokenDialog({ onClose, onMade }) {
  const [form, setForm] = useState({ name: '', role: 'kiosk', days: '365', window: '' });
  const [errors, setErrors] = useState({});
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const submit = async () => {
    const missing = {
      name: form.name.trim() ? '' : t('account.want_token_name'),
      window: form.role !== 'clerk' || /^\d{1,3}$/.test(form.window) ? ''
        : t('office.sign_in.want_window'),
    };
    setErrors(missing);
    if (missing.name || missing.window) {
      return;
    }
    onMade(await act('POST', '/tokens', { name: form.name.trim(), role: form.role,
      days: Number(form.days), ...(form.role === 'clerk' ? { window: Number(form.window) } : {}) }));
  };
  return (
    <Dialog title={t('account.token_add')} onClose={onClose} onSubmit={submit}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('account.token_make')}</Button>
        </>
      )}>
      <TextField label={t('account.token_name')} hint={t('account.token_name.hint')}
        error={errors.name} value={form.name} onValue={set('name')} data-first />
      <SelectField label={t('account.role')} hint={t(`account.token_role.${form.role}`)}
        value={form.role} onValue={set('role')}
        options={ROLES.map((role) => [role, t(`office.role.${role}`)])} />
      {form.role === 'clerk' && (
        <TextField label={t('account.window')} error={errors.window} value={form.window}
          onValue={set('window')} inputmode="numeric" maxlength={3} class="short" />
      )}
      <SelectField label={t('account.days')} value={form.days} onValue={set('days')}
        options={DAYS.map((days) => [days, t('account.days.n', { days })])} />
    </Dialog>
  );
}

export function TokenOnce({ made, onClose }) {
  const copy = async () => {
    await navigator.clipboard.writeText(made.token);
    toast(t('account.copied'));
  };
  return (
    <Dialog title={t('account.token_once', { name: made.name })} onClose={onClose}
      foot={(
        <>
          {navigator.clipboard && <Button onClick={copy}>{t('account.copy')}</Button>}
          <Button kind="primary" onClick={onClose}>{t('account.token_kept')}</Button>
        </>
      )}>
      <Banner kind="warn">{t('account.token_once.text')}</Banner>
      <p><code class="secret">{made.token}</code></p>
      <p class="note">{t('account.token_until', { when: whenOf(made.until) })}</p>
    </Dialog>
  );
}
