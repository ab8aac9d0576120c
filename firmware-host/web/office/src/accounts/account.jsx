// accounts/account.jsx: the dialogs that add and change an account, and that set a new password.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { Field, SelectField, TextField } from '../ui/field.jsx';
import { toast } from '../ui/toast.jsx';

const ROLES = ['clerk', 'manager', 'auditor', 'administrator'];

function Secret({ label, hint, error, value, onValue }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => (
        <input type="password" autocomplete="new-password" {...props} value={value}
          onInput={(event) => onValue(event.currentTarget.value)} />
      )}
    </Field>
  );
}

function Foot({ onClose }) {
  return (
    <>
      <Button onClick={onClose}>{t('office.cancel')}</Button>
      <Button kind="primary" type="submit">{t('office.save')}</Button>
    </>
  );
}

const wantPasswords = (form) => ({
  first: form.first ? '' : t('office.sign_in.want_password'),
  again: form.again === form.first ? '' : t('office.password.differ'),
});

// Errors stand beside their field; what concerns no field goes up to the dialog.
function place(refusal, setErrors) {
  if (refusal.code === 'password_weak') {
    setErrors({ first: refusal.message });
  } else if (refusal.code === 'office_exists') {
    setErrors({ name: refusal.message });
  } else {
    throw refusal;
  }
}

export function AccountDialog({ account, onClose }) {
  const [form, setForm] = useState({ name: '', display: account?.display || '',
    role: account?.role || 'clerk', clerk: account?.clerk || '', first: '', again: '' });
  const [errors, setErrors] = useState({});
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const submit = async () => {
    const missing = {
      name: account || /^[a-z][a-z0-9._-]{1,15}$/.test(form.name) ? '' : t('account.want_name'),
      clerk: form.role !== 'clerk' || form.clerk.trim() ? '' : t('account.want_clerk'),
      ...(account ? {} : wantPasswords(form)),
    };
    setErrors(missing);
    if (Object.values(missing).some(Boolean)) {
      return;
    }
    const body = { role: form.role, display: form.display.trim(), clerk: form.clerk.trim() };
    try {
      await (account ? act('PUT', `/accounts/${account.name}`, body)
        : act('POST', '/accounts', { ...body, name: form.name, password: form.first }));
      toast(t('account.saved', { name: account?.name || form.name }));
      onClose();
    } catch (refusal) {
      place(refusal, setErrors);
    }
  };
  return (
    <Dialog title={account ? t('account.change.title', { name: account.name }) : t('account.add')}
      onClose={onClose} onSubmit={submit} foot={<Foot onClose={onClose} />}>
      {!account && (
        <TextField label={t('office.name')} hint={t('account.name.hint')} error={errors.name}
          value={form.name} onValue={set('name')} spellcheck={false} autocapitalize="none"
          data-first />
      )}
      <TextField label={t('account.display')} value={form.display} onValue={set('display')} />
      <SelectField label={t('account.role')} hint={t(`account.role.${form.role}`)} value={form.role}
        onValue={set('role')} options={ROLES.map((role) => [role, t(`office.role.${role}`)])} />
      {form.role === 'clerk' && (
        <TextField label={t('account.clerk')} hint={t('account.clerk.hint')} error={errors.clerk}
          value={form.clerk} onValue={set('clerk')} spellcheck={false} />
      )}
      {!account && (
        <>
          <Secret label={t('account.first')} hint={t('account.first.hint')} error={errors.first}
            value={form.first} onValue={set('first')} />
          <Secret label={t('office.password.again')} error={errors.again} value={form.again}
            onValue={set('again')} />
        </>
      )}
    </Dialog>
  );
}

export function ResetDialog({ account, onClose }) {
  const [form, setForm] = useState({ first: '', again: '' });
  const [errors, setErrors] = useState({});
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const submit = async () => {
    const missing = wantPasswords(form);
    setErrors(missing);
    if (missing.first || missing.again) {
      return;
    }
    try {
      await act('POST', `/accounts/${account.name}/password`, { password: form.first });
      toast(t('account.reset.done', { name: account.name }));
      onClose();
    } catch (refusal) {
      place(refusal, setErrors);
    }
  };
  return (
    <Dialog title={t('account.reset.title', { name: account.name })} onClose={onClose}
      onSubmit={submit} foot={<Foot onClose={onClose} />}>
      <p>{t('account.reset.text')}</p>
      <Secret label={t('account.first')} hint={t('account.first.hint')} error={errors.first}
        value={form.first} onValue={set('first')} />
      <Secret label={t('office.password.again')} error={errors.again} value={form.again}
        onValue={set('again')} />
    </Dialog>
  );
}
