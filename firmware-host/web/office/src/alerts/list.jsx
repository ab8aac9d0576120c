// list.jsx: alerts as cards with what to do next, as lines for the wall; and the dialog in which
// somebody takes one on.
import { useState } from 'preact/hooks';
import { act } from '../base/api.js';
import { who } from '../base/session.js';
import { timeOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { TextField } from '../ui/field.jsx';
import { Icon } from '../ui/icon.jsx';
import { toast } from '../ui/toast.jsx';

const MAY = ['manager', 'administrator'];
export const mayAcknowledge = () => MAY.includes(who()?.role);

export function AcknowledgeDialog({ alert, onClose }) {
  const [note, setNote] = useState('');
  const submit = async () => {
    await act('POST', `/alerts/${alert.record}/acknowledge`, { note: note.trim() });
    toast(t('alert.page.taken', { title: both(alert.title) }));
    onClose();
  };
  return (
    <Dialog title={t('alert.page.acknowledge')} onClose={onClose} onSubmit={submit}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <Button kind="primary" type="submit">{t('alert.page.acknowledge.go')}</Button>
        </>
      )}>
      <p><strong>{both(alert.title)}</strong></p>
      <p>{both(alert.says)}</p>
      <p class="note alert-next">{both(alert.next)}</p>
      <TextField label={t('alert.page.note')} hint={t('alert.page.note_hint')} value={note}
        onValue={setNote} maxLength={60} data-first />
    </Dialog>
  );
}

function seenBy(alert) {
  return alert.state === 'open' ? '' : t('alert.page.seen', { by: alert.by || '',
    time: timeOf(alert.acknowledged), note: alert.note || '' });
}

function AlertCard({ alert, onTake }) {
  const open = alert.state === 'open';
  return (
    <li class={`alert ${open ? alert.weight : 'off'}`}>
      <Icon name={open ? alert.weight : 'off'} />
      <div class="grow">
        <div class="alert-head">
          <p class="alert-title grow">{both(alert.title)}</p>
          {open && alert.record && mayAcknowledge() && (
            <Button class="alert-take" aria-label={`${t('alert.page.take')} ${both(alert.says)}`}
              onClick={() => onTake(alert)}>{t('alert.page.take')}</Button>
          )}
        </div>
        <p>{both(alert.says)}</p>
        <p class="note">{open ? both(alert.next) : seenBy(alert)}</p>
      </div>
    </li>
  );
}

export function AlertCards({ alerts }) {
  const [taken, setTaken] = useState(null);
  const order = [...alerts.filter((one) => one.state === 'open'),
    ...alerts.filter((one) => one.state !== 'open')];
  return (
    <>
      {order.length === 0 && <p class="empty">{t('alert.page.none')}</p>}
      <ul class="alerts" aria-label={t('live.alerts')}>
        {order.map((one) => (
          <AlertCard key={one.record ?? `${one.rule}:${one.object}`} alert={one} onTake={setTaken} />
        ))}
      </ul>
      {taken && <AcknowledgeDialog alert={taken} onClose={() => setTaken(null)} />}
    </>
  );
}

export function AlertLines({ alerts, most }) {
  const open = alerts.filter((one) => one.state === 'open');
  return open.length === 0 ? <p class="empty">{t('alert.page.none')}</p> : (
    <ul class="alerts">
      {open.slice(0, most).map((one) => (
        <li key={one.record} class={`alert ${one.weight}`}>
          <Icon name={one.weight} />
          <div class="grow"><p class="alert-title">{both(one.title)}</p><p>{both(one.says)}</p></div>
        </li>
      ))}
      {open.length > most && <li class="note">{t('alert.page.more', { n: open.length - most })}</li>}
    </ul>
  );
}
