// window.jsx: the dialog in which a clerk takes a window: where he may sit, his own first.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { signedIn } from '../base/session.js';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { SelectField } from '../ui/field.jsx';

export function WindowDialog({ who, onClose }) {
  const [window, setWindow] = useState(String(who.window || who.windows[0]?.number || ''));
  const submit = async () => {
    signedIn(await act('POST', '/session/window', { window: Number(window) }, { intent: null }));
    onClose();
  };
  return (
    <Dialog title={t('office.window.title')} onClose={onClose} onSubmit={submit}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('office.window.take')}</Button>
        </>
      )}>
      <SelectField label={t('office.sign_in.window')} hint={t('office.window.hint')} value={window}
        onValue={setWindow} data-first
        options={who.windows.map((one) => [String(one.number), `${one.number} · ${both(one.name)}`])} />
    </Dialog>
  );
}
