// dialogs.jsx: what an act wants to know first: outcome, hold, transfer, reason of a pause. Each gets
// `s` (the situation), `done(fields)` and `close`; fields are those of the verb.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { get } from '../base/api.js';
import { dateOf, dayOfIso, hallClock } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Choices } from '../ui/choices.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { CheckField, Field, TextField } from '../ui/field.jsx';
import { Picker } from '../ui/picker.jsx';
import { Tabs } from '../ui/tabs.jsx';
import { Banner } from '../ui/badge.jsx';

const NOTE_BYTES = 199; // of UTF-8, as the journal keeps it
const bytesOf = (text) => new TextEncoder().encode(text).length;
const tooLong = (text) => (bytesOf(text) > NOTE_BYTES ? t('clerk.note.too_long') : '');

function Foot({ close, go, more }) {
  return (
    <>
      <Button onClick={close}>{t('office.cancel')}</Button>
      {more}
      <Button kind="primary" type="submit" keys="Enter">{go}</Button>
    </>
  );
}

// ---------------------------------------------------------------- finish

const OUTCOMES = ['done', 'accepted', 'correction', 'refused', 'reported'];
const HAS_PROMISE = new Set(['accepted', 'reported']);
const WANTS_REASON = new Set(['correction', 'refused']);
const USUAL = { on_the_spot: 'done', promised: 'accepted', reported: 'reported' };

function promiseError(day, promise) {
  const today = hallClock().slice(0, 10);
  if (!day) {
    return t('clerk.promise.want');
  }
  if (day < today) {
    return t('clerk.promise.past');
  }
  return promise?.statutory_day && day > promise.statutory_day
    ? t('clerk.promise.late', { date: dateOf(promise.statutory_day) }) : '';
}

function promiseHint(promise) {
  return [
    promise?.promised_days > 0 && t('clerk.promise.days', { n: promise.promised_days }),
    promise?.statutory_day && t('clerk.promise.statutory', { date: dateOf(promise.statutory_day) }),
  ].filter(Boolean).join(t('clerk.semicolon'));
}

function FinishDialog({ s, done, close, then }) {
  const { promise } = s.ticket;
  const [outcome, setOutcome] = useState(USUAL[promise?.kind] || 'done');
  const [day, setDay] = useState(promise?.promised_day || '');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState({});
  const submit = (next) => {
    const found = {
      day: HAS_PROMISE.has(outcome) ? promiseError(day, promise) : '',
      note: WANTS_REASON.has(outcome) && !note.trim() ? t('clerk.note.want') : tooLong(note),
    };
    setErrors(found);
    return found.day || found.note ? undefined : done({
      outcome,
      note: note.trim() || undefined,
      promised_day: HAS_PROMISE.has(outcome) ? dayOfIso(day) : undefined,
    }, next);
  };
  const options = OUTCOMES.map((one) => [one, t(`clerk.outcome.${one}`), t(`clerk.outcome.${one}.is`)]);
  const canCall = s.open; // a paused window ends and calls nobody
  return (
    <Dialog title={t('clerk.finish.title', { number: s.ticket.number })} onClose={close}
      onSubmit={() => submit(then === 'next')}
      foot={(
        <Foot close={close} go={t(then === 'next' ? 'clerk.finish.next' : 'clerk.finish.go')}
          more={canCall && (
            <Button onClick={() => submit(then !== 'next')}>
              {t(then === 'next' ? 'clerk.finish.go' : 'clerk.finish.next')}
            </Button>
          )} />
      )}>
      <Choices label={t('clerk.outcome')} options={options} value={outcome} onValue={setOutcome} first />
      {HAS_PROMISE.has(outcome) && (
        <Field label={t('clerk.promise')} hint={promiseHint(promise)} error={errors.day}>
          {(props) => (
            <input type="date" {...props} value={day} min={hallClock().slice(0, 10)}
              max={promise?.statutory_day || undefined}
              onInput={(event) => setDay(event.currentTarget.value)} />
          )}
        </Field>
      )}
      {outcome !== 'done' && (
        <TextField label={t(WANTS_REASON.has(outcome) ? 'clerk.note.reason' : 'clerk.note')} rows={2}
          error={errors.note} value={note} onValue={setNote} />
      )}
    </Dialog>
  );
}

// ---------------------------------------------------------------- hold

function HoldDialog({ s, done, close }) {
  const [minutes, setMinutes] = useState('');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState({});
  const submit = () => {
    const n = Number(minutes);
    const found = {
      minutes: minutes && !(Number.isInteger(n) && n >= 1 && n <= 600) ? t('clerk.hold.want') : '',
      note: tooLong(note),
    };
    setErrors(found);
    return found.minutes || found.note ? undefined
      : done({ minutes: minutes ? n : undefined, note: note.trim() || undefined });
  };
  return (
    <Dialog title={t('clerk.hold.title', { number: s.ticket.number })} onClose={close} onSubmit={submit}
      foot={<Foot close={close} go={t('clerk.act.hold')} />}>
      <TextField label={t('clerk.hold.note')} value={note} onValue={setNote} error={errors.note}
        data-first />
      <TextField label={t('clerk.hold.minutes')} hint={t('clerk.hold.hint')} error={errors.minutes}
        value={minutes} onValue={setMinutes} inputmode="numeric" maxlength={3} class="short" />
    </Dialog>
  );
}

// ---------------------------------------------------------------- transfer

function useItems() {
  const [items, setItems] = useState({ list: [], error: '' });
  useEffect(() => {
    get('/items').then((data) => {
      const department = new Map(data.departments.map((one) => [one.code, one.name]));
      setItems({ error: '', list: data.items.map((item) => ({
        key: item.code,
        text: both(item.name),
        detail: both(department.get(item.department)),
        search: [item.code, item.pinyin, item.name.zh],
      })) });
    }).catch((error) => setItems({ list: [], error: error.message }));
  }, []);
  return items;
}

function windowOptions(desk) {
  return desk.colleagues.filter((one) => one.state !== 'closed').map((one) => ({
    key: one.number,
    text: t('clerk.window_n', { n: one.number }),
    detail: [both(one.name), both(one.clerk), t(`clerk.colleague.${one.state}`)].join(' · '),
    search: [String(one.number), one.name.zh, one.clerk.zh],
  }));
}

function TransferDialog({ s, done, close }) {
  const [way, setWay] = useState('item');
  const [picked, setPicked] = useState(null);
  const [note, setNote] = useState('');
  const [back, setBack] = useState(false);
  const [errors, setErrors] = useState({});
  const items = useItems();
  const windows = useMemo(() => windowOptions(s.desk), [s.desk]);
  const pick = (option) => {
    setPicked({ way, ...option });
    setErrors({});
  };
  const submit = () => {
    const found = { to: picked ? '' : t('clerk.transfer.want'), note: tooLong(note) };
    setErrors(found);
    return found.to || found.note ? undefined : done({
      item: picked.way === 'item' ? picked.key : undefined,
      to_window: picked.way === 'window' ? picked.key : undefined,
      note: note.trim() || undefined,
      return_to_me: back || undefined,
    });
  };
  return (
    <Dialog title={t('clerk.transfer.title', { number: s.ticket.number })} onClose={close}
      onSubmit={submit} foot={<Foot close={close} go={t('clerk.act.transfer')} />}>
      {(errors.to || items.error) && <Banner kind="bad">{errors.to || items.error}</Banner>}
      <Tabs label={t('clerk.transfer.to')} value={way} onValue={(next) => setWay(next)}
        tabs={[['item', t('clerk.transfer.item')], ['window', t('clerk.transfer.window')]]}>
        {way === 'item' ? (
          <Picker key="item" label={t('clerk.transfer.item_find')} options={items.list} first
            onPick={pick} picked={picked?.way === 'item' ? picked.key : undefined} />
        ) : (
          <Picker key="window" label={t('clerk.transfer.window_find')} options={windows}
            empty={t('clerk.no_colleagues')} onPick={pick}
            picked={picked?.way === 'window' ? picked.key : undefined} />
        )}
      </Tabs>
      <p class="picked-line" role="status">
        {picked && t('clerk.transfer.picked', { what: picked.text })}
      </p>
      <TextField label={t('clerk.transfer.note')} value={note} onValue={setNote} error={errors.note} />
      <CheckField label={t('clerk.transfer.back')} value={back} onValue={setBack} />
    </Dialog>
  );
}

// ---------------------------------------------------------------- pause

export const REASONS = ['away', 'meal', 'meeting', 'equipment', 'handover', 'other'];

function PauseDialog({ done, close }) {
  const [reason, setReason] = useState(REASONS[0]);
  return (
    <Dialog title={t('clerk.pause.title')} onClose={close} onSubmit={() => done({ reason })}
      foot={<Foot close={close} go={t('clerk.act.pause')} />}>
      <Choices label={t('clerk.pause.reason')} value={reason} onValue={setReason} first
        options={REASONS.map((one) => [one, t(`clerk.pause.${one}`)])} />
    </Dialog>
  );
}

export const dialogs = {
  finish: FinishDialog,
  hold: HoldDialog,
  transfer: TransferDialog,
  pause: PauseDialog,
};
