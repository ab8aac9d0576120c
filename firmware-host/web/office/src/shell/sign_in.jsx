// sign_in.jsx: the page before all others, and the one that makes the first administrator.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { signedIn, signedOut } from '../base/session.js';
import { remembered, useStore } from '../base/store.js';
import { both, t } from '../base/words.js';
import { Banner } from '../ui/badge.jsx';
import { Button } from '../ui/button.jsx';
import { Field, TextField } from '../ui/field.jsx';
import { toast } from '../ui/toast.jsx';
import { LanguageButton } from './language.jsx';
import { hall } from './office.jsx';

const lastWindow = remembered('window', ''); // of this machine: it stands at one window

export function Password({ label, error, hint, value, onValue, fresh = false, ...rest }) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(props) => (
        <input type="password" autocomplete={fresh ? 'new-password' : 'current-password'} {...props}
          value={value} onInput={(event) => onValue(event.currentTarget.value)} {...rest} />
      )}
    </Field>
  );
}

export function Gate({ title, note, onSubmit, children }) {
  const place = useStore(hall);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (!busy) {
      setBusy(true);
      await onSubmit();
      setBusy(false);
    }
  };
  return (
    <div class="gate">
      <header class="gate-head">
        <img src="icon.svg" alt="" width="40" height="40" />
        <div>
          <p class="gate-hall">{place ? both(place.name) : t('office.hall')}</p>
          <p class="gate-what">{t('office.title')}</p>
        </div>
      </header>
      <main>
        <form class="card gate-card" onSubmit={submit} noValidate aria-busy={busy ? 'true' : 'false'}>
          <h1>{title}</h1>
          {note && <p class="note">{note}</p>}
          {children}
        </form>
      </main>
      <footer><LanguageButton /></footer>
    </div>
  );
}

function windowNumber(text) {
  return /^\d{1,3}$/.test(text.trim()) ? Number(text) : undefined;
}

export function SignInPage() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [window, setWindow] = useState(lastWindow.get());
  const [errors, setErrors] = useState({});
  const submit = async () => {
    const missing = {
      name: name.trim() ? '' : t('office.sign_in.want_name'),
      password: password ? '' : t('office.sign_in.want_password'),
      window: !window.trim() || windowNumber(window) ? '' : t('office.sign_in.want_window'),
    };
    setErrors(missing);
    if (missing.name || missing.password || missing.window) {
      return;
    }
    try {
      const who = await act('POST', '/session',
        { name: name.trim(), password, window: windowNumber(window) },
        { intent: null, quiet401: true });
      lastWindow.set(window.trim());
      signedIn(who);
    } catch (refusal) {
      setErrors({ all: refusal.message });
      setPassword('');
    }
  };
  return (
    <Gate title={t('office.sign_in.title')} onSubmit={submit}>
      {errors.all && <Banner kind="bad">{errors.all}</Banner>}
      <TextField label={t('office.name')} error={errors.name} value={name} onValue={setName}
        autocomplete="username" autofocus spellcheck={false} autocapitalize="none" />
      <Password label={t('office.password')} error={errors.password} value={password}
        onValue={setPassword} />
      <TextField label={t('office.sign_in.window')} hint={t('office.sign_in.window_hint')}
        error={errors.window} value={window} onValue={setWindow} inputmode="numeric" maxlength={3}
        class="short" />
      <Button kind="primary" type="submit" class="wide">{t('office.sign_in.go')}</Button>
      <p class="note">{t('office.sign_in.help')}</p>
    </Gate>
  );
}

const NO_SETUP = { code: '', name: '', first: '', again: '' };

export function SetupPage() {
  const [form, setForm] = useState(NO_SETUP);
  const [errors, setErrors] = useState({});
  const set = (field) => (value) => setForm((old) => ({ ...old, [field]: value }));
  const submit = async () => {
    const missing = {
      code: form.code.trim() ? '' : t('office.setup.want_code'),
      name: form.name.trim() ? '' : t('office.sign_in.want_name'),
      first: form.first ? '' : t('office.sign_in.want_password'),
      again: form.again === form.first ? '' : t('office.password.differ'),
    };
    setErrors(missing);
    if (Object.values(missing).some(Boolean)) {
      return;
    }
    try {
      await act('POST', '/setup',
        { code: form.code.trim(), name: form.name.trim(), password: form.first },
        { intent: null, quiet401: true });
      setForm(NO_SETUP);
      toast(t('office.setup.done'));
      signedOut('signed_out');
    } catch (refusal) {
      setErrors(refusal.code === 'password_weak' ? { first: refusal.message }
        : { all: refusal.message });
    }
  };
  return (
    <Gate title={t('office.setup.title')} note={t('office.setup.note')} onSubmit={submit}>
      {errors.all && <Banner kind="bad">{errors.all}</Banner>}
      <TextField label={t('office.setup.code')} hint={t('office.setup.code_hint')} error={errors.code}
        value={form.code} onValue={set('code')} autofocus spellcheck={false} class="code" />
      <TextField label={t('office.name')} error={errors.name} value={form.name} onValue={set('name')}
        autocomplete="username" spellcheck={false} autocapitalize="none" />
      <Password label={t('office.password.new')} hint={t('office.password.rule')}
        error={errors.first} value={form.first} onValue={set('first')} fresh />
      <Password label={t('office.password.again')} error={errors.again} value={form.again}
        onValue={set('again')} fresh />
      <Button kind="primary" type="submit" class="wide">{t('office.setup.go')}</Button>
    </Gate>
  );
}
