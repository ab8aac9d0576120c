// cases/file.jsx: one case: how far it is, what can be done now, and all that was done.
import { useState } from 'preact/hooks';
import { act, get } from '../base/api.js';
import { useFresh } from '../base/live.js';
import { href } from '../base/route.js';
import { who } from '../base/session.js';
import { dateOf, whenOf } from '../base/time.js';
import { both, t } from '../base/words.js';
import { Button } from '../ui/button.jsx';
import { Dialog } from '../ui/dialog.jsx';
import { TextField } from '../ui/field.jsx';
import { Card, Loaded, PageHead } from '../ui/parts.jsx';
import { toast } from '../ui/toast.jsx';
import { DueBadge, StageBadge } from './marks.jsx';

// What a verb asks for; `main` is the way forward, `managers` are asked by the server, too.
const VERBS = {
  examine: { main: true }, approve: { main: true }, complete: { main: true },
  suspend: { reason: true }, resume: { main: true }, remark: { text: true },
  extend: { reason: true, day: true, managers: true }, refuse: { reason: true, danger: true },
  withdraw: { reason: true, danger: true }, reopen: { reason: true, managers: true },
};

function Stages({ file }) {
  const now = file.stages.findIndex((stage) => stage.code === file.stage.code);
  return (
    <ol class="case-stages" aria-label={t('case.stages')}>
      {file.stages.map((stage, index) => (
        <li key={stage.code} class={stage.day ? 'done' : ''}
          aria-current={index === now ? 'step' : undefined}>
          <span class="case-stage">{both(stage)}</span>
          <span class="note">{stage.day ? dateOf(stage.day)
            : index < now ? t('case.passed_over') : t('case.not_yet')}</span>
        </li>
      ))}
    </ol>
  );
}

function Facts({ file }) {
  const rows = [
    ['case.item', both(file.item)], ['case.department', both(file.department)],
    ['case.kind', t(`case.kind.${file.kind}`)], ['case.opened', dateOf(file.opened)],
    ['case.promised', file.promised ? dateOf(file.promised) : t('case.no_promise')],
    ['case.statutory', file.statutory ? dateOf(file.statutory) : t('case.no_statutory')],
    ['case.accepted_by', t('case.at_window', { window: file.window, clerk: both(file.clerk_name) })],
  ];
  return (
    <dl class="facts">
      {rows.map(([key, value]) => [<dt key={key}>{t(key)}</dt>, <dd key={`${key}-value`}>{value}</dd>])}
    </dl>
  );
}

const STEP = { office_case_opened: () => t('case.done.opened'),
  office_case_warned: (event) => t(`case.warned.${event.result}`, { days: Math.abs(event.count) }),
  office_case_moved: (event) => t(`case.done.${event.result}`) };

function History({ events }) {
  return (
    <ol class="case-history">
      {[...events].reverse().map((event) => (
        <li key={event.seq} class={event.kind === 'office_case_warned' ? 'warned' : ''}>
          <p class="case-step"><strong>{STEP[event.kind]?.(event)}</strong>
            <span class="note">{whenOf(event.at)} · {event.actor}</span></p>
          {event.note && <p>{t('case.reason')}{t('case.colon')}{event.note}</p>}
          {event.result === 'extend' && <p>{t('case.promised')}{t('case.colon')}
            {dateOf(event.promised_day)}</p>}
          {event.text && <p class="case-text">{event.text}</p>}
        </li>
      ))}
    </ol>
  );
}

function VerbDialog({ file, verb, onClose, onDone }) {
  const [values, setValues] = useState({ reason: '', text: '', promised: '' });
  const [errors, setErrors] = useState({});
  const wants = VERBS[verb];
  const set = (key) => (value) => setValues((old) => ({ ...old, [key]: value }));
  const submit = async () => {
    const missing = {
      reason: wants.reason && !values.reason.trim() && t('case.want.reason'),
      text: wants.text && !values.text.trim() && t('case.want.text'),
      promised: wants.day && !values.promised && t('case.want.day'),
    };
    setErrors(missing);
    if (!Object.values(missing).some(Boolean)) {
      await onDone(verb, values);
    }
  };
  return (
    <Dialog title={t(`case.verb.${verb}`)} onClose={onClose} onSubmit={submit}
      foot={(
        <>
          <Button onClick={onClose}>{t('office.cancel')}</Button>
          <button type="submit" class={`button ${wants.danger ? 'danger' : 'primary'}`}>
            {t(`case.verb.${verb}`)}
          </button>
        </>
      )}>
      <p class="note">{file.receipt} · {both(file.item)}</p>
      {wants.day && (
        <TextField label={t('case.new_promise')} type="date" value={values.promised} required
          min={file.promised} max={file.statutory || undefined} onValue={set('promised')}
          error={errors.promised} data-first />
      )}
      {wants.reason && (
        <TextField label={t('case.reason')} value={values.reason} required onValue={set('reason')}
          maxLength={60} error={errors.reason} data-first={!wants.day || undefined} />
      )}
      <TextField label={t('case.remark')} rows={3} value={values.text} onValue={set('text')}
        required={wants.text} maxLength={380} error={errors.text}
        data-first={(!wants.reason && !wants.day) || undefined} />
    </Dialog>
  );
}

function Verbs({ file, onDone }) {
  const [open, setOpen] = useState(null);
  const manages = who().role === 'manager';
  const can = who().role !== 'auditor';
  const verbs = can ? file.verbs.filter((verb) => manages || !VERBS[verb].managers) : [];
  const main = verbs.find((verb) => VERBS[verb].main);
  const done = async (verb, values) => {
    await act('POST', `/cases/${file.receipt}/${verb}`, values);
    setOpen(null);
    toast(t(`case.done.${verb}`));
    onDone();
  };
  return (
    <div class="case-verbs no-print">
      {verbs.map((verb) => (
        <Button key={verb} kind={verb === main ? 'primary' : VERBS[verb].danger ? 'quiet' : 'plain'}
          onClick={() => (VERBS[verb].main ? done(verb, {}) : setOpen(verb))}>
          {t(`case.verb.${verb}`)}
        </Button>
      ))}
      {open && <VerbDialog file={file} verb={open} onClose={() => setOpen(null)} onDone={done} />}
    </div>
  );
}

export function CaseFile({ id }) {
  const fresh = useFresh(() => get(`/cases/${encodeURIComponent(id)}`),
    { when: (event) => event.kind.startsWith('office_case') });
  return (
    <>
      <p class="no-print"><a href={href('cases')}>← {t('case.back')}</a></p>
      <Loaded fresh={fresh}>
        {(file) => (
          <div class="case-file">
            <PageHead title={file.receipt} note={both(file.item)}>
              <StageBadge file={file} /><DueBadge file={file} />
            </PageHead>
            <Card>
              <Stages file={file} />
              <Verbs file={file} onDone={fresh.reload} />
            </Card>
            <Card title={t('case.facts')}><Facts file={file} /></Card>
            <Card title={t('case.history')}><History events={file.history} /></Card>
          </div>
        )}
      </Loaded>
    </>
  );
}
